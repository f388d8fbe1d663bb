"""The coreference head: which word before it a word stands for, from the vectors of a Doc.

Mentions are known by their heads (Dobrovolskii 2021). A small network over pairs, in numpy, trained in
training/coreference.py, reads the encoder's vectors of both words and of their phrases, and what the parse and the
forms tell of the two: class, role, definiteness, number, distance, the words they share.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

WEIGHTS = "coreference.npz"
MODEL = Path(__file__).parent / "models" / "en"
WIDTH = 384  # of the top layer, which comes first in `doc.tensor`
NEAR, ALIKE = 50, 12  # antecedents looked at: the nearest, and farther ones that share their head word
POS = ("NOUN", "PROPN", "PRON", "NUM", "DET", "")
_PRONOUNS = (
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours "
    "ourselves they them their theirs themselves who whom whose which that this these those one there"
)
PRONOUNS = tuple(_PRONOUNS.split())
_ROLES = "root nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss appos compound flat conj"
ROLES = tuple(_ROLES.split())
TYPES = ("", "PERSON", "ORG", "PLACE", "NORP", "EVENT", "WORK", "PRODUCT", "LAW", "MISC")
ARTICLES = ("", "the", "a", "this", "possessive")
NUMBERS = ("", "Sing", "Plur")
#: Columns of `Words.classes` and how many values each has.
CLASSES = {
    "pos": len(POS), "pronoun": len(PRONOUNS) + 1, "role": len(ROLES) + 1, "type": len(TYPES),
    "article": len(ARTICLES), "number": len(NUMBERS), "length": 4,
}
_BUCKETS = np.array([1, 2, 3, 4, 5, 8, 12, 20, 35, 60, 120, 250])
_SENTENCES = np.array([1, 2, 3, 4, 6, 10, 20])
#: Columns of `pair_classes`.
PAIR_CLASSES = {"apart": len(_BUCKETS) + 1, "sentences": len(_SENTENCES) + 1, "match": 64, "agree": 48}
_INSIDE = (
    "det det:predet amod nmod nmod:poss nmod:desc nmod:npmod nmod:unmarked compound flat nummod acl acl:relcl appos "
    "flat:foreign fixed goeswith advmod"
)
INSIDE = frozenset(_INSIDE.split())
_BARE = frozenset(("those", "that", "one", "ones"))  # pronouns that may head a phrase: "those in power"
_NO_HEAD = frozenset(("flat", "fixed", "goeswith", "expl"))
_DETERMINES = frozenset(("nummod", "det", "compound"))


@dataclass(frozen=True)
class Words:
    """The words of a Doc that may head a mention. tokens [n]; spans [n, 2]: first token and end of their phrases;
    classes [n, 7]; sentences [n]; and for comparing, `heads` (lemmas) and `texts` (the content words of the phrase)."""

    tokens: Ints
    spans: Ints
    classes: Ints
    sentences: Ints
    heads: tuple[str, ...]
    texts: tuple[frozenset[str], ...]
    wholes: tuple[str, ...]


def phrase_of(token: Token) -> tuple[int, int]:
    """First token and end of the noun phrase that a word heads, without its preposition and what is joined to it."""
    first = last = token.i
    if token.pos_ != "PRON" or token.lower_ in _BARE:
        for child in token.children:
            if child.dep_ in INSIDE or (child.dep_ == "case" and child.i > token.i):
                first = min(first, child.left_edge.i)
                last = max(last, child.right_edge.i)
    while last > token.i and token.doc[last].is_punct and token.doc[last].text not in (")", "”", '"', "’"):
        last -= 1
    return first, last + 1


def words_of(doc: Doc) -> Words:
    """The nouns, names and pronouns of a Doc."""
    sentence, n = [], -1
    for token in doc:
        n += bool(token.is_sent_start) or n < 0
        sentence.append(n)
    chosen = [t for t in doc if _may_head(t)]
    spans = [phrase_of(t) for t in chosen]
    texts = tuple(
        frozenset(t.lower_ for t in doc[s:e] if t.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and len(t) > 1)
        for s, e in spans
    )
    return Words(
        np.array([t.i for t in chosen], dtype=np.int64),
        np.array(spans, dtype=np.int64).reshape(-1, 2),
        np.array([_classes(t, e - s) for t, (s, e) in zip(chosen, spans, strict=True)], dtype=np.int64).reshape(-1, 7),
        np.array([sentence[t.i] for t in chosen], dtype=np.int64),
        tuple((t.lemma_ or t.text).lower() for t in chosen),
        texts,
        tuple(_whole(doc, s, e) for s, e in spans),
    )


def pointing(words: Words) -> frozenset[int]:
    """The rows of pronouns and of nouns after "the" or "this": what mostly stands for something before."""
    pos, article = words.classes[:, 0], words.classes[:, 4]
    definite = np.isin(article, [ARTICLES.index("the"), ARTICLES.index("this")]) & (pos == POS.index("NOUN"))
    return frozenset(np.flatnonzero((pos == POS.index("PRON")) | definite).tolist())


def _may_head(token: Token) -> bool:
    bare = token.pos_ in ("NUM", "DET") and token.dep_ in _DETERMINES
    inside = token.dep_ in _NO_HEAD and token.ent_iob_ != "B"
    return token.pos_ in POS[:-1] and not inside and not bare


def _whole(doc: Doc, start: int, end: int) -> str:
    words = [t.lower_ for t in doc[start:end] if t.tag_ != "POS"]
    return " ".join(words[1:] if words and words[0] in ("the", "a", "an") else words)


def _classes(token: Token, length: int) -> tuple[int, ...]:
    pronoun = token.lower_ if token.pos_ == "PRON" else ""
    role = next((r for r in (token.dep_, token.dep_.split(":")[0]) if r in ROLES), "")
    number = next(iter(token.morph.get("Number", [])), "")
    return (
        POS.index(token.pos_ if token.pos_ in POS else ""),
        PRONOUNS.index(pronoun) + 1 if pronoun in PRONOUNS else 0,
        ROLES.index(role) + 1 if role else 0,
        TYPES.index(token.ent_type_) if token.ent_type_ in TYPES else len(TYPES) - 1,
        ARTICLES.index(_article(token)),
        NUMBERS.index(number) if number in NUMBERS else 0,
        min(length, 4) - 1,
    )


def _article(token: Token) -> str:
    for child in token.children:
        if child.dep_ == "nmod:poss":
            return "possessive"
        if child.dep_ == "det":
            form = child.lower_
            return "the" if form == "the" else "a" if form in ("a", "an", "some", "any", "no", "every") else "this"
    return ""


def pairs_of(words: Words, rows: Container[int] | None = None) -> tuple[Ints, Ints]:
    """(pairs [n, 2] of rows of `words`, a word (of `rows`, where given) and one before it; their classes [n, 4])."""
    pairs, classes = [], []
    by_head: dict[str, list[int]] = {}
    for i in range(len(words.tokens)):
        far = by_head.setdefault(words.heads[i], [])
        near = range(max(0, i - NEAR), i)
        alike = [j for j in far[-ALIKE:] if j < i - NEAR] if words.classes[i, 0] != 2 else []
        for j in (*alike, *near) if rows is None or i in rows else ():
            pairs.append((i, j))
            classes.append(_pair(words, i, j))
        far.append(i)
    return (
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        np.array(classes, dtype=np.int64).reshape(-1, len(PAIR_CLASSES)),
    )


def _pair(words: Words, i: int, j: int) -> tuple[int, int, int, int]:
    apart = int(np.searchsorted(_BUCKETS, words.tokens[i] - words.tokens[j], side="right"))
    sentences = int(np.searchsorted(_SENTENCES, words.sentences[i] - words.sentences[j], side="right"))
    return apart, sentences, _match(words, i, j), _agree(words.classes[i], words.classes[j])


def _match(words: Words, i: int, j: int) -> int:
    """What the two phrases share, as bits."""
    a, b = words.texts[i], words.texts[j]
    (i_first, i_end), (j_first, j_end) = words.spans[i].tolist(), words.spans[j].tolist()
    shared = len(a & b) if a and b else 0
    bits = (
        (words.heads[i] == words.heads[j])
        + 2 * (0 < shared == len(a))
        + 4 * (0 < shared == len(b))
        + 8 * (shared > 0)
        + 16 * (words.wholes[i] == words.wholes[j])
        + 32 * (j_first <= words.tokens[i] < j_end or i_first <= words.tokens[j] < i_end)
    )
    return int(bits)


def _agree(a: Ints, b: Ints) -> int:
    """Agreement in number (unknown, same, other), class of name (unknown, same, other), role and pronoun."""
    def compared(column: int) -> int:
        x, y = int(a[column]), int(b[column])
        return 0 if not x or not y else 1 if x == y else 2

    return ((compared(5) * 3 + compared(3)) * 2 + int(a[2] == b[2])) * 2 + int(a[1] == b[1] and a[1] > 0)


class CoreferenceHead:
    """Scores of antecedents, and the chains they make."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights

    @classmethod
    def load(cls, path: Path | None = None) -> CoreferenceHead:
        """The head in a folder with coreference.npz, by default the English model's."""
        with np.load((path or MODEL) / WEIGHTS) as stored:
            return cls({k: stored[k].astype(np.float32) for k in stored.files})

    def scores(self, doc: Doc, words: Words, rows: Container[int] | None = None) -> tuple[Ints, Floats]:
        """(pairs [n, 2] of rows of `words`, logits [n]); 0 is the logit of "stands for nothing before"."""
        pairs, classes = pairs_of(words, rows)
        w = self.weights
        tokens = np.asarray(doc.tensor[:, :WIDTH], dtype=np.float32)
        vectors = np.hstack([tokens[words.tokens], phrase_means(tokens, words.spans)])
        known = sum(w[f"word_{name}"][words.classes[:, k]] for k, name in enumerate(CLASSES))
        before = sum(w[f"antecedent_{name}"][words.classes[:, k]] for k, name in enumerate(CLASSES))
        first, second = vectors @ w["word"] + known, vectors @ w["antecedent"] + before
        left, right = vectors @ w["left"], vectors @ w["right"]
        hidden = first[pairs[:, 0]] + second[pairs[:, 1]] + w["bias"]
        hidden += (left[pairs[:, 0]] * right[pairs[:, 1]]) @ w["product"]
        for k, name in enumerate(PAIR_CLASSES):
            hidden += w[f"pair_{name}"][classes[:, k]]
        hidden = np.maximum(np.maximum(hidden, 0) @ w["inner"] + w["inner_bias"], 0)
        return pairs, (hidden @ w["out"] + w["out_bias"])[:, 0]

    def antecedents(
        self, doc: Doc, words: Words | None = None, rows: Container[int] | None = None
    ) -> dict[int, tuple[int, float]]:
        """For each token that stands for one before it: that token, and how likely the chain of that is to be meant;
        of the words in `rows` alone where given."""
        words = words if words is not None else words_of(doc)
        pairs, logits = self.scores(doc, words, rows)
        if not len(pairs):
            return {}
        found: dict[int, tuple[int, float]] = {}
        chain = np.arange(len(words.tokens))  # the first word of each word's chain
        starts = np.flatnonzero(np.r_[True, np.diff(pairs[:, 0]) > 0])
        for at, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
            part = logits[at:end]
            best = int(part.argmax())
            if part[best] > 0:
                i, j = pairs[at + best]
                chain[i] = chain[j]
                shares = np.exp(part - part[best])
                together = shares[chain[pairs[at:end, 1]] == chain[j]].sum()
                likely = float(together / (shares.sum() + np.exp(-part[best])))
                found[int(words.tokens[i])] = (int(words.tokens[j]), likely)
        return found


def phrase_means(tokens: Floats, spans: Ints) -> Floats:
    """Mean vectors of phrases [n, 2]."""
    sums = np.vstack([np.zeros_like(tokens[:1]), tokens.cumsum(0, dtype=np.float64)])
    mean: Floats = ((sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0])[:, None]).astype(np.float32)
    return mean


def chains_of(links: Mapping[int, int]) -> list[list[int]]:
    """Token -> token before it, as chains of tokens in order."""
    chain: dict[int, list[int]] = {}
    for i in sorted(links):
        chain.setdefault(links[i], [links[i]])
        chain[links[i]].append(i)
        chain[i] = chain[links[i]]
    return sorted({id(c): c for c in chain.values()}.values())
