"""Which property a verb or noun with its arguments becomes, and which claims no sentence may give rise to."""

from __future__ import annotations

import pytest
from extract_docs import Row, check, claims

READ: list[Row] = [
    ("The unit Lumen Lab begins operations under Mira Holt's leadership.", ["Lumen Lab | supervisedBy | Mira Holt"]),
    ("Orbix's expansion into small businesses (SMEs) helps.", ["Orbix | targets | small businesses"]),
    ("Orbix acquired Veltro's sensor unit.", ["Orbix | acquired | Veltro's sensor unit"]),
    ("Orbix, a maker of hearing aids, grew.", ["Orbix | developed | hearing aids"]),
    ("Orbix, a firm of 62 employees, grew.", ["Orbix | hasFigure | 62 employees"]),
    # Cut in two by the parser, a name hung across the verb
    ("In March 2024 Orbix acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("On Monday Orbix acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("Mira Holt leaves Tarn Robotics in July.", ["Mira Holt | left | Tarn Robotics"]),
    ("Orbix sells sensors in Norway.", ["Orbix | operatesIn | Norway"]),
    ("The integration of Kestrel into finance helps.", ["Kestrel | targets | finance"]),
    ("The departure of Mira Holt to join Veltro hurt Orbix.", ["Mira Holt | joined | Veltro | planned", "! Orbix | * | *"]),
    ("The entry of Mira Holt into Veltro helped.", ["Mira Holt | joined | Veltro"]),
    # One relation, many surfaces; never the other way round.
    ("Orbix acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab", "! Lumen Lab | * | *"]),
    ("Lumen Lab was acquired by Orbix.", ["Orbix | acquired | Lumen Lab", "! Lumen Lab | * | *"]),
    (
        "Lumen Lab, which Orbix acquired in 2021, makes sensors.",
        ["Orbix | acquired | Lumen Lab", "! Lumen Lab | acquired | *"],
    ),
    ("Orbix, which acquired Lumen Lab, is based in Oslo.", ["Orbix | acquired | Lumen Lab", "Orbix | basedIn | Oslo"]),
    ("Orbix, acquired by Veltro in 2019, makes sensors.", ["Veltro | acquired | Orbix", "! Orbix | acquired | *"]),
    ("Orbix bought Lumen Lab and Tarn Robotics.", ["Orbix | acquired | Lumen Lab", "Orbix | acquired | Tarn Robotics"]),
    ("Orbix cut 300 jobs after buying Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("Orbix sold Lumen Lab to Veltro.", ["Veltro | acquired | Lumen Lab", "! Orbix | acquired | *"]),
    # Companies
    ("Orbix invested $40 million in Tarn Robotics.", ["Orbix | investedIn | Tarn Robotics"]),
    (
        "Tarn Robotics was backed by Orbix and Veltro.",
        ["Orbix | investedIn | Tarn Robotics", "Veltro | investedIn | Tarn Robotics"],
    ),
    ("Orbix owns a 30% stake in Lumen Lab.", ["Orbix | owns | Lumen Lab"]),
    ("Orbix owns 30% of Lumen Lab.", ["Orbix | owns | Lumen Lab"]),
    ("Orbix took a stake in Lumen Lab.", ["Orbix | owns | Lumen Lab"]),
    ("Lumen Lab is a subsidiary of Orbix.", ["Lumen Lab | subsidiaryOf | Orbix", "! Orbix | subsidiaryOf | *"]),
    ("Lumen Lab, a unit of Orbix, sells sensors.", ["Orbix | hasUnit | Lumen Lab", "! Lumen Lab | hasUnit | *"]),
    ("Orbix and Veltro merged.", ["Orbix | mergedWith | Veltro"]),
    ("Orbix merged with Veltro.", ["Orbix | mergedWith | Veltro"]),
    ("Orbix competes with Veltro.", ["Orbix | competesWith | Veltro"]),
    ("Orbix partnered with Veltro to develop a battery.", ["Orbix | partneredWith | Veltro"]),
    ("Veltro supplies batteries to Orbix.", ["Veltro | suppliesTo | Orbix", "! Orbix | suppliesTo | *"]),
    ("Orbix is headquartered in Oslo.", ["Orbix | headquarteredIn | Oslo"]),
    ("UBS is to take over Credit Suisse.", ["UBS | acquired | Credit Suisse | planned"]),
    ("Veltro, which bought 12% of Orbix in 2019, makes sensors.", ["Veltro | owns | Orbix"]),
    ("Veltro, whose purchase of Orbix was completed in May, makes sensors.", ["Veltro | acquired | Orbix"]),
    ("Mira Holt founded Orbix with Jonas Reed in 2014.",
     ["Mira Holt | created | Orbix", "Jonas Reed | created | Orbix"]),
    ("Mira Holt joined Orbix from Veltro in 2014.", ["Mira Holt | joined | Orbix", "Mira Holt | left | Veltro"]),
    ("Orbix raised $9 million. Veltro led the round.", ["Veltro | investedIn | Orbix", "! Orbix | investedIn | *"]),
    ("Orbix is a chip maker. Its backers include Veltro and Tarn Robotics.",
     ["Veltro | investedIn | Orbix", "Tarn Robotics | investedIn | Orbix"]),
    ("Orbix buys batteries from Veltro.", ["Veltro | suppliesTo | Orbix"]),
    ("Orbix counts Veltro among its customers.", ["Orbix | suppliesTo | Veltro"]),
    ("Among Orbix's clients are Veltro and Lumen Lab.",
     ["Orbix | suppliesTo | Veltro", "Orbix | suppliesTo | Lumen Lab"]),
    ("Orbix's chief executive is Mira Holt.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Orbix has 300 shops.", ["Orbix | hasFigure | 300 shops"]),
    ("Orbix put $5 million into Veltro.", ["Orbix | investedIn | Veltro"]),
    ("Klarna was worth $45.6 billion.", ["Klarna | valuedAt | $45.6 billion"]),
    ("Orbix and Veltro completed the merger.", ["Orbix | mergedWith | Veltro"]),
    ("Orbix and Veltro, competitors in most things, sell drones.", ["Orbix | competesWith | Veltro"]),
    ("Klarna raised $800 million from the likes of Sequoia and Mubadala.",
     ["Sequoia | investedIn | Klarna", "Mubadala | investedIn | Klarna"]),
    ("Amazon veteran Mira Holt spoke.", ["Mira Holt | memberOf | Amazon", "! * | left | *"]),
    ("Orbix's largest customer is Tetra Pak.", ["Orbix | suppliesTo | Tetra Pak"]),
    ("Peak XV and Khosla Ventures are among Orbix's backers.",
     ["Peak XV | investedIn | Orbix", "Khosla Ventures | investedIn | Orbix"]),
    ("Mira Holt, vice-president for cloud at Orbix, spoke.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Orbix runs 84 clinics in Spain.", ["Orbix | operatesIn | Spain"]),
    ("Orbix is headquartered in the Dutch town of Veldhoven.", ["Orbix | headquarteredIn | Veldhoven"]),
    ("Orbix, with headquarters in Basel, sells drugs.", ["Orbix | headquarteredIn | Basel"]),
    ("Orbix, a maker with plants in Portugal and Chile, grew.",
     ["Orbix | operatesIn | Portugal", "Orbix | operatesIn | Chile", "! * | basedIn | *"]),
    ("Orbix and Veltro are discussing a merger.", ["Orbix | mergedWith | Veltro | possible"]),
    ("Exxon got Pioneer.", ["Exxon | acquired | Pioneer"]),
    ("Orbix got $18 million from Veltro.", ["Veltro | investedIn | Orbix"]),
    ("Jan Oberhauser began Orbix in 2019.", ["Jan Oberhauser | created | Orbix"]),
    ("Orbix keeps Veltro.", ["Orbix | owns | Veltro"]),
    ("Old rivals Kumtor Gold and Altyn Mines will run the pit jointly.", ["Kumtor Gold | competesWith | Altyn Mines"]),
    # Law
    ("In 2021, Orbix was fined $2.8 billion for anticompetitive practices.", ["fined | fined | Orbix"]),
    ("Amidst fierce competition from Veltro, Orbix opted to pursue a new strategy.", ["Orbix | competesWith | Veltro"]),
    ("Orbix sued Veltro over a patent.", ["Orbix | sued | Veltro", "! Veltro | * | *"]),
    ("Veltro was sued by Orbix.", ["Orbix | sued | Veltro", "! Veltro | * | *"]),
    (
        "Orbix was fined $3 million by the European Commission.",
        ["European Commission | fined | Orbix", "! Orbix | * | *"],
    ),
    ("The European Commission fined Orbix $3 million.", ["European Commission | fined | Orbix"]),
    ("The European Commission regulates Orbix.", ["European Commission | regulates | Orbix"]),
    # People
    (
        "Mira Holt founded Tarn Robotics in 2014.",
        ["Mira Holt | created | Tarn Robotics", "Tarn Robotics | foundedOn | 2014"],
    ),
    (
        "Founded in 2014 by Mira Holt, Tarn Robotics builds drones.",
        ["Mira Holt | created | Tarn Robotics", "Tarn Robotics | foundedOn | 2014"],
    ),
    ("Mira Holt, chief executive of Orbix, resigned.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Orbix's chief executive, Mira Holt, resigned.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Orbix chief executive Mira Holt said sales had grown.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Mira Holt was appointed chief executive of Orbix.", ["Mira Holt | holdsPosition | Orbix"]),
    ("Mira Holt became the chief executive of Orbix in May 2020.", ["Mira Holt | holdsPosition | Orbix"]),
    (
        "Orbix appointed Mira Holt as chief executive.",
        ["Orbix | hired | Mira Holt", "Mira Holt | holdsPosition | Orbix"],
    ),
    ("Orbix named Mira Holt chief executive.", ["Mira Holt | holdsPosition | Orbix"]),
    (
        "Orbix hired Mira Holt as chief executive of Veltro.",
        ["Mira Holt | holdsPosition | Veltro", "! * | holdsPosition | Orbix"],
    ),
    ("Mira Holt left Orbix to join Veltro.", ["Mira Holt | left | Orbix", "Mira Holt | joined | Veltro"]),
    ("Mira Holt was born in Oslo in 1971.", ["Mira Holt | bornIn | Oslo", "Mira Holt | bornOn | 1971"]),
    ("Mira Holt studied at Stanford University.", ["Mira Holt | educatedAt | Stanford University"]),
    ("Mira Holt is married to Jonas Reed.", ["Mira Holt | spouse | Jonas Reed"]),
    (
        "Jonas Reed, the son of Mira Holt, lives in Bergen.",
        ["Jonas Reed | childOf | Mira Holt", "Jonas Reed | residesIn | Bergen", "! Mira Holt | * | *"],
    ),
    # Products; the classes of the arguments choose between the senses of "run".
    ("Orbix runs the Nordwind app.", ["Orbix | operates | Nordwind", "! * | leads | *"]),
    ("Mira Holt runs Orbix.", ["Mira Holt | leads | Orbix", "! * | operates | *"]),
    ("Kestrel OS is based on Linux.", ["Kestrel OS | basedOn | Linux", "! * | basedIn | *"]),
    ("Orbix launched the Kestrel 5 in Germany.", ["Orbix | released | Kestrel 5"]),
    (
        "Orbix integrated Kestrel OS with Nordwind.",
        ["Kestrel OS | integratedWith | Nordwind", "! Orbix | integratedWith | *"],
    ),
]

# No claim at all: an empty list forbids every one.
TRAPS: list[Row] = [
    ("Did Orbix acquire Lumen Lab?", []),
    ("Orbix acquired no company.", []),
    ("Orbix acquired a reputation for quality.", []),
    ("Orbix made a commitment to growth.", []),
    ("Orbix made progress.", []),
    ("Orbix made a profit.", []),
    ("Orbix founded its strategy on growth.", []),
    ("Orbix entered a new phase.", []),
    ("Orbix runs the risk of losing customers.", []),
    ("Orbix left the door open.", []),
    ("Orbix won the hearts of customers.", []),
    ("Orbix uses its size.", []),
    ("Orbix developed a taste for risk.", []),
    ("Orbix built a lead over Veltro.", []),
    ("Orbix owns the problem.", []),
    ("Mira Holt left the room.", []),
    ("Mira Holt joined the call.", []),
    ("Orbix talked to Veltro.", []),
    ("Orbix, like Veltro, sells drones.", []),
    ("Orbix was mentioned in a report on Veltro.", []),
    ("Analysts at Veltro said Orbix was cheap.", []),
    ("Shares of Orbix fell after Veltro's results.", []),
    ("The chief executive of Orbix met Mira Holt.", []),
    ("The man who founded Orbix met Mira Holt.", []),
    ("Mira Holt lives near Jonas Reed.", []),
    ("The spokesman for Orbix declined to comment.", []),
    ("The company that Orbix acquired makes sensors.", []),
    ("Orbix acquired the company from Veltro.", []),
    ("Unlike Veltro, Orbix is based in Oslo.", ["Orbix | basedIn | Oslo", "! Veltro | * | *"]),
    ("Mira Holt, not Jonas Reed, founded Orbix.", ["Mira Holt | created | Orbix", "! Jonas Reed | * | *"]),
    ("A former Orbix executive founded Veltro.", ["! Orbix | * | *", "! * | * | Orbix"]),
    ("Orbix bought the mine from Veltro.", ["! * | suppliesTo | *"]),
    ("Orbix bought Lumen Lab from Veltro.", ["Orbix | acquired | Lumen Lab", "! * | suppliesTo | *"]),
    ("Orbix has two brands.", []),
    ("Orbix put its own chips into the Kestrel.", ["! * | investedIn | *"]),
    ("Orbix offered him a desk.", []),
    ("Orbix has Veltro in the bag.", ["! * | hasUnit | *"]),
    ("Orbix raised €55m at a €240m valuation, down from €1.1bn in November 2021.",
     ["Orbix | raisedFunding | €55m", "! Orbix | raisedFunding | €1.1bn"]),
    ("Orbix got a letter from Veltro.", ["! * | investedIn | *"]),
    ("Two competitors, Thunes and Orbix, are bigger.", ["! * | competesWith | *"]),
]

# Not a plain fact: what is denied, planned or doubted never comes out as "Orbix | acquired | Lumen Lab".
FIRM = "! Orbix | acquired | Lumen Lab"
WEAK: list[Row] = [
    ("Orbix did not acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | negated", FIRM]),
    ("Orbix never acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab | negated", FIRM]),
    ("Orbix failed to acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | negated", FIRM]),
    ("Orbix refused to acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | negated", FIRM]),
    ("Orbix denied that it had acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab | denied", FIRM]),
    ("Orbix plans to acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | planned", FIRM]),
    ("Orbix will acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | planned", FIRM]),
    ("Orbix may acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | possible", FIRM]),
    ("Orbix is in talks to acquire Lumen Lab.", ["Orbix | acquired | Lumen Lab | p*", FIRM]),
    ("Orbix reportedly acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab | possible", FIRM]),
    ("Orbix was rumoured to have acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab | possible", FIRM]),
    ("If Orbix acquires Lumen Lab, prices will rise.", ["Orbix | acquired | Lumen Lab | possible", FIRM]),
    ("Orbix was not founded by Mira Holt.", ["Mira Holt | created | Orbix | negated", "! Mira Holt | created | Orbix"]),
]


@pytest.mark.parametrize(("sentence", "expected"), [*READ, *TRAPS, *WEAK])
def test_frames(sentence: str, expected: list[str]) -> None:
    check(sentence, expected)


def test_a_company_sold_is_not_supplied() -> None:
    check("Orbix sold Lumen Lab to Veltro.", ["! * | suppliesTo | *"])


def test_a_claim_says_where_it_comes_from() -> None:
    [claim] = claims("Lumen Lab was acquired by Orbix.")
    assert claim.predicate.text == "was acquired"
    assert claim.trace["source"] == "frame" and claim.trace["construction"] == "passive"
    assert claim.trace["entry"].endswith("acquire-v")
    assert claim.sentence.text == "Lumen Lab was acquired by Orbix."


@pytest.mark.parametrize("sentence", [row[0] for row in READ])
def test_every_span_is_the_text_at_its_offsets(sentence: str) -> None:
    for claim in claims(sentence):
        for part in (claim.subject, claim.object, *claim.qualifiers, *filter(None, [claim.time, claim.attribution])):
            assert sentence[part.start:part.end] == part.text
