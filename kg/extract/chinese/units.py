"""A Chinese paragraph as units: names, pronouns, amounts, times and words, each with the senses the lexicon gives it.

The Chinese grammar reads units, not tokens: an amount or a date is one unit however the words were cut, and so is a
lexical entry that the segmentation took apart (收入 囊中).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from spacy.tokens import Doc, Span, Token

from kg.extract.chinese.words import ABOUT, ASPECTS, DESCRIBED, DETERMINERS, GENERIC, GENERIC_AFTER, GOALS, PRONOUNS
from kg.extract.values import Quantity, TimeExpression, dates, quantities
from kg.lexicon import Lexicon, Sense
from kg.pipeline.chinese import reading

Kind = Literal["name", "pronoun", "amount", "time", "word", "mark"]

UNKNOWN_CLASS = "Thing"  # what the pipeline calls a name whose class it does not know
# Names of fields and trades modify other nouns ("自动驾驶公司"): they are read as common nouns.
COMMON_CLASSES = frozenset({"Technology", "Industry", "Term"})
_NOUNS = "|".join(sorted(DESCRIBED, key=lambda n: (-len(n), n)))
# "该公司", "这家芬兰手游公司", "这家企业": a determiner and a noun that says of what class its antecedent is.
_FILLER = "(?:(?![的了在和与是有对将被从为由向])[\u4e00-\u9fff]){0,6}?"
DESCRIPTION = re.compile(f"(?:{'|'.join(DETERMINERS)}){_FILLER}({_NOUNS})")
PLACES = frozenset({"Place", "City", "Country", "Region"})
COMPOUND_TAGS = frozenset({"n", "nz", "nt", "ORG"})
PARTS = ("verb", "noun", "adjective", "adverb")
LONGEST = 10  # characters of an entry with what is fused to it
QUOTES = "“”‘’「」『』\"《》〈〉"
NOTHING: Mapping[str, str] = MappingProxyType({})
MARKS = frozenset("，,。；;：:！!？?、…—~\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch `[start:end)` of the article, in simplified characters; `type` is the class of a name or pronoun."""

    text: str
    start: int
    end: int
    kind: Kind
    tag: str = ""
    type: str = ""
    senses: tuple[Sense, ...] = ()
    goal: str = ""
    quantity: Quantity | None = None
    time: TimeExpression | None = None
    place: Unit | None = None  # 芬兰 in "这家芬兰手游公司"

    def moved(self, offset: int) -> Unit:
        place = self.place.moved(offset) if self.place else None
        return replace(self, start=self.start + offset, end=self.end + offset, place=place)

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "pronoun")

    def has(self, pos: str) -> bool:
        return any(s.pos == pos for s in self.senses)

    @property
    def is_verb(self) -> bool:
        """Takes part in the clause as a verb: an entry of that kind, or what the tagger calls one."""
        return self.kind == "word" and (self.has("verb") or (self.tag in ("v", "vd") and not self.senses))


def senses(lexicon: Lexicon, text: str) -> tuple[Sense, ...]:
    """All senses of a written form, whatever its part of speech; a further word may have to follow."""
    return tuple(sense for pos in PARTS for sense in lexicon.senses(text, pos))


def units(
    doc: Doc, lexicon: Lexicon, published: str | None = None, offset: int = 0, shared: Mapping[str, str] = NOTHING
) -> list[Unit]:
    """The units of the paragraph in order, at their places in the article, without white space and quotation marks.

    `shared` are the names that other paragraphs gave away, with their classes.
    """
    found = list(_measured([u for u in _units(doc, lexicon, published, shared) if u.text not in QUOTES]))
    return [u.moved(offset) for u in found] if offset else found


def _units(doc: Doc, lexicon: Lexicon, published: str | None, shared: Mapping[str, str]) -> list[Unit]:
    text = reading(doc)
    values = _merged(_values(doc, text, published), _shared_names(doc, text, shared))
    out: list[Unit] = []
    skip = 0
    tokens = [t for t in doc if not t.is_space]
    for i, token in enumerate(tokens):
        start, end = token.idx, token.idx + len(token)
        if start < skip:
            continue
        value = next((v for v in values if v.start < end and start < v.end), None)
        if value is not None and not token.ent_type_:
            if start < value.start:
                out.append(_plain(text, start, value.start, token.tag_, lexicon))
            out.append(value)
            skip = value.end
            if value.end < end:
                out.append(_plain(text, value.end, end, "n", lexicon))
                skip = end
            continue
        unit = _description(doc, text, start) or (_name(token) if token.ent_type_ else _word(text, tokens, i, lexicon))
        out.append(unit)
        skip = unit.end
    return out


def _measured(found: Sequence[Unit]) -> Iterator[Unit]:
    """"约 86亿美元": what qualifies an amount belongs to its noun phrase."""
    for i, unit in enumerate(found):
        about = unit.text in ABOUT and i + 1 < len(found) and found[i + 1].kind == "amount"
        yield replace(unit, tag="m", senses=()) if about else unit


def _shared_names(doc: Doc, text: str, shared: Mapping[str, str]) -> list[Unit]:
    """Names of other paragraphs that stand here as whole words."""
    starts, ends = {t.idx for t in doc}, {t.idx + len(t) for t in doc}
    taken = [(e.start_char, e.end_char) for e in doc.ents]
    found: list[Unit] = []
    for form in sorted(shared, key=lambda f: (-len(f), f)):
        for match in re.finditer(re.escape(form), text):
            start, end = match.span()
            if start in starts and end in ends and not any(s < end and start < e for s, e in taken):
                taken.append((start, end))
                found.append(Unit(form, start, end, "name", "name", shared[form]))
    return found


def _merged(values: Sequence[Unit], named: Sequence[Unit]) -> list[Unit]:
    free = [v for v in values if not any(v.start < n.end and n.start < v.end for n in named)]
    return sorted([*free, *named], key=lambda u: u.start)


def _values(doc: Doc, text: str, published: str | None) -> list[Unit]:
    amounts = [q for q in quantities(text, "zh") if q.kind not in ("duration", "rank")]
    found = [Unit(q.text, q.start, q.end, "amount", quantity=q) for q in amounts]
    for expression in dates(text, "zh", published):
        overlaps = any(expression.start < u.end and u.start < expression.end for u in found)
        if not overlaps and not _cuts_a_word(doc, expression):
            found.append(Unit(expression.text, expression.start, expression.end, "time", time=expression))
    names = [(e.start_char, e.end_char) for e in doc.ents]
    return sorted((u for u in found if not any(s < u.end and u.start < e for s, e in names)), key=lambda u: u.start)


def _cuts_a_word(doc: Doc, expression: TimeExpression) -> bool:
    """A time without figures that ends inside a word of the tagger's: the 上月 of 送上月球."""
    if any(char.isdigit() for char in expression.text):
        return False
    return any(t.idx < expression.end < t.idx + len(t) and t.tag_ not in ("t", "TIME") for t in doc)


def _name(token: Token) -> Unit:
    text, start = token.lemma_, token.idx
    kind = token.ent_type_
    if kind in COMMON_CLASSES:
        return Unit(text, start, start + len(text), "word", "n")
    return Unit(text, start, start + len(text), "name", "name", "" if kind == UNKNOWN_CLASS else kind)


def _description(doc: Doc, text: str, start: int) -> Unit | None:
    match = DESCRIPTION.match(text, start)
    if not match:
        return None
    end = match.end()
    inside = [e for e in doc.ents if e.start_char < end and start < e.end_char]
    places = [e for e in inside if e.label_ in PLACES and e.end_char <= match.start(1)]
    if len(places) < len(inside):
        return None
    first = places[0] if places else None
    place = _unit(text, first) if first else None
    return Unit(match.group(), start, end, "pronoun", "r", DESCRIBED[match.group(1)], place=place)


def _unit(text: str, name: Span) -> Unit:
    return Unit(text[name.start_char : name.end_char], name.start_char, name.end_char, "name", "name", name.label_)


def _word(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Unit:
    """A word, or the longest lexical entry that begins here and ends with a word; 了 or 给 may be fused to it."""
    token = tokens[i]
    start, end = token.idx, token.idx + len(token)
    if token.lemma_ in PRONOUNS:
        return _plain(text, start, end, token.tag_, lexicon)
    ends = [t.idx + len(t) for t in tokens[i : i + 5] if not t.ent_type_]
    for stop in sorted((e for e in ends if e - start <= LONGEST), reverse=True):
        if any(t.ent_type_ for t in tokens[i : i + 5] if t.idx < stop):
            continue
        found = _entry(text[start:stop], lexicon)
        if found:
            readings, goal = found
            return Unit(text[start:stop], start, stop, "word", token.tag_, senses=readings, goal=goal)
    return _plain(text, start, end, token.tag_, lexicon)


def _entry(text: str, lexicon: Lexicon) -> tuple[tuple[Sense, ...], str] | None:
    """The senses of a written form and the goal marker fused to it: "卖给" is 卖 with 给."""
    key = text.casefold()
    if found := senses(lexicon, key):
        fused = next((g for m, g in GOALS.items() if key.endswith(m) and senses(lexicon, key[:-1])), "")
        return found, fused
    for marker, goal in GOALS.items():
        stem = key.removesuffix(marker)
        if stem != key and lexicon.senses(stem, "verb"):
            return senses(lexicon, stem), goal
    for aspect in ASPECTS:
        stem = key.removesuffix(aspect)
        if stem != key and lexicon.senses(stem, "verb"):
            return senses(lexicon, stem), ""
    return None


def _plain(text: str, start: int, end: int, tag: str, lexicon: Lexicon) -> Unit:
    piece = text[start:end]
    if piece in MARKS or piece in "（）()【】[]":
        return Unit(piece, start, end, "mark", "w")
    if piece in PRONOUNS and not (piece in GENERIC and _compounded(text, start, end)):
        return Unit(piece, start, end, "pronoun", "r", PRONOUNS[piece])
    return Unit(piece, start, end, "word", tag, senses=senses(lexicon, piece) or _head_senses(lexicon, piece, tag))


def _head_senses(lexicon: Lexicon, text: str, tag: str) -> tuple[Sense, ...]:
    """A compound noun has the senses of the noun at its end: 支付公司 is a 公司, 技术总监 a 总监."""
    if tag not in COMPOUND_TAGS:
        return ()
    heads = (lexicon.senses(text[i:], "noun") for i in range(1, len(text) - 1))
    return next((found for found in heads if found), ())


def _compounded(text: str, start: int, end: int) -> bool:
    """A generic noun with a modifier of its own right before it: "手游公司", "三家公司"."""
    before = text[start - 1 : start]
    return bool(before) and before not in "，,。；;：:！!？?、…—~\n“”‘’「」（( " and not text[:start].endswith(
        GENERIC_AFTER)


def clauses(found: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units between the marks that end a clause; brackets and what they hold are left out."""
    clause: list[Unit] = []
    depth = 0
    for unit in found:
        if unit.text in "（(【[":
            depth += 1
        elif unit.text in "）)】]":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif unit.kind == "mark" and unit.text != "、" and unit.text not in "—~…":
            if clause:
                yield clause
            clause = []
        else:
            clause.append(unit)
    if clause:
        yield clause
