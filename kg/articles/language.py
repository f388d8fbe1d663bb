"""The language of a paragraph: by script where that decides, else by py3langid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

SUPPORTED = ("en", "zh")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
KANA = re.compile(r"[\u3041-\u30fa]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
OTHER_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3]")
GLOSS = re.compile(r"[(（][^()（）]{0,80}[)）]")
HAN_PER_WORD = 1.6  # characters in a Chinese word
MIN_HAN = 0.3  # share of the words; English that quotes Chinese names stays below, Chinese that quotes English above
MIN_KANA = 0.1  # share of kana among kana and ideographs, in Japanese text
CANDIDATES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "nl", "no", "pl", "pt",
    "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi",
)  # fmt: skip
MIN_LETTERS = 60  # the guesser is unsure below
MIN_SURE = 0.95
SAMPLE = 2000  # characters of a paragraph that are looked at


def languages(paragraphs: Sequence[str], default: str) -> list[str]:
    """An ISO 639-1 code for each paragraph. One too short to tell takes the language of the longer ones around it."""
    sure = [_of(paragraph) for paragraph in paragraphs]
    size = Counter[str]()
    for code, paragraph in zip(sure, paragraphs, strict=True):
        if code:
            size[code] += len(paragraph)
    main = max(sorted(size), key=size.__getitem__, default=default)
    latin = max(sorted(size.keys() - {"zh"}), key=size.__getitem__, default="en" if default == "zh" else default)
    return [code or (latin if LATIN.search(p) else main) for code, p in zip(sure, paragraphs, strict=True)]


def _of(paragraph: str) -> str:
    """The language of one paragraph, "" where it alone does not tell."""
    sample = paragraph[:SAMPLE]
    plain = GLOSS.sub("", sample) or sample
    han, latin = len(HAN.findall(plain)), len(LATIN.findall(plain))
    kana = len(KANA.findall(plain))
    if kana > MIN_KANA * (kana + han):
        return "ja"
    if len(HANGUL.findall(plain)) > han + latin:
        return "ko"
    words = han / HAN_PER_WORD
    if han and words >= MIN_HAN * (words + latin):
        return "zh"
    letters = sum(map(len, LATIN.findall(plain)))
    other = len(OTHER_LETTER.findall(plain))
    if letters + other < MIN_LETTERS:
        return ""
    code, sureness = _guesser().classify(plain)
    return str(code) if sureness >= MIN_SURE else ""


@cache
def _guesser() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    guesser = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    guesser.set_languages(CANDIDATES)
    return guesser
