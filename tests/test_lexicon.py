"""The lexicon: reading OntoLex Turtle, its errors, and what the shipped English lexicon covers."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import lexicon, ontology
from kg.lexicon import FRAMES_FILE, OPERATORS, Lexicon, Sense
from kg.ontology import Ontology, OntologyError

ACRONYM = re.compile(r"^(co-)?(?=.*[A-Z].*[A-Z])[A-Za-z]+$")

PREFIXES = """\
@prefix : <https://w3id.org/kg/lexicon/en/> .
@prefix arg: <https://w3id.org/kg/argument/> .
@prefix frame: <https://w3id.org/kg/frame/> .
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
"""
FRAMES = """\
arg:subject a synsem:SyntacticArgument .
arg:object a synsem:SyntacticArgument .
arg:possessor a synsem:SyntacticArgument .
arg:modifier a synsem:SyntacticArgument .
arg:of a synsem:SyntacticArgument .
arg:out_of a synsem:SyntacticArgument .
frame:transitive a synsem:SyntacticFrame ; synsem:subjOfProp arg:subject ; synsem:objOfProp arg:object .
frame:event a synsem:SyntacticFrame ;
  synsem:subjOfProp arg:modifier, arg:subject, arg:possessor ; synsem:objOfProp arg:of .
"""
VERB = ":buy a ontolex:LexicalEntry ; lexinfo:partOfSpeech lexinfo:verb ; synsem:synBehavior frame:transitive ;\n"
FORM = 'ontolex:canonicalForm [ ontolex:writtenRep "buy"@en ] '
SENSE = "ontolex:sense [ ontolex:reference kg:acquired ] "

Write = Callable[[str], Path]


@pytest.fixture(scope="module")
def shipped() -> Ontology:
    return ontology.load()


@pytest.fixture(scope="module")
def english(shipped: Ontology) -> Lexicon:
    return lexicon.load(None, "en", shipped)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a folder of frames and one lexicon with this body."""

    def _write(body: str) -> Path:
        (tmp_path / FRAMES_FILE).write_text(PREFIXES + FRAMES, encoding="utf-8")
        (tmp_path / "lexicon.en.ttl").write_text(PREFIXES + body, encoding="utf-8")
        return tmp_path

    return _write


# --- Reading


def test_an_entry_becomes_one_sense_per_sense_and_frame(write: Write, shipped: Ontology) -> None:
    folder = write(VERB.replace("frame:transitive", "frame:transitive, frame:event") + FORM + " ; " + SENSE + ".")
    assert lexicon.load(folder, "en", shipped).senses("buy", "verb") == (
        Sense("https://w3id.org/kg/lexicon/en/buy", "buy", ("buy",), "verb", "event", "acquired",
              subject=("possessor", "subject", "modifier"), object=("of",)),
        Sense("https://w3id.org/kg/lexicon/en/buy", "buy", ("buy",), "verb", "transitive", "acquired",
              subject=("subject",), object=("object",)),
    )


def test_a_sense_overrides_frame_arguments_and_classes(write: Write, shipped: Ontology) -> None:
    folder = write(VERB + FORM + """; ontolex:sense
      [ ontolex:reference kg:owns ; synsem:synBehavior frame:event ] ,
      [ ontolex:reference kg:basedIn ; synsem:objOfProp arg:out_of ; kg:subjectClass kg:Company, kg:Person ] ,
      [ ontolex:reference kg:plans ] .""")
    senses = {s.property or s.operator: s for s in lexicon.load(folder, "en", shipped).senses("buy", "verb")}
    assert (senses["owns"].frame, senses["owns"].object) == ("event", ("of",))
    assert (senses["basedIn"].frame, senses["basedIn"].subject) == ("transitive", ("subject",))
    assert senses["basedIn"].object == ("out of",)
    assert senses["basedIn"].subject_class == {"Company", "Person"}
    assert senses["basedIn"].object_class == frozenset()
    assert (senses["plans"].operator, senses["plans"].property) == ("plans", None)


def test_words_are_lemmas_without_determiners(write: Write, shipped: Ontology) -> None:
    folder = write(VERB + 'kg:lemmas "join Force" ; ontolex:canonicalForm [ ontolex:writtenRep "join the forces"@en ] ;'
                   + SENSE + ".")
    sense, = lexicon.load(folder, "en", shipped).senses("join", "verb")
    assert (sense.written, sense.words, sense.head) == ("join the forces", ("join", "force"), "join")


def test_the_order_of_the_file_does_not_matter(write: Write, shipped: Ontology) -> None:
    other = VERB.replace(":buy", ":sell") + FORM.replace("buy", "sell") + ";" + SENSE + ".\n"
    entry = VERB + FORM + ";" + SENSE + ".\n"
    first = lexicon.load(write(entry + other), "en", shipped)
    assert first == lexicon.load(write(other + entry), "en", shipped)


@pytest.mark.parametrize(("body", "line", "reason"), [
    (VERB + SENSE + ".", 8, "entry buy needs one ontolex:canonicalForm, has 0"),
    (VERB + FORM.replace("buy", " ") + ";" + SENSE + ".", 8, "entry buy needs one ontolex:writtenRep"),
    (VERB + FORM.replace("buy", "the") + ";" + SENSE + ".", 8, "entry buy its ontolex:writtenRep has no words"),
    (VERB + FORM + ".", 8, "entry buy has no ontolex:sense"),
    ("\n" + VERB + FORM + "; ontolex:sense [ ] .", 9, "entry buy needs one ontolex:reference, has 0"),
    (VERB + FORM + ";" + SENSE.replace("acquired", "snaffled") + ".", 8, "entry buy unknown property snaffled"),
    (VERB.replace("transitive", "ditransitive") + FORM + ";" + SENSE + ".", 8, "entry buy unknown frame ditransitive"),
    (VERB + FORM + "; ontolex:sense [ ontolex:reference kg:owns ; synsem:objOfProp arg:near ] .", 8,
     "unknown argument near"),
    (VERB + FORM + "; ontolex:sense [ ontolex:reference kg:owns ; kg:subjectClass kg:Dog ] .", 8,
     "unknown class Dog in kg:subjectClass"),
    (VERB.replace("lexinfo:verb", "lexinfo:gerund") + FORM + ";" + SENSE + ".", 8, "unknown part of speech gerund"),
    (":buy a ontolex:LexicalEntry ; lexinfo:partOfSpeech lexinfo:verb ;" + FORM + ";" + SENSE + ".", 8,
     "kg:acquired needs arguments for its subject and its object"),
    (VERB + FORM + ";\n" + SENSE + "\n:sell a\n", 11, ""),
    (VERB + "ontolx:sense [] .", 9, "The prefix ontolx: has not been declared"),
])
def test_errors_name_file_line_and_entry(write: Write, shipped: Ontology, body: str, line: int, reason: str) -> None:
    folder = write(body)
    with pytest.raises(OntologyError) as caught:
        lexicon.load(folder, "en", shipped)
    assert (caught.value.path, caught.value.line) == (folder / "lexicon.en.ttl", line)
    assert reason in caught.value.reason


def test_a_missing_lexicon_is_an_error_with_its_name(write: Write, shipped: Ontology) -> None:
    with pytest.raises(OntologyError, match=r"lexicon\.fr\.ttl"):
        lexicon.load(write(""), "fr", shipped)


def test_a_lexicon_without_frames_is_an_error(write: Write, shipped: Ontology) -> None:
    folder = write("")
    (folder / FRAMES_FILE).unlink()
    with pytest.raises(OntologyError, match=FRAMES_FILE):
        lexicon.load(folder, "en", shipped)


# --- Looking up


@pytest.mark.parametrize(("lemma", "pos", "words", "prop", "subject", "object_"), [
    ("acquire", "verb", "acquire", "acquired", "subject", "object"),
    ("take", "verb", "take over", "acquired", "subject", "object"),
    ("take", "verb", "take stake", "investedIn", "subject", "in"),
    ("join", "verb", "join force", "partneredWith", "subject", "with"),
    ("step", "verb", "step down", "left", "subject", "from"),
    ("found", "verb", "found", "foundedOn", "object", "in"),
    ("base", "verb", "base", "basedIn", "object", "in"),
    ("bear", "verb", "bear", "bornOn", "object", "on"),
    ("employ", "verb", "employ", "hasFigure", "subject", "object"),
    ("executive", "noun", "chief executive", "leads", "self", "of"),
    ("ceo", "noun", "ceo", "holdsPosition", "self", "possessor"),
    ("Subsidiary", "noun", "subsidiary", "subsidiaryOf", "self", "of"),
    ("company", "noun", "parent company", "subsidiaryOf", "of", "self"),
    ("acquisition", "noun", "acquisition", "acquired", "by", "of"),
    ("stake", "noun", "stake", "owns", "possessor", "in"),
    ("lawsuit", "noun", "lawsuit", "sued", "by", "against"),
    ("subject", "adjective", "subject", "subjectTo", "subject", "to"),
    ("sell", "verb", "sell", "acquired", "to", "object"),
    ("power", "verb", "power", "basedOn", "object", "subject"),
])
def test_words_lead_to_properties(english: Lexicon, lemma: str, pos: str, words: str, prop: str, subject: str,
                                  object_: str) -> None:
    assert any((s.words, s.property) == (tuple(words.split()), prop) and subject in s.subject and object_ in s.object
               for s in english.senses(lemma, pos))


@pytest.mark.parametrize(("verb", "subject", "object_", "prop"), [
    ("run", "Company", "Service", "operates"), ("run", "Person", "Company", "leads"),
    ("launch", "Company", "Device", "released"), ("launch", "Company", "BusinessUnit", "created"),
    ("take over", "Company", "Company", "acquired"), ("take over", "Person", "Company", "leads"),
    ("join", "Person", "Company", "joined"), ("hire", "Company", "Person", "hired"),
    ("leave", "Person", "Company", "left"), ("raise", "Company", "MonetaryAmount", "raisedFunding"),
    ("employ", "Company", "Count", "hasFigure"), ("build", "Company", "Device", "developed"),
    ("use", "Company", "AIModel", "uses"), ("fine", "GovernmentBody", "Company", "fined"),
])
def test_classes_choose_the_sense_of_a_verb(english: Lexicon, shipped: Ontology, verb: str, subject: str, object_: str,
                                            prop: str) -> None:
    def fits(cls: str, own: frozenset[str], general: frozenset[str]) -> bool:
        return any(shipped.is_a(cls, allowed) for allowed in own or general)

    words = tuple(verb.split())
    fitting = {s.property for s in english.senses(words[0], "verb")
               if s.words == words and s.property and s.subject == ("subject",) and s.object == ("object",)
               and fits(subject, s.subject_class, shipped.properties[s.property].domain)
               and fits(object_, s.object_class, shipped.properties[s.property].range)}
    assert prop in fitting
    assert len(fitting) <= 2, fitting


@pytest.mark.parametrize(("lemma", "pos", "operators"), [
    ("say", "verb", ("reports",)), ("statement", "noun", ("reports",)), ("plan", "verb", ("plans",)),
    ("decision", "noun", ("plans",)), ("consider", "verb", ("doubts",)), ("rumour", "noun", ("doubts",)),
    ("reportedly", "adverb", ("doubts",)), ("likely", "adjective", ("doubts",)), ("deny", "verb", ("denies",)),
    ("reject", "verb", ("denies",)), ("unfounded", "adjective", ("denies",)), ("fail", "verb", ("negates",)),
    ("refusal", "noun", ("negates",)), ("manage", "verb", ("implies",)), ("become", "verb", ("links",)),
    ("serve", "verb", ("links",)), ("acquisition", "noun", ()), ("Alibaba", "noun", ()),
])
def test_operators(english: Lexicon, lemma: str, pos: str, operators: tuple[str, ...]) -> None:
    assert english.operators(lemma, pos) == operators


def test_particles_change_the_operator(english: Lexicon) -> None:
    assert english.operators("go", "verb") == ("plans",)
    assert english.operators("go", "verb", around={"on"}) == ("implies",)
    assert english.operators("call", "verb", around={"off"}) == ("negates",)
    assert english.operators("rule", "verb", around={"out", "possibility"}) == ("denies",)


def test_longer_entries_and_restricted_senses_come_first(english: Lexicon) -> None:
    senses = english.senses("take", "verb")
    assert [len(s.words) for s in senses] == sorted((len(s.words) for s in senses), reverse=True)
    bare = [bool(s.subject_class or s.object_class) for s in english.senses("run", "verb") if s.words == ("run",)]
    assert bare == sorted(bare, reverse=True)


def test_unknown_words_have_no_senses(english: Lexicon) -> None:
    assert english.senses("zyzzyva", "noun") == ()
    assert english.senses("acquire", "noun") == ()


def test_markers_are_prepositions(english: Lexicon) -> None:
    assert {"in", "of", "with", "against", "by", "out of"} <= english.markers
    assert not english.markers & {"subject", "object", "self", "possessor", "complement", "modifier"}


# --- What the English lexicon covers


def test_counts(english: Lexicon) -> None:
    assert len(english.entries) >= 400
    operators = {s.entry: s.operator for s in english.all if s.operator}
    assert len(operators) >= 100
    counts = Counter(operators.values())
    assert all(counts[name] >= 5 for name in OPERATORS.values()), counts


def test_every_property_is_reachable(english: Lexicon, shipped: Ontology) -> None:
    assert {s.property for s in english.all if s.property} == set(shipped.properties)


def test_every_operator_is_declared_in_turtle(shipped: Ontology) -> None:
    declared = "".join((shipped.path / name).read_text(encoding="utf-8") for name in ("news.ttl", FRAMES_FILE))
    for iri in OPERATORS:
        assert re.search(rf"^kg:{iri.rpartition('#')[2]} a kg:Operator ;", declared, re.MULTILINE), iri


def test_class_restrictions_can_be_met(english: Lexicon, shipped: Ontology) -> None:
    for sense in english.all:
        if not sense.property:
            continue
        prop = shipped.properties[sense.property]
        for own, general in ((sense.subject_class, prop.domain), (sense.object_class, prop.range)):
            wrong = {cls for cls in own if not any(shipped.compatible(cls, allowed) for allowed in general)}
            assert not wrong, f"{sense.entry}: {sense.property} {sorted(wrong)}"


def test_forms_are_lower_case_but_for_acronyms(english: Lexicon) -> None:
    for written in {s.written for s in english.all}:
        for word in written.split():
            assert word == word.lower() or ACRONYM.match(word), written


def test_no_duplicates(english: Lexicon) -> None:
    forms = Counter((s.words, s.pos) for s in {s.entry: s for s in english.all}.values())
    assert [form for form, count in forms.items() if count > 1] == []
    assert len(english.all) == len(set(english.all))


def test_every_frame_is_used(shipped: Ontology) -> None:
    frames = (shipped.path / FRAMES_FILE).read_text(encoding="utf-8")
    entries = "".join(file.read_text(encoding="utf-8") for file in sorted(shipped.path.glob("lexicon.*.ttl")))
    assert set(re.findall(r"^frame:(\S+) a ", frames, re.MULTILINE)) <= set(re.findall(r"frame:([\w-]+)", entries))


def test_the_senses_of_a_language_load_fast(shipped: Ontology) -> None:
    """Measured in CPU time: 0.2 s; the bound is wide for loaded machines."""
    start = time.process_time()
    lexicon.load(None, "en", shipped)
    assert time.process_time() - start < 1.5
