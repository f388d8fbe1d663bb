"""What people decided, and IRIs that stay answerable: in links, in the graph, and from one build to the next."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest
from graph_world import ENTITIES, LUMEN, ONTOLOGY, ORBIX, RUN, world
from pyoxigraph import NamedNode, Quad, Store

from kg import vocab
from kg.graph import Update
from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import KnownName, Ontology, load
from kg.resolve import Linker, Links, names_of
from kg.resolve.decisions import Decision, DecisionError, Decisions, Named
from kg.vocab import entity_iri

Name = tuple[str, str, str]
"""Article, name, class."""
KNOWN = (KnownName("https://w3id.org/kg/name/Wash", "City", {"en": "Washburn"}),
         KnownName("https://w3id.org/kg/name/Fab", "Company", {"en": "Fabrikam", "zh": "法布"}))


@cache
def ontology() -> Ontology:
    return replace(load(), names=KNOWN)


def link(mentioned: list[Name], *decisions: Decision) -> tuple[dict[tuple[str, str], str], Links]:
    """What each (article, name) was linked to, and the links. Every name stands in a sentence of its own."""
    claims: dict[str, list[Claim]] = {}
    for number, (doc, text, cls) in enumerate(mentioned):
        place = (text, number * 100, number * 100 + len(text))
        claims.setdefault(doc, []).append(Claim(
            doc, Span(*place), Argument(*place, cls, "name"), Predicate("open:be", *place), Argument("large", 0, 5)))
    links = Linker(ontology(), Decisions(given=decisions)).link(
        names_of(Article(doc, ""), found) for doc, found in claims.items())
    linked = links.apply(claim for found in claims.values() for claim in found)
    return {(c.doc, c.subject.text): str(c.subject.id) for c in linked}, links


def entity(links: Links, iri: str):  # type: ignore[no-untyped-def]
    return next(e for e in links.entities if e.iri == iri)


# --- Decisions

def test_what_is_decided_to_be_one_is_one_and_says_why() -> None:
    mentioned = [("a", "Moonbase AI", "Company"), ("b", "Dark Orb", "Event"), ("b", "Dark Orb Arena", "Company")]
    decision = Decision("same", (Named("dark orb"), Named("Moonbase AI")), who="Ada", why="a literal translation")
    apart, _ = link(mentioned)
    assert len(set(apart.values())) == 3
    ids, links = link(mentioned, decision)
    assert ids["a", "Moonbase AI"] == ids["b", "Dark Orb"] != ids["b", "Dark Orb Arena"]
    reasons = [why for _, why in entity(links, ids["b", "Dark Orb"]).links]
    assert reasons == ["decided by Ada: a literal translation"]


def test_what_is_decided_to_be_two_stays_two_through_any_chain() -> None:
    mentioned = [("a", "Zephyr Corp", "Company"), ("b", "Zephyr", "Company"), ("c", "Zephyr Inc", "Company")]
    together, _ = link(mentioned)
    assert len(set(together.values())) == 1
    ids, links = link(mentioned, Decision("not-same", (Named("Zephyr Corp"), Named("Zephyr Inc"))))
    assert ids["a", "Zephyr Corp"] != ids["c", "Zephyr Inc"]
    assert links.conflicts


def test_one_name_is_two_things_in_two_articles() -> None:
    mentioned = [("a", "Tongue", "SoftwareProduct"), ("b", "Tongue", "SoftwareProduct")]
    assert len(set(link(mentioned)[0].values())) == 1
    ids, _ = link(mentioned, Decision("not-same", (Named("Tongue", ("a",)), Named("Tongue", ("b",)))))
    assert set(ids.values()) == {entity_iri("Tongue", "SoftwareProduct a"), entity_iri("Tongue", "SoftwareProduct b")}


def test_a_decision_overrules_known_names() -> None:
    mentioned = [("a", "Fabrikam", "Company"), ("b", "法布", "Company")]
    assert len(set(link(mentioned)[0].values())) == 1
    ids, _ = link(mentioned, Decision("not-same", (Named("Fabrikam"), Named("法布"))))
    assert len(set(ids.values())) == 2


def test_renamed_and_of_another_class() -> None:
    mentioned = [("a", "Gaod", "Company"), ("b", "Gaod", "Company"), ("c", "Quarx", "Company")]
    ids, links = link(mentioned, Decision("rename", (Named("gaod"),), "Amaps", "Ada"),
                      Decision("rename", (Named("gaod"),), "图图", "Ada"),
                      Decision("retype", (Named("Quarx"),), "SoftwareProduct", why="an app"))
    renamed, retyped = entity(links, entity_iri("Amaps")), entity(links, entity_iri("Quarx"))
    assert ids["a", "Gaod"] == ids["b", "Gaod"] == renamed.iri
    assert (renamed.labels, renamed.aliases) == ({"en": "Amaps", "zh": "图图"}, (("Gaod", "en"),))
    assert ("Amaps", "label, decided by Ada") in renamed.links
    assert retyped.type == "SoftwareProduct"
    assert ("Quarx", "of class SoftwareProduct, decided by a person: an app") in retyped.links


def test_a_class_that_was_decided_says_against_which_mentions() -> None:
    _, links = link([("a", "Quarx", "Company")], Decision("retype", (Named("Quarx"),), "SoftwareProduct", "Ada"))
    assert [tuple(reason) for reason in entity(links, entity_iri("Quarx")).classes] == [
        ("SoftwareProduct", "chosen: decided by Ada; 0 of 1 mentions agree"),
        ("Company", "1 of 1 mentions, as Quarx in a")]


def test_a_rename_counts_only_in_its_articles() -> None:
    mentioned = [("a", "Gaod", "Company"), ("b", "Lund", "City")]
    ids, _ = link(mentioned, Decision("rename", (Named("Gaod", ("b",)),), "Amaps"))
    assert set(ids.values()) == {entity_iri("Gaod"), entity_iri("Lund")}


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(DecisionError, match="no class 'Starship'"):
        Linker(ontology(), Decisions(given=(Decision("retype", (Named("x"),), "Starship"),)))


# --- Stable IRIs

def test_an_iri_never_comes_to_mean_another_thing() -> None:
    """Neither with what is mentioned more, nor when a known name of that label is mentioned at last."""
    person, city = ("a", "Lund", "Person"), [("b", "Lund", "City"), ("c", "Lund", "City")]
    alone, _ = link([person])
    both, _ = link([person, *city])
    assert alone["a", "Lund"] == entity_iri("Lund")
    assert (both["a", "Lund"], both["b", "Lund"]) == (entity_iri("Lund", "Person"), entity_iri("Lund", "City"))
    unknown, known = ("a", "Washburn", "Person"), ("b", "Washburn", "City")
    for mentioned in ([unknown], [unknown, known]):
        assert link(mentioned)[0]["a", "Washburn"] == entity_iri("Washburn", "Person")
    assert link([known])[0]["b", "Washburn"] == entity_iri("Washburn")


def test_iris_do_not_depend_on_the_order_of_articles() -> None:
    mentioned = [("a", "Lund", "Person"), ("b", "Lund", "City"), ("c", "Orbix Ltd", "Company"), ("d", "Orbix", "Company"),
                 ("e", "法布", ""), ("e", "Fabrikam", "Company")]
    expected, _ = link(mentioned)
    for seed in range(5):
        docs = sorted({doc for doc, _, _ in mentioned})
        random.Random(seed).shuffle(docs)
        turned = sorted(mentioned, key=lambda name: docs.index(name[0]))
        assert link(turned)[0] == expected


# --- IRIs of other builds

def led(links: Links) -> dict[str, set[str]]:
    """Former IRI -> the entities it leads to."""
    found: dict[str, set[str]] = {}
    for one in links.entities:
        for old in one.former:
            found.setdefault(old, set()).add(one.iri)
    return found


def test_every_iri_of_an_earlier_build_leads_somewhere_after_merges() -> None:
    """Whatever is merged, renamed or written otherwise later, with whatever label it had."""
    mentioned = [("a", "Dark Orb", "Company"), ("b", "Moonbase AI", "Company"), ("c", "Zephyr Corp", "Company"),
                 ("d", "Zephyr", "Company"), ("d", "Zephyr", "Company"), ("e", "法布", ""), ("f", "Fabrikam", "Company"),
                 ("g", "Lund", "Person"), ("h", "Lund", "City")]
    decided = (Decision("same", (Named("Dark Orb"), Named("Moonbase AI"))), Decision("rename", (Named("Lund", ("g",)),), "Ed Lund"))
    docs = sorted({doc for doc, _, _ in mentioned})
    _, last = link(mentioned, *decided)
    now = {one.iri for one in last.entities}
    for size in range(1, len(docs)):
        for start in range(len(docs)):
            part = {docs[(start + n) % len(docs)] for n in range(size)}
            for decisions in ((), decided):
                _, earlier = link([name for name in mentioned if name[0] in part], *decisions)
                for one in earlier.entities:
                    plain = one.iri.partition("~")[0]
                    assert one.iri in now or led(last).get(one.iri) or plain in now or led(last).get(plain), one.iri


def test_a_merged_iri_leads_to_what_it_was_merged_into() -> None:
    mentioned = [("a", "Dark Orb", "Company"), ("b", "Moonbase AI", "Company")]
    _, links = link(mentioned, Decision("same", (Named("Dark Orb"), Named("Moonbase AI"))))
    (one,) = links.entities
    assert {one.iri, *one.former} == {entity_iri("Dark Orb"), entity_iri("Moonbase AI")}


def test_no_iri_that_is_borne_leads_elsewhere_and_a_shared_one_leads_to_all() -> None:
    mentioned = [("a", "Lund", "Person"), ("b", "Lund", "City"), ("c", "Zephyr Corp", "Company"), ("c", "Zephyr", "Company")]
    _, links = link(mentioned)
    assert led(links)[entity_iri("Lund")] == {entity_iri("Lund", "Person"), entity_iri("Lund", "City")}
    assert not led(links).keys() & {one.iri for one in links.entities}


# --- The graph

OLD = vocab.entity_iri("Orbital")
LED = {Quad(NamedNode(OLD), NamedNode(vocab.DCTERMS + "isReplacedBy"), NamedNode(ORBIX))}


def former(iri: str) -> list:  # type: ignore[type-arg]
    return [replace(e, former=(OLD,)) if e.iri == iri else e for e in ENTITIES]


def test_the_graph_leads_from_an_old_iri_to_the_new_one() -> None:
    assert set(world(entities=former(ORBIX))) - set(world()) >= LED
    assert not {quad for quad in world() if quad.subject == NamedNode(OLD)}


def test_a_graph_brought_forward_follows_too() -> None:
    store = Store()
    store.bulk_extend(world(entities=former(LUMEN)))
    steps = [(former(ORBIX), world(entities=former(ORBIX))), (list(ENTITIES), world())]
    for entities, clean in steps:
        update = Update(store, ONTOLOGY, RUN)
        update.articles([])
        update.entities([e for e in entities if e.iri in (ORBIX, LUMEN)])
        update.finish([q.subject.value for q in clean if q.predicate.value == vocab.SCHEMA + "identifier"],
                      ["en", "zh"], len(ENTITIES))
        assert {quad for quad in set(store) ^ set(clean) if "isReplacedBy" in quad.predicate.value} == set()
        assert set(store) == set(clean)
