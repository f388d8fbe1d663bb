"""What is missed and what is wrong, counted by kind: claims of `kg extract` against gold claims.

  python benchmarks/errors.py CLAIMS.jsonl --gold GOLD.jsonl [--examples 3]

Gold is what the news scorers read: "article", "subject", "subject_aliases", "predicate", "predicate_ok" ("^p": the
inverse), "object", "object_aliases", "value", "polarity", "modality", "attribution", "time". Names are the same where
one form holds the other and is not much longer. Claims outside the ontology are left out on both sides, apart from one
count.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

Record = dict[str, Any]
MISSED = {
    "open": "relation outside the ontology", "property": "both names related, by another property",
    "unlinked": "both names in claims, not related", "one": "one name in no claim", "none": "neither name in a claim",
}
WRONG = {
    "property": "right pair, another property", "object": "right subject and property, wrong object",
    "subject": "right object and property, wrong subject", "pair": "both names in the gold, not related there",
    "name": "a name that the gold has not",
}


def plain(text: str | None) -> str:
    folded = re.sub(r"[\"“”‘’()\[\]]|\*\*|['’]s\b", " ", unicodedata.normalize("NFKC", text or "").casefold())
    return re.sub(r"^(?:the|a|an|its|their|his|her) ", "", " ".join(folded.split()).strip(" .,;:"))


def same(forms: Sequence[str], others: Sequence[str]) -> bool:
    pairs = ((a, b) for a in map(plain, forms) for b in map(plain, others) if a and b)
    return any(a == b or (min(len(a), len(b)) >= 4 and max(len(a), len(b)) <= 1.7 * min(len(a), len(b))
                          and (a in b or b in a)) for a, b in pairs)


def forms(argument: Record) -> list[str]:
    return [t for t in (argument.get("text"), (argument.get("antecedent") or {}).get("text")) if t]


def number(value: object) -> float | None:
    match = re.search(r"-?\d+(?:\.\d+)?(?:e\d+)?", str(value or "").replace(",", ""))
    return float(match.group()) if match else None


def sides(gold: Record) -> Iterator[tuple[list[str], set[str], list[str]]]:
    """Subject, properties, object; and turned, the inverses."""
    subject = [gold["subject"], *gold.get("subject_aliases", ())]
    objects = [gold["object"], *gold.get("object_aliases", ())]
    accepted = [gold["predicate"], *(gold.get("predicate_ok") or ())]
    yield subject, {p for p in accepted if p[0] != "^"}, objects
    yield objects, {p[1:] for p in accepted if p[0] == "^"}, subject


def meets(claim: Record, gold: Record) -> tuple[bool, bool, bool]:
    """Whether subject, property and object agree, in the direction that agrees most."""
    best = (False, False, False)
    for subject, accepted, objects in sides(gold):
        value = number(gold.get("value"))
        figure = value is not None and any(
            number(q.get("value")) == value for q in [claim["object"], *claim.get("qualifiers", ())])
        found = (same(forms(claim["subject"]), subject), claim["predicate"]["id"].removeprefix("kg:") in accepted,
                 same(forms(claim["object"]), objects) or figure)
        best = max(best, found, key=sum)
    return best


def missed(gold: Record, claims: Sequence[Record]) -> str:
    if any(s and o for s, _, o in (meets(c, gold) for c in claims)):
        return "property"
    named = [f for c in claims for a in (c["subject"], c["object"]) for f in forms(a)]
    there = [same([gold[side], *gold.get(f"{side}_aliases", ())], named) for side in ("subject", "object")]
    return "unlinked" if all(there) else "one" if any(there) else "none"


def wrong(claim: Record, golds: Sequence[Record]) -> str:
    found = [meets(claim, g) for g in golds]
    for kind, pattern in (("property", (True, False, True)), ("object", (True, True, False)),
                          ("subject", (False, True, True))):
        if pattern in found:
            return kind
    names = [f for g in golds for side in ("subject", "object") for f in (g[side], *g.get(f"{side}_aliases", ()))]
    return "pair" if all(same(forms(claim[side]), names) for side in ("subject", "object")) else "name"


def slips(claim: Record, gold: Record) -> Iterator[str]:
    """The parts of a found claim that differ from the gold's."""
    for slot in ("polarity", "modality"):
        if claim.get(slot) != gold.get(slot, claim.get(slot)):
            yield slot
    speaker = (claim.get("attribution") or {}).get("text") or ""
    if gold.get("attribution") and not same([speaker], [gold["attribution"]]):
        yield "attribution"
    iso, want = str((claim.get("time") or {}).get("iso") or ""), str((gold.get("time") or {}).get("iso") or "")
    if want and not (iso and (iso.startswith(want) or want.startswith(iso))):
        yield "time"


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("claims")
    a.add_argument("--gold", required=True)
    a.add_argument("--examples", type=int, default=0)
    o = a.parse_args()
    golds, claims = defaultdict(list), defaultdict(list)
    for path, key, into in ((o.gold, "article", golds), (o.claims, "doc", claims)):
        with open(path, encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                into[json.loads(line)[key]].append(json.loads(line))
    lost: dict[str, list[Record]] = defaultdict(list)
    false: dict[str, list[Record]] = defaultdict(list)
    slots: Counter[str] = Counter()
    found = right = closed = core = 0
    for article, wanted in golds.items():
        have = [c for c in claims[article] if c["predicate"]["id"].startswith("kg:")]
        inside = [g for g in wanted if not g["predicate"].startswith("open:")]
        lost["open"] += [g for g in wanted if g["predicate"].startswith("open:") and g.get("importance") == "core"]
        hits = {g["id"]: [c for c in have if all(meets(c, g))] for g in inside}
        for gold in (g for g in inside if g.get("importance", "core") == "core"):
            core += 1
            if hits[gold["id"]]:
                found += 1
                slots.update(slips(hits[gold["id"]][0], gold))
            else:
                lost[missed(gold, have)].append(gold)
        for claim in have:
            closed += 1
            if any(claim in hit for hit in hits.values()):
                right += 1
            else:
                false[wrong(claim, inside)].append(claim)
    print(f"found {found} of {core} gold claims of the ontology; {right} of {closed} claims are in the gold")
    for title, kinds, groups in (("Missed", MISSED, lost), ("Not in the gold", WRONG, false)):
        print(f"\n| {title} | Count |\n|---|---|")
        for kind, text in kinds.items():
            print(f"| {text} | {len(groups[kind])} |")
            for r in groups[kind][: o.examples]:
                s, p, ob = (r[k] if isinstance(r[k], str) else r[k].get("text") or r[k]["id"] for k in
                            ("subject", "predicate", "object"))
                print(f"    {r.get('article') or r.get('doc')}: {s} | {p} | {ob}")
    print("\n| Of the found, wrong or absent | Count |\n|---|---|")
    for slot, count in sorted(slots.items()):
        print(f"| {slot} | {count} |")
    properties = Counter(g["predicate"] for kind, group in lost.items() if kind != "open" for g in group)
    print("\nMissed most:", ", ".join(f"{p} {n}" for p, n in properties.most_common(8)))


if __name__ == "__main__":
    main()
