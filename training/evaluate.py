"""Figures of a pipeline on the development parts.

python -m training.evaluate --data DATA [--model FOLDER] [--only ud,names,speed]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.pipeline.encoder import load_english
from training.data import Passage, Sentence, read_conllu, read_uner
from training.selection import UNER_LABELS, name_passages

Span = tuple[int, int]


class Score:
    """Correct, predicted and gold counts."""

    def __init__(self) -> None:
        self.correct = self.predicted = self.gold = 0

    def add(self, correct: int, predicted: int, gold: int) -> None:
        self.correct += correct
        self.predicted += predicted
        self.gold += gold

    @property
    def f(self) -> float:
        return 200 * self.correct / max(1, self.predicted + self.gold)

    def __str__(self) -> str:
        precision, recall = (100 * self.correct / max(1, n) for n in (self.predicted, self.gold))
        return f"F {self.f:.1f}  P {precision:.1f}  R {recall:.1f}  ({self.gold} gold)"


def paragraphs(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for s in sentences:
        if group and (s.new_document or s.new_paragraph):
            yield group
            group = []
        group.append(s)
    if group:
        yield group


def plain_text(group: Sequence[Sentence]) -> tuple[str, list[list[Span]]]:
    """The text of some sentences, and the offsets of their words."""
    text, spans = "", []
    for s in group:
        spans.append([])
        for form, space in zip(s.forms, s.space_after, strict=True):
            spans[-1].append((len(text), len(text) + len(form)))
            text += form + (" " if space else "")
        text = text.rstrip() + " "
    return text.rstrip(), spans


def score_syntax(nlp: Language, sentences: Sequence[Sentence], gold_words: bool) -> dict[str, Score]:
    """From raw paragraphs, or from gold words and sentences."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for group in paragraphs(sentences):
        text, spans = plain_text(group)
        doc = nlp(_gold_doc(nlp, group) if gold_words else text)
        if gold_words:
            flat = [span for row in spans for span in row]
            place = dict(enumerate(flat))
        else:
            place = {t.i: (t.idx, t.idx + len(t)) for t in doc if not t.is_space}
        _compare(doc, place, group, spans, scores)
    return dict(scores)


def _gold_doc(nlp: Language, group: Sequence[Sentence]) -> Doc:
    words = [w for s in group for w in s.forms]
    spaces = [x for s in group for x in s.space_after]
    starts = [i == 0 for s in group for i in range(len(s))]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _compare(
    doc: Doc,
    place: dict[int, Span],
    group: Sequence[Sentence],
    spans: Sequence[Sequence[Span]],
    scores: dict[str, Score],
) -> None:
    found = {
        span: (doc[i].pos_, doc[i].tag_, doc[i].lemma_, doc[i].dep_,
               None if doc[i].head.i == i else place.get(doc[i].head.i))
        for i, span in place.items()
    }
    counts: Counter[str] = Counter()
    firsts = (next((i for i in range(s.start, s.end) if i in place), None) for s in doc.sents)
    starts = {place[i] for i in firsts if i is not None}
    counts["sentence"] = _same_sentences(starts, spans, list(place.values()))
    verbs = 0
    for s, row in zip(group, spans, strict=True):
        for i, span in enumerate(row):
            inflected = s.upos[i] == "VERB" and s.forms[i].lower() != s.lemmas[i].lower()
            if span not in found:
                continue
            verbs += inflected
            pos, tag, lemma, dep, head = found[span]
            counts["words"] += 1
            counts["upos"] += pos == s.upos[i]
            counts["xpos"] += tag == s.xpos[i]
            counts["lemma"] += lemma == s.lemmas[i]
            counts["inflected verbs"] += inflected and lemma == s.lemmas[i]
            if head == (row[s.heads[i]] if s.heads[i] >= 0 else None):
                counts["UAS"] += 1
                counts["LAS"] += dep.split(":")[0] == s.deprels[i].split(":")[0]
                counts["LAS, subtypes"] += dep == s.deprels[i]
    gold = sum(map(len, spans))
    for name in ("words", "upos", "xpos", "lemma", "UAS", "LAS", "LAS, subtypes"):
        scores[name].add(counts[name], len(found), gold)
    scores["inflected verbs"].add(counts["inflected verbs"], verbs, verbs)
    scores["sentence"].add(counts["sentence"], len(starts), len(spans))


def _same_sentences(starts: set[Span], spans: Sequence[Sequence[Span]], words: Sequence[Span]) -> int:
    """Sentences with the same first and last character."""
    ends, last = {}, None
    for word in sorted(words):
        if word in starts:
            last = word[0]
        if last is not None:
            ends[last] = word[1]
    return sum(ends.get(row[0][0]) == row[-1][1] for row in spans)


def score_names(nlp: Language, passages: Iterable[Passage], types: frozenset[str] | None = None) -> dict[str, Score]:
    """By type and "all": exact spans; what touches a 'miss' span does not count."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for passage in passages:
        gold = {e for e in passage.ents if types is None or e[2] in types}
        doc = nlp(passage.text)
        found = {
            (e.start_char, e.end_char, e.label_)
            for e in doc.ents
            if (types is None or e.label_ in types)
            and not any(e.start_char < end and start < e.end_char for start, end in passage.miss)
        }
        for label in sorted({e[2] for e in gold | found}):
            parts = [{e for e in side if e[2] == label} for side in (gold & found, found, gold)]
            scores[label].add(*map(len, parts))
        scores["all"].add(len(gold & found), len(found), len(gold))
    return dict(scores)


def uner_passages(data: Path) -> list[Passage]:
    """UNER's EWT dev as raw paragraphs with spans."""
    sentences = read_conllu(data / "en/ud/ewt-dev.conllu.gz")
    tags = read_uner(data / "en/ner/uner-ewt-dev.iob2.gz")
    passages = []
    for group in paragraphs(sentences):
        if any(tuple(s.forms) not in tags for s in group):
            continue  # a few are tokenised differently in the two releases
        text, spans = plain_text(group)
        ents: list[tuple[int, int, str]] = []
        for s, row in zip(group, spans, strict=True):
            for tag, (start, end) in zip(tags[tuple(s.forms)], row, strict=True):
                label = UNER_LABELS.get(tag[2:])
                if label and tag.startswith("I-") and ents:
                    ents[-1] = (ents[-1][0], end, label)
                elif label:
                    ents.append((start, end, label))
        passages.append(Passage("uner", text, tuple(ents)))
    return passages


def report_syntax(nlp: Language, data: Path) -> None:
    for name in ("ewt", "gum"):
        sentences = read_conllu(data / f"en/ud/{name}-dev.conllu.gz")
        for gold_words in (False, True):
            found = score_syntax(nlp, sentences, gold_words)
            row = "  ".join(f"{key} {score.f:.2f}" for key, score in found.items())
            print(f"{name} {'gold words and sentences' if gold_words else 'raw'}: {row}", flush=True)


def report_names(nlp: Language, data: Path) -> None:
    three = frozenset(("PERSON", "ORG", "PLACE"))
    print("uner ewt dev:", score_names(nlp, uner_passages(data), three)["all"], flush=True)
    _, dev = name_passages(data)
    for source, passages in sorted(dev.items()):
        if source == "uner_ewt":
            continue
        found = score_names(nlp, passages)
        print(f"{source}: {found['all']}", flush=True)
        if source in ("news", "wikigold", "redocred"):
            for label in sorted(found.keys() - {"all"}):
                print(f"    {label:8} {found[label]}")


def report_speed(nlp: Language, data: Path) -> None:
    """On one thread: paragraphs of GUM dev."""
    texts = [plain_text(g)[0] for g in paragraphs(read_conllu(data / "en/ud/gum-dev.conllu.gz"))]
    nlp(texts[0])
    began = time.process_time()
    words = sum(len(nlp(text)) for text in texts)
    print(f"{words / (time.process_time() - began):.0f} words a CPU-second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/ and news/")
    parser.add_argument("--model", type=Path, help="the model's folder (default: the one shipped)")
    parser.add_argument("--only", default="speed,ud,names")
    args = parser.parse_args()
    nlp = load_english(args.model)
    reports = {"ud": report_syntax, "names": report_names, "speed": report_speed}
    for name in args.only.split(","):
        reports[name](nlp, args.data)


if __name__ == "__main__":
    main()
