"""What a name's own phrase says without a verb, and which possessives say nothing."""

from __future__ import annotations

import pytest
from extract_docs import Row, check

from kg.extract.descriptions import is_acronym, is_other_script

READ: list[Row] = [
    ("Samsung's Kestrel OS sells well.", ["Samsung | owns | Kestrel OS"]),
    ("Alibaba's Cainiao delivers parcels.", ["Alibaba | hasUnit | Cainiao"]),
    ("Alibaba's unit Cainiao delivers parcels.", ["Alibaba | hasUnit | Cainiao", "! Cainiao | hasUnit | *"]),
    ("China's Alibaba sells clothes.", ["Alibaba | basedIn | China", "! China | * | *"]),
    ("Hangzhou-based Orbix sells drones.", ["Orbix | basedIn | Hangzhou"]),
    ("Orbix of Norway sells drones.", ["Orbix | basedIn | Norway"]),
    ("The Oslo insurer Orbix sells policies.", ["Orbix | basedIn | Oslo"]),
    ("The Chinese company Orbix sells drones.", ["Orbix | basedIn | Chinese"]),
    (
        "Chinese start-ups such as Orbix and Veltro sell drones.",
        ["Orbix | basedIn | Chinese", "Veltro | basedIn | Chinese"],
    ),
    ("American engineer Mira Holt founded Orbix.", ["Mira Holt | nationality | American"]),
    (
        "The Norwegian chief executive of Orbix, Mira Holt, resigned.",
        ["Mira Holt | nationality | Norwegian", "! Orbix | * | *"],
    ),
    ("Microsoft (微软) acquired Lumen Lab.", ["Microsoft | alsoKnownAs | 微软", "Microsoft | acquired | Lumen Lab"]),
    ("The European Commission (EC) fined Samsung.", ["European Commission | alsoKnownAs | EC"]),
    ("Kestrel, an app for heart patients, was cleared.", ["Kestrel | targets | heart patients"]),
    ("Orbix sells apps for autonomous driving.", ["Orbix | targets | autonomous driving"]),
    ("Orbix makes chips for hearing aids.", ["Orbix | targets | hearing aids"]),
    (
        "Orbix sells apps for finance, education and hospitals.",
        ["Orbix | targets | finance", "Orbix | targets | education", "Orbix | targets | hospitals"],
    ),
    ("Orbix cut 300 jobs. The Oslo group makes sensors.", ["Orbix | basedIn | Oslo"]),
    ("Alibaba's rival Tencent sells games.", ["Tencent | competesWith | Alibaba", "! * | owns | *"]),
    ("Alibaba's rival, Tencent, sells games.", ["Tencent | competesWith | Alibaba", "! * | owns | *"]),
    ("Alibaba's partner Microsoft sells software.", ["Microsoft | partneredWith | Alibaba", "! * | owns | *"]),
    ("Orbix's competitor, Veltro's Kestrel, sold well.", ["Veltro | owns | Kestrel", "! Orbix | owns | *"]),
    ("WestRock (Atlanta) sells paper.", ["WestRock | basedIn | Atlanta"]),
    ("Orbix, Oslo, sells drones.", ["Orbix | basedIn | Oslo"]),
    ("Britain's Competition and Markets Authority fined Orbix.",
     ["Competition and Markets Authority | basedIn | Britain"]),
    ("Orbix, the Oslo marketplace, sells drones.", ["Orbix | basedIn | Oslo"]),
    ("Ida Brekke of Orbix spoke.", ["Ida Brekke | memberOf | Orbix"]),
    ("Amazon's Andy Jassy spoke.", ["Andy Jassy | memberOf | Amazon", "! * | owns | *"]),
    ("Orbix of Richardson, Texas, sells drones.",
     ["Orbix | basedIn | Richardson", "Richardson | partOf | Texas", "! Orbix | basedIn | Texas"]),
]

SILENT: list[Row] = [
    ("Orbix sells an app for growth.", ["! * | targets | *"]),
    ("The European Commission (Brussels) fined Samsung.", ["! * | alsoKnownAs | *"]),
    ("Samsung (pictured) met Microsoft.", []),
    ("Chinese customers like Orbix.", []),
    ("Eddie Wu's Alibaba sells clothes.", []),
    ("Today's Alibaba sells clothes.", []),
    ("Alibaba's chief executive Eddie Wu spoke.", ["Eddie Wu | holdsPosition | Alibaba", "! * | owns | *"]),
    ("Alibaba's customer Samsung sells phones.", ["! * | owns | *"]),
    ("Alibaba, its rival Tencent and Samsung met.", ["! * | owns | *"]),
    ("China's National Intelligence Law applies to Orbix.", ["! * | basedIn | *", "! * | owns | *"]),
    ("Orbix, Oslo and Paris signed.", ["! * | basedIn | *"]),
    ("Ida Brekke, formerly of Orbix, spoke.", ["! * | memberOf | *"]),
    ("Orbix has shops in Paris, France and Norway.", ["! * | partOf | *"]),
    ("Orbix sued Veltro. The Oslo group makes sensors.", ["! * | basedIn | *"]),
]


@pytest.mark.parametrize(("sentence", "expected"), [*READ, *SILENT])
def test_descriptions(sentence: str, expected: list[str]) -> None:
    check(sentence, expected)


@pytest.mark.parametrize(("alias", "name", "expected"), [
    ("SAMR", "State Administration for Market Regulation", True),
    ("EC", "European Commission", True),
    ("Brussels", "European Commission", False),
    ("EU", "European Commission", False),
    ("E", "Ebay", False),
])
def test_acronyms(alias: str, name: str, expected: bool) -> None:
    assert is_acronym(alias, name) is expected


@pytest.mark.parametrize(("name", "alias", "expected"), [
    ("Microsoft", "微软", True), ("微软", "Microsoft", True), ("Microsoft", "MSFT", False), ("微软", "微软公司", False),
])
def test_other_scripts(name: str, alias: str, expected: bool) -> None:
    assert is_other_script(name, alias) is expected
