"""Builds `kg/articles/words.en.txt.gz`, the vocabulary that finds sentences glued together.

    python training/word_list.py DATA_FOLDER kg/articles/words.en.txt.gz

One line a word, sorted: lower-cased forms seen at least twice in the training texts, then a space and how often the
form opened a sentence, if it did. Names in camel case that were seen at least twice stand as written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TREEBANKS = ("en/ud/ewt-train.conllu.gz", "en/ud/gum-train.conllu.gz")
PASSAGES = ("en/ner/ner-train.jsonl.gz", "news/corpus.jsonl")
MIN_COUNT = 2
WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?!\w)")
OPENING = re.compile(r"(?:^|[.!?]['\"”’]? )([A-Z][a-z]*)(?= )")
CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")


def sentences(path: Path) -> Iterator[list[list[str]]]:
    """The word rows of each sentence of a CoNLL-U file."""
    rows: list[list[str]] = []
    for line in _text(path).split("\n"):
        if line.strip():
            row = line.split("\t")
            rows += [row] if row[0].isdigit() else []
        elif rows:
            yield rows
            rows = []


def passages(path: Path) -> Iterator[str]:
    for line in _text(path).split("\n"):
        if line:
            yield json.loads(line)["text"]


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def count(data: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each form was seen in lower case, opening a sentence, and in camel case."""
    lower, opening, camel = Counter[str](), Counter[str](), Counter[str]()
    for treebank in TREEBANKS:
        for rows in sentences(data / treebank):
            words = [(row[1], row[3]) for row in rows if row[1].isascii() and row[1].isalpha()]
            lower.update(form.lower() for form, tag in words if tag != "PROPN")
            camel.update(form for form, _ in words if CAMEL.fullmatch(form))
            if words and words[0][1] != "PROPN" and words[0][0].istitle():
                opening[words[0][0].lower()] += 1
    for name in PASSAGES:
        for text in passages(data / name):
            forms = WORD.findall(text)
            lower.update(form for form in forms if form.islower())
            camel.update(form for form in forms if CAMEL.fullmatch(form))
            opening.update(form.lower() for form in OPENING.findall(text))
    return lower, opening, camel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    lower, opening, camel = count(options.data)
    lines = [f"{word} {opening[word]}" if opening[word] else word for word, n in lower.items() if n >= MIN_COUNT]
    lines += [name for name, n in camel.items() if n >= MIN_COUNT]
    text = "\n".join(sorted(lines)) + "\n"
    options.output.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
