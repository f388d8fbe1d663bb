"""Passages with relations between mentions: KnowledgeNet and the project's news corpus.

A passage tells of every ordered pair of mentions which properties hold, which do not, and
which are unknown (not annotated, not asserted, or a near synonym of one that holds).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.data import Passage
from training.news import LABELS, is_name, read_news
from training.relation_tables import IMPLIED, KNOWLEDGENET, NEAR, PROPERTIES, ROLES, SYMMETRIC

RELATIVE = frozenset(("who", "whom", "whose", "which", "that", "where"))
_PERSONAL = "i we he she it they me us him her them my our his its their you your"
PERSONAL = frozenset(_PERSONAL.split())
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?{_MONTH}(?:,? \d{{1,2}}(?:st|nd|rd|th)?)?,? (?:1[5-9]|20)\d\d"
    rf"|(?:1[5-9]|20)\d\d-\d\d-\d\d|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|(?:1[5-9]|20)\d\d)\b"
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Mention:
    """A span; type is PERSON, ORG ..., DATE, or "" for a pronoun or relative word."""

    start: int
    end: int
    type: str
    kind: str  # name, time, pronoun, relative, nominal


Triple = tuple[int, int, str]


@dataclass
class RelationPassage:
    """`facts` and `unknown` are (subject, object, property) over indices of mentions; of
    the properties in `known` all other triples do not hold. `claimed` are facts of the
    same two things, whichever mentions state them (for measuring)."""

    source: str
    text: str
    mentions: list[Mention]
    known: frozenset[str]
    facts: set[Triple] = field(default_factory=set)
    unknown: set[Triple] = field(default_factory=set)
    claimed: set[Triple] = field(default_factory=set)


def word_mentions(text: str) -> list[Mention]:
    """Pronouns, relative words and dates, by form."""
    found = [Mention(*m.span(), "DATE", "time") for m in DATE.finditer(text)]
    for m in _WORD.finditer(text):
        word = m[0].lower()
        if word in RELATIVE or word in PERSONAL:
            kind = "relative" if word in RELATIVE else "pronoun"
            found.append(Mention(*m.span(), "", kind))
    return found


def without_overlaps(groups: Iterable[Iterable[Mention]]) -> list[Mention]:
    """Mentions of the groups, the earlier group winning, in order of the text."""
    kept: list[Mention] = []
    for group in groups:
        for m in group:
            if not any(m.start < k.end and k.start < m.end for k in kept):
                kept.append(m)
    return sorted(kept, key=lambda m: (m.start, m.end))


def knowledgenet(path: Path, names: Mapping[str, Passage]) -> dict[int, list[RelationPassage]]:
    """Passages by fold; `names` are the passages' named spans, by text."""
    folds: defaultdict[int, list[RelationPassage]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for row in document["passages"]:
            folds[document["fold"]].append(_knowledgenet_passage(row, names))
    return dict(folds)


def _knowledgenet_passage(row: dict[str, Any], names: Mapping[str, Passage]) -> RelationPassage:
    text, base = row["passageText"], row["passageStart"]
    of_id = {p["propertyId"]: p["propertyName"] for p in row["exhaustivelyAnnotatedProperties"]}
    spans: dict[tuple[int, int], str] = {}
    triples: set[tuple[tuple[int, int], tuple[int, int], str]] = set()
    for fact in row["facts"]:
        s = (fact["subjectStart"] - base, fact["subjectEnd"] - base)
        o = (fact["objectStart"] - base, fact["objectEnd"] - base)
        name = of_id[fact["propertyId"]]
        ours, inverse = KNOWLEDGENET[name]
        spans |= dict(zip((s, o), ROLES[name].split(), strict=True))
        triples.add((o, s, ours) if inverse else (s, o, ours))
    named = names[text].ents if text in names else ()
    labels = {(s, e): label for s, e, label in named}
    gold = [_gold_mention(text, *span, labels.get(span, role)) for span, role in sorted(spans.items())]
    others = [Mention(s, e, label, "name") for s, e, label in named]
    mentions = without_overlaps([gold, others, word_mentions(text)])
    index = {(m.start, m.end): i for i, m in enumerate(mentions)}
    facts = {(index[s], index[o], p) for s, o, p in triples if s in index and o in index}
    known = frozenset(KNOWLEDGENET[name][0] for name in of_id.values())
    return RelationPassage("knowledgenet", text, mentions, known, facts)


def _gold_mention(text: str, start: int, end: int, label: str) -> Mention:
    surface = text[start:end]
    lower = surface.lower()
    if lower in RELATIVE:
        return Mention(start, end, "", "relative")
    if lower in PERSONAL:
        return Mention(start, end, "", "pronoun")
    if DATE.search(surface):
        return Mention(start, end, "DATE", "time")
    return Mention(start, end, label, "name")


def news_relations(path: Path) -> tuple[list[RelationPassage], list[RelationPassage]]:
    """(training, development) passages of the news corpus."""
    parts: tuple[list[RelationPassage], list[RelationPassage]] = ([], [])
    for is_dev, row in read_news(path):
        if row["claims"]:
            parts[is_dev].append(passage_of(row))
    return parts


def passage_of(
    row: dict[str, Any], mention_of: Callable[[dict[str, Any], str | None], Mention] | None = None
) -> RelationPassage:
    """The relations of a labelled passage; `mention_of` makes its mentions, by default those of English."""
    mention_of = mention_of or _news_mention
    text = row["text"]
    marked = sorted(row["mentions"], key=lambda m: (m["start"], -m["end"]))
    mentions, owners = [], []
    for m in marked:
        if m["id"][0] in "et" and not any(k.start < m["end"] and m["start"] < k.end for k in mentions):
            mentions.append(mention_of(m, row["entities"].get(m["id"])))
            owners.append(m["id"])
    passage = RelationPassage("news", text, mentions, frozenset(PROPERTIES))
    of: defaultdict[str, list[int]] = defaultdict(list)
    for i, owner in enumerate(owners):
        of[owner].append(i)
    for claim in row["claims"]:
        _add_claim(passage, of, claim)
    passage.unknown -= passage.facts
    return passage


def _news_mention(mention: dict[str, Any], kind: str | None) -> Mention:
    start, end, surface = mention["start"], mention["end"], mention["text"]
    if kind is None:
        return Mention(start, end, "DATE", "time")
    if surface.lower() in RELATIVE:
        return Mention(start, end, "", "relative")
    if surface.lower() in PERSONAL:
        return Mention(start, end, "", "pronoun")
    return Mention(start, end, LABELS.get(kind, "MISC"), "name" if is_name(surface) else "nominal")


def _add_claim(passage: RelationPassage, of: Mapping[str, list[int]], claim: dict[str, Any]) -> None:
    """A claim holds between the closest mentions of its two sides about its trigger;
    whether it is stated between the others is unknown."""
    subjects, objects = of.get(claim["subject"], []), of.get(claim["object"], [])
    pairs = [(s, o) for s in subjects for o in objects if s != o]
    asserted = claim["polarity"] == "affirmed" and claim["modality"] == "asserted"
    properties = [claim["property"], *IMPLIED.get(claim["property"], "").split()]
    best = _stated(passage, pairs, claim.get("trigger", "")) if asserted else None
    for name in properties:
        if name not in PROPERTIES:
            continue
        for s, o in pairs:
            side = passage.facts if (s, o) == best else passage.unknown
            triples = {(s, o, name), (o, s, name)} if name in SYMMETRIC else {(s, o, name)}
            side |= triples
            if asserted:
                passage.claimed |= triples
            for near in NEAR.get(name, "").split():
                triple = (o, s, near[1:]) if near.startswith("^") else (s, o, near)
                passage.unknown.add(triple)


def _stated(passage: RelationPassage, pairs: list[tuple[int, int]], trigger: str) -> tuple[int, int] | None:
    """The pair whose stretch, trigger included, is shortest; None where it is too long."""
    text, mentions = passage.text, passage.mentions
    places = [m.span() for m in re.finditer(re.escape(trigger), text)] if trigger else []
    best, length = None, 250
    for s, o in pairs:
        ends = [mentions[s].start, mentions[s].end, mentions[o].start, mentions[o].end]
        for place in places or [(ends[0], ends[1])]:
            stretch = max(*ends, *place) - min(*ends, *place)
            if stretch < length:
                best, length = (s, o), stretch
    return best
