"""Lemmas: a table of attested forms, then English verb morphology, then the model's edit rule.

The model alone is right on two thirds of inflected verbs only; the table and the rules of
spelling are right on nearly all of them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = "lemmas.json.gz"
#: Word classes whose forms are looked up; names keep the model's rule.
TABLED = frozenset(
    ("VERB", "AUX", "NOUN", "ADJ", "ADV", "PRON", "DET", "ADP", "PART", "SCONJ", "CCONJ")
)
#: Regular endings by tag, the first that fits: (ending, what stands in its place).
#: None: the stem's own ending decides between nothing, an e and an undoubled consonant.
ENDINGS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "VBZ": (("ies", "y"), ("es", None), ("s", "")),
    "VBG": (("ying", "y"), ("ing", None)),
    "VBD": (("ied", "y"), ("ed", None)),
    "VBN": (("ied", "y"), ("ed", None)),
}
MAX_STEM_ENDING = 5
_PREFIXES = ("re", "un", "over", "out", "under", "co", "pre", "mis", "fore", "with", "up", "dis")
_TAGS = {"ing": "VBG", "ed": "VBD", "s": "VBZ"}
_SIBILANT = ("sses", "shes", "ches", "xes", "zzes")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")


def apply_rule(form: str, rule: str) -> str:
    """Apply an edit rule "case|characters to cut|suffix".

    >>> apply_rule("Ships", "lower|1|")
    'ship'
    """
    case, cut, suffix = rule.split("|", 2)
    cased = form.lower() if case == "lower" else form
    return cased[: max(0, len(cased) - int(cut))] + suffix or form


def verb_tag(form: str, xpos: str) -> str:
    """The tag of a verb form; by its ending where the tagger says it is no verb."""
    if xpos.startswith("V") or xpos == "MD":
        return xpos
    return next((tag for ending, tag in _TAGS.items() if form.endswith(ending)), xpos)


def regular_stem(form: str, xpos: str) -> tuple[str, str | None] | None:
    """(stem, replacement) of a regular verb form, None if it does not look like one.

    >>> regular_stem("planned", "VBD")
    ('plann', None)
    """
    for ending, replacement in ENDINGS.get(xpos, ()):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1 and re.search("[aeiouy]", stem):
            return stem, replacement
    return None


def stem_options(stem: str) -> dict[str, str]:
    """The lemmas that a stem may stand for, by change.

    >>> stem_options("plann")
    {'': 'plann', 'e': 'planne', '-': 'plan'}
    """
    options = {"": stem, "e": stem + "e"}
    if _DOUBLED.search(stem):
        options["-"] = stem[:-1]
    return options


@dataclass
class Lemmatizer:
    """forms: lemma by class and lower-case form. irregular: lemma of a verb form.
    verbs: known verb lemmas. stems: change ("", "e", "-") by the end of an unknown stem.
    ranks: how common a word is (lower is commoner). rules: the model's edit rules."""

    forms: Mapping[str, Mapping[str, str]]
    irregular: Mapping[str, str]
    verbs: frozenset[str]
    stems: Mapping[str, str]
    ranks: Mapping[str, int]
    rules: Sequence[str]

    @classmethod
    def from_file(cls, path: Path, rules: Sequence[str], ranks: Mapping[str, int]) -> Lemmatizer:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            table: dict[str, Any] = json.load(file)
        verbs = frozenset(table["verbs"])
        return cls(table["forms"], table["irregular"], verbs, table["stems"], ranks, rules)

    def lemma(self, form: str, upos: str, xpos: str, rule: int) -> str:
        """The lemma of a word with these tags; `rule` is the model's edit rule."""
        lower = form.lower().replace("’", "'")
        if upos == "PUNCT":
            return form
        if xpos.startswith("VB") and upos in ("ADJ", "NOUN"):
            upos = "VERB"  # in the treebanks only verbs have these tags
        if upos in TABLED:
            found = self.forms.get(upos, {}).get(lower)
            if found is not None:
                return found
        found = None
        if upos in ("VERB", "AUX"):
            found = self.verb(lower, verb_tag(lower, xpos))
        elif upos == "NOUN" and xpos == "NNS":
            found = self._plural(lower)
        if found is not None:
            return found
        return apply_rule(form, self.rules[rule])

    def verb(self, form: str, xpos: str) -> str | None:
        """The lemma of a lower-case verb form that the table does not have."""
        if xpos in ("VB", "VBP"):
            return form
        if form in self.irregular:
            return self.irregular[form]
        regular = regular_stem(form, xpos)
        lemma = None if regular is None else self._regular(*regular)
        return lemma if lemma in self.verbs else self._prefixed(form) or lemma

    def _plural(self, form: str) -> str | None:
        """The singular of a regular plural in -ies or -es ("factories", "boxes")."""
        if form.endswith("ies") and len(form) > 4:
            return min(form[:-3] + "y", form[:-1], key=lambda x: self.ranks.get(x, len(self.ranks)))
        return form[:-2] if form.endswith(_SIBILANT) else None

    def _prefixed(self, form: str) -> str | None:
        """An irregular verb with a prefix ("outsold")."""
        for prefix in _PREFIXES:
            rest = form.removeprefix(prefix).removeprefix("-")
            if form.startswith(prefix) and rest in self.irregular:
                return form[: len(form) - len(rest)] + self.irregular[rest]
        return None

    def _regular(self, stem: str, replacement: str | None) -> str:
        if replacement is not None:
            return stem + replacement
        options = stem_options(stem)
        for known in (self.verbs, self.ranks.keys()):
            found = [lemma for lemma in options.values() if lemma in known]
            if found:
                return min(found, key=lambda lemma: self.ranks.get(lemma, len(self.ranks)))
        ends = (self.stems.get(stem[-n:]) for n in range(MAX_STEM_ENDING, 0, -1))
        change = next((c for c in ends if c is not None and c in options), "")
        return options[change]
