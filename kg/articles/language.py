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
# The guesser takes a short English sentence with foreign names for another language, so frequent words come first.
ENGLISH = frozenset((
    "the", "and", "that", "with", "to", "it", "its", "their", "were", "has", "have", "been", "by", "from", "are",
    "which", "this", "said", "who", "would",
))  # fmt: skip
MIN_ENGLISH = 0.1  # share of such words, at least two different ones
OTHER_SCRIPTS = frozenset(("ar", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "ur", "zh"))
MIN_LETTERS = 60  # the guesser is unsure below
MIN_SURE = 0.99
SAMPLE = 2000  # characters of a paragraph that are looked at


def languages(paragraphs: Sequence[str], default: str) -> list[str]:
    """An ISO 639-1 code for each paragraph. One too short to tell takes the language of the longer ones around it."""
    sure = [_of(paragraph) for paragraph in paragraphs]
    size = Counter[str]()
    for code, paragraph in zip(sure, paragraphs, strict=True):
        if code:
            size[code] += len(paragraph)
    main = max(sorted(size), key=size.__getitem__, default=default)
    latin = max(
        sorted(size.keys() - OTHER_SCRIPTS), key=size.__getitem__, default="en" if default in OTHER_SCRIPTS else default
    )
    return [code or (latin if LATIN.search(p) else main) for code, p in zip(sure, paragraphs, strict=True)]


def _of(paragraph: str) -> str:
    """The language of one paragraph, "" where it alone does not tell."""
    sample = paragraph[:SAMPLE]
    plain = GLOSS.sub("", sample) or sample
    latin_words = LATIN.findall(plain)
    han, latin = len(HAN.findall(plain)), len(latin_words)
    kana = len(KANA.findall(plain))
    if kana > MIN_KANA * (kana + han):
        return "ja"
    if len(HANGUL.findall(plain)) > han + latin:
        return "ko"
    words = han / HAN_PER_WORD
    if han and words >= MIN_HAN * (words + latin):
        return "zh"
    common = [word.lower() for word in latin_words if word.lower() in ENGLISH]
    if len(set(common)) > 1 and len(common) >= MIN_ENGLISH * latin:
        return "en"
    if sum(map(len, latin_words)) + len(OTHER_LETTER.findall(plain)) < MIN_LETTERS:
        return ""
    code, sureness = _guesser().classify(plain)
    return str(code) if sureness >= MIN_SURE else ""


@cache
def _guesser() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    guesser = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    guesser.set_languages(CANDIDATES)
    return guesser
