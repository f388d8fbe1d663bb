"""Names from elsewhere: what each format gives, what is left out, what cannot be read, and how they join an ontology."""

from __future__ import annotations

import bz2
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import gazetteer, ontology
from kg.cli import app
from kg.gazetteer.add import together
from kg.ontology import KnownName

NAME, WD = "https://w3id.org/kg/name/", "http://www.wikidata.org/entity/"
TERMS = ontology.load(Path(__file__).parents[1] / "ontology")
MAPPING = gazetteer.load_mapping(TERMS.classes)


def item(qid: str, cls: str, labels: dict[str, str], aliases: dict[str, list[str]] | None = None,
         **claims: list[dict[str, str]]) -> dict[str, Any]:
    """An item as Wikidata's dumps write it."""
    return {
        "type": "item", "id": qid,
        "labels": {tag: {"language": tag, "value": text} for tag, text in labels.items()},
        "aliases": {tag: [{"language": tag, "value": text} for text in texts] for tag, texts in (aliases or {}).items()},
        "claims": {
            "P31": [{"rank": "normal", "mainsnak": {"datavalue": {"value": {"id": cls}}}}],
            **{name: [{"rank": "normal", "mainsnak": {"datavalue": {"value": value}}} for value in values]
               for name, values in claims.items()}},
    }


ORBIX = item("Q77", "Q891723", {"en": "Orbix", "zh": "奥比克斯", "ru": "Орбикс"},
             {"en": ["Orbix Inc.", "target"], "zh-tw": ["奧比克斯"], "de": ["Orbixwerk"]},
             P1813=[{"text": "OBX Co", "language": "en"}, {"text": "Обкс", "language": "ru"}])
NORDIA = item("Q78", "Q6256", {"mul": "Nordia"}, P1549=[{"text": "Nordian", "language": "en"}])
FTM = {"id": "NK-1", "schema": "Company", "caption": "Lumen Lab",
       "properties": {"name": ["Lumen Lab", "Люмен", "流明"], "alias": ["Lumen Laboratory"], "weakAlias": ["LuLa"],
                      "wikidataId": ["Q79"]}}
CSV = "Name,name_zh,Aliases,Class,wikidata\nKestrel Air,红隼,Kestrel Airways|KAir; The Hawk,company,wd:Q80\n,,,,\nQuell,,,Person,\n"
TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix kg: <https://w3id.org/kg/ontology#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix schema: <http://schema.org/> .
wd:Q81 rdfs:label "Veltrix"@en , "Wéltrix"@fr , "維爾"@zh-hant ; skos:altLabel "Veltrix AG"@en ; wdt:P31 wd:Q4830453 .
<https://example.org/p> a skos:Concept , schema:Person ; skos:prefLabel "Edna Wuhl"@en , "魏尔"@zh .
<https://example.org/x> a skos:Concept ; skos:prefLabel "Nothing"@en .
"""

READ: dict[str, tuple[str, str, list[KnownName], dict[str, int]]] = {
    "a dump of Wikidata": (
        "dump.json", "[\n" + json.dumps(ORBIX) + ",\n" + json.dumps(NORDIA) + ",\n" + json.dumps({"type": "property", "id": "P1"}) + "\n]\n",
        [KnownName(NAME + "Q77", "Company", {"en": "Orbix", "zh": "奥比克斯"},
                   aliases=(("OBX Co", "en"), ("Orbix Inc.", "en")), hidden=(("奧比克斯", "zh"),),
                   ambiguous=(("target", "en"),), same_as=(WD + "Q77",)),
         KnownName(NAME + "Q78", "Country", {"en": "Nordia"}, demonyms=(("Nordian", "en"),), same_as=(WD + "Q78",))],
        {"no item": 1}),
    "lines of JSON": (
        "x.jsonl", json.dumps(item("Q1", "Q5", {"en": "Edna"})) + "\n\n" + json.dumps(item("Q2", "Q999", {"en": "Odd"})) + "\n"
        + json.dumps(item("Q3", "Q5", {"ru": "Анна"})),
        [KnownName(NAME + "Q1", "Person", {"en": "Edna"}, same_as=(WD + "Q1",))],
        {"class not mapped: Q999": 1, "no English or Chinese name": 1}),
    "a document over several lines": (
        "x.json", json.dumps({"entities": {"Q1": item("Q1", "Q5", {"en": "Edna"})}}, indent=2),
        [KnownName(NAME + "Q1", "Person", {"en": "Edna"}, same_as=(WD + "Q1",))], {}),
    "an array over several lines": (
        "x.json", json.dumps([item("Q1", "Q5", {"en": "Edna"})], indent=2),
        [KnownName(NAME + "Q1", "Person", {"en": "Edna"}, same_as=(WD + "Q1",))], {}),
    "FollowTheMoney": (
        "x.ftm.json", json.dumps(FTM) + "\n" + json.dumps({"id": "a", "schema": "Address", "properties": {}}),
        [KnownName(NAME + "NK-1", "Company", {"en": "Lumen Lab", "zh": "流明"}, aliases=(("Lumen Laboratory", "en"),),
                   ambiguous=(("LuLa", "en"),), same_as=(WD + "Q79",))], {"class not mapped: Address": 1}),
    "a table": (
        "x.csv", CSV,
        [KnownName(NAME + "Q80", "Company", {"en": "Kestrel Air", "zh": "红隼"},
                   aliases=(("KAir", "en"), ("Kestrel Airways", "en"), ("The Hawk", "en")), same_as=(WD + "Q80",)),
         KnownName(NAME + "Quell", "Person", {"en": "Quell"})], {}),
    "a table with semicolons": (
        "x.csv", "\ufefflabel;type\nOrbix;Q4830453\n", [KnownName(NAME + "Orbix", "Company", {"en": "Orbix"})], {}),
    "Turtle of others": (
        "x.ttl", TURTLE,
        [KnownName(WD + "Q81", "Company", {"en": "Veltrix"}, aliases=(("Veltrix AG", "en"),), hidden=(("維爾", "zh"),),
                   same_as=(WD + "Q81",)),
         KnownName("https://example.org/p", "Person", {"en": "Edna Wuhl", "zh": "魏尔"})], {"no class": 1}),
}


@pytest.mark.parametrize(("file", "text", "names", "skipped"), READ.values(), ids=READ)
def test_each_format(tmp_path: Path, file: str, text: str, names: list[KnownName], skipped: dict[str, int]) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    done = gazetteer.read_names(tmp_path / file, MAPPING)
    assert (done.names, dict(done.skipped)) == (names, skipped)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_files(tmp_path: Path, pack: Any) -> None:
    path = tmp_path / ("dump.json.gz" if pack is gzip.compress else "dump.json.bz2")
    path.write_bytes(pack(READ["a dump of Wikidata"][1].encode()))
    assert gazetteer.read_names(path, MAPPING).names == READ["a dump of Wikidata"][2]


WRONG = {
    "nothing": ("x.csv", "", "1: no column of names"),
    "a broken line": ("x.jsonl", json.dumps(ORBIX) + "\n" + json.dumps(NORDIA) + "\n{\"id\": \n", "3: not JSON"),
    "a broken document": ("x.json", "{\n\"entities\": {", "1: not JSON"),
    "another kind of JSON": ("x.json", '{"a": 1}', "1: neither an item of Wikidata"),
    "a table without names": ("x.csv", "id,class\n1,Person\n", "1: no column of names"),
    "a class unknown": ("x.csv", "name,class\nA Co,Company\nB,Starship\n", "3: the ontology has no class 'Starship'"),
    "no class": ("x.csv", "name\nA Co\n", "2: no class"),
    "no item": ("x.csv", "name,class,qid\nA Co,Company,77\n", "2: not a Wikidata item: '77'"),
    "no Turtle": ("x.ttl", "name:x a .", "1: not Turtle"),
    "a class of ours unknown": ("x.ttl", "<http://x/a> a <https://w3id.org/kg/ontology#Starship> ; "
                                "<http://www.w3.org/2004/02/skos/core#prefLabel> 'A'@en .", "no class 'Starship'"),
    "no UTF-8": ("x.csv", b"name,class\n\xff,Person\n", "not UTF-8"),
    "damaged": ("x.json.gz", gzip.compress(json.dumps(ORBIX).encode())[:-20], "damaged"),
}


@pytest.mark.parametrize(("file", "data", "message"), WRONG.values(), ids=WRONG)
def test_errors_name_file_and_line(tmp_path: Path, file: str, data: str | bytes, message: str) -> None:
    path = tmp_path / file
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(gazetteer.GazetteerError) as caught:
        gazetteer.read_names(path, MAPPING)
    assert str(caught.value).startswith(str(path)) and message in str(caught.value)


def test_what_is_written_is_read_again_by_the_ontology(tmp_path: Path) -> None:
    names = [name for _, _, found, _ in READ.values() for name in found]
    hostile = KnownName(NAME + "a%22b", "Company", {"en": 'A "b" \\ <c> .'}, same_as=(WD + "Q9",))
    turtle = gazetteer.to_turtle([*names, hostile, hostile])
    (tmp_path / "names.ttl").write_text(turtle, encoding="utf-8")
    (tmp_path / "news.ttl").write_bytes((TERMS.path / "news.ttl").read_bytes())
    read = {name.iri: name for name in ontology.load(tmp_path).names}
    assert read.keys() == {name.iri for name in [*names, hostile]}
    assert read[hostile.iri] == hostile
    assert read[NAME + "Q78"] == READ["a dump of Wikidata"][2][1]
    assert turtle == gazetteer.to_turtle(reversed([hostile, *names]))
    assert sum(line.startswith("@prefix") for line in turtle.splitlines()) + len(read) + 1 == len(turtle.splitlines())


def test_an_alias_of_two_things_is_ambiguous() -> None:
    one = KnownName(NAME + "a", "Company", {"en": "Orbix Air"}, aliases=(("Orbix", "en"), ("OA", "en")))
    two = KnownName(NAME + "b", "City", {"en": "Orbix"})
    written = gazetteer.to_turtle([one, two])
    assert 'kg:ambiguousLabel "Orbix"@en' in written and 'skos:altLabel "OA"@en ;' in written


KNOWN = [KnownName(NAME + "Orbix", "Company", {"en": "Orbix", "zh": "奥比克斯"}, aliases=(("Orb", "en"),), same_as=(WD + "Q77",)),
         KnownName(NAME + "Lumen", "Company", {"en": "Lumen", "zh": "流明"}),
         KnownName(NAME + "Kestrel", "City", {"en": "Kestrel"})]

JOINED = {
    "the same item": (
        KnownName(NAME + "Q77", "BusinessUnit", {"en": "Orbix Group"}, same_as=(WD + "Q77",)),
        replace(KNOWN[0], aliases=(("Orb", "en"), ("Orbix Group", "en")))),
    "both labels": (
        KnownName(NAME + "Q5", "Company", {"en": "Lumen", "zh": "流明"}, (("Lum", "en"),), same_as=(WD + "Q5",)),
        replace(KNOWN[1], aliases=(("Lum", "en"),), same_as=(WD + "Q5",))),
    "one label: its item is not certain": (
        KnownName(NAME + "Q5", "Company", {"en": "lumen", "zh": "别的"}, same_as=(WD + "Q5",)),
        replace(KNOWN[1], aliases=(("别的", "zh"),))),
}
APART = {
    "one label, another item": (KnownName(NAME + "Q6", "Company", {"en": "Orbix"}, same_as=(WD + "Q6",)), KNOWN[0]),
    "one label, another class": (KnownName(NAME + "Q7", "Company", {"en": "Kestrel"}), KNOWN[2]),
    "a known alias": (KnownName(NAME + "Q8", "Person", {"en": "Otto"}, aliases=(("Orb", "en"),)), KNOWN[0]),
}


@pytest.mark.parametrize(("added", "expected"), JOINED.values(), ids=JOINED)
def test_names_join_those_known(added: KnownName, expected: KnownName) -> None:
    found = {name.iri: name for name in together(KNOWN, [added])}
    assert found[expected.iri] == expected and len(found) == len(KNOWN)


@pytest.mark.parametrize(("added", "untouched"), APART.values(), ids=APART)
def test_names_of_other_things_stand_beside(added: KnownName, untouched: KnownName) -> None:
    found = {name.iri: name for name in together(KNOWN, [added])}
    assert found[untouched.iri] == untouched and added.iri in found
    assert not {text for text, _ in found[added.iri].aliases} & {"Orb"}


def test_an_ontology_with_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(TURTLE, encoding="utf-8")
    both = gazetteer.load(None, [tmp_path / "a.csv", tmp_path / "b.ttl"])
    assert len(both.names) == len(TERMS.names) + 4
    added = {NAME + "Q80", NAME + "Quell", WD + "Q81", "https://example.org/p"}
    assert [name for name in both.names if name.iri not in added] == sorted(TERMS.names, key=lambda name: name.iri)
    turned = gazetteer.load(None, [tmp_path / "b.ttl", tmp_path / "a.csv"])
    assert (both.digest, both.names) == (turned.digest, turned.names) and both.digest != TERMS.digest


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[wikidata]\nQ891723 = "NewsOutlet"\n[columns]\nfirma = "label"\n', encoding="utf-8")
    mapping = gazetteer.load_mapping(TERMS.classes, own)
    assert mapping.class_of("wikidata", ["Q4830453", "Q891723"]) == "NewsOutlet"
    assert mapping.tables["columns"]["firma"] == mapping.tables["columns"]["name"] == "label"
    for text, message in (('[wikidata]\nQ1 = "Starship"\n', "no class 'Starship'"), ("[wkidata]\n", "unknown table"),
                          ("x", "not TOML")):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(gazetteer.GazetteerError, match=message):
            gazetteer.load_mapping(TERMS.classes, own)


def test_every_class_of_the_shipped_mapping_is_of_the_ontology() -> None:
    from kg.gazetteer.mapping import _shipped

    named = {cls for table, rows in _shipped().items() if table != "columns" for cls in rows.values()}
    assert named <= TERMS.classes.keys()


def test_the_command(tmp_path: Path) -> None:
    source, out = tmp_path / "x.json", tmp_path / "names.ttl"
    source.write_text(READ["a dump of Wikidata"][1], encoding="utf-8")
    done = CliRunner().invoke(app, ["names", "import", str(source), "-o", str(out)])
    assert done.exit_code == 0 and "2 things" in done.output and "no item" in done.output
    assert out.read_text(encoding="utf-8").count("skos:Concept") == 2
    source.write_text("name\nOrbix Air\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["names", "import", str(source), "--class", "company"])
    assert done.exit_code == 0 and 'kg:Company ; skos:prefLabel "Orbix Air"@en' in done.output
    assert CliRunner().invoke(app, ["names", "import", str(source), "--class", "starship"]).exit_code == 2
    assert CliRunner().invoke(app, ["names", "import", str(source)]).exit_code == 2
