"""The lemma table: attested forms of UD train, irregular verbs, known verb lemmas, stems."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.pipeline.encoder.lemmas import MAX_STEM_ENDING, TABLED, regular_stem, stem_options
from training.data import Sentence

_SURE = 0.85
_IRREGULAR = Path(__file__).with_name("irregular.txt")
Counts = Mapping[tuple[str, str], Counter[str]]


def write_table(sentences: Iterable[Sentence], path: Path) -> None:
    data = json.dumps(lemma_table(sentences), ensure_ascii=False, sort_keys=True).encode()
    path.write_bytes(gzip.compress(data, mtime=0))


def lemma_table(sentences: Iterable[Sentence]) -> dict[str, Any]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    inflected: set[tuple[str, str, str]] = set()
    verbs: set[str] = set()
    for s in sentences:
        for form, lemma, upos, xpos in zip(s.forms, s.lemmas, s.upos, s.xpos, strict=True):
            lower = form.lower().replace("’", "'")
            if upos in TABLED and lemma != "_":
                counts[upos, lower][lemma] += 1
            if upos == "VERB" and lemma.isalpha() and lemma.islower():
                verbs.add(lemma)
                inflected.add((lower, xpos, lemma))
    return {
        "forms": _forms(counts),
        "irregular": _irregular(),
        "verbs": sorted(verbs),
        "stems": _stems(inflected),
    }


def _forms(counts: Counts) -> dict[str, dict[str, str]]:
    """Forms that have one lemma nearly always."""
    forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (upos, form), lemmas in counts.items():
        best, n = lemmas.most_common(1)[0]
        often = 2 if upos in ("NOUN", "ADJ", "ADV") and best != form else 1
        if n / lemmas.total() >= _SURE and n >= often and not any(c.isdigit() for c in form):
            forms[upos][form] = best
    return dict(forms)


def _stems(inflected: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """What the ends of stems tell of the lemma: "at" -> "e", "nn" -> "-"."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for stem, lemma in {
        (regular[0], lemma)
        for form, xpos, lemma in inflected
        if (regular := regular_stem(form, xpos)) and regular[1] is None
    }:
        for change, option in stem_options(stem).items():
            if option == lemma:
                for n in range(1, MAX_STEM_ENDING + 1):
                    counts[stem[-n:]][change] += 1
    return {
        end: found.most_common(1)[0][0]
        for end, found in counts.items()
        if found.total() >= 2 or len(end) == 1
    }


def _irregular() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _IRREGULAR.read_text(encoding="utf-8").splitlines():
        lemma, *others = line.split()
        for form in others:
            found.setdefault(form, lemma)
    return found
