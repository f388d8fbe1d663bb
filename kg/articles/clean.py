"""Cleaning by standoff: the text stays as it is; what is not the article's is listed with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.articles import glue, inline
from kg.articles.furniture import reasons
from kg.articles.language import SUPPORTED, languages
from kg.articles.lines import Block, Line, blocks, is_wide, lines
from kg.articles.metadata import one_line
from kg.model import Article, Paragraph, SetAside, Span

FRONT_MATTER = "front matter"
HEADING_END = re.compile(r"[.!?:;,。！？：；，、…][\"”’'」』)\]）]*$")
MAX_HEADING = {"en": 100, "zh": 40}  # characters
MAX_TITLE = {"en": 180, "zh": 60}
MAX_WORDS = {"heading": 16, "title": 22}
FIGURE_LINE = re.compile(r"[^:：]{1,40}[:：].*\d|.*%$", re.DOTALL)  # "Net profit: 1.3bn": text, not a heading


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph in the making: `[start, end)` without marks at its edges; `inner` are the marks within."""

    start: int
    end: int
    block: Block
    inner: tuple[SetAside, ...]


def clean(article: Article) -> Article:
    """`article` with `paragraphs`, `aside` and `language` filled, and `title` where the text shows one.

    Paragraphs never overlap. A span set aside lies either outside every paragraph or, as a mark of a footnote, of
    emphasis or of a link, within one; `segments` gives what is left of a paragraph. Together they cover every
    character that is not white space. Cleaning twice changes nothing.
    """
    text = article.text
    given = tuple(span for span in article.aside if span.reason == FRONT_MATTER)
    own, aside = _sort_out(text, max((span.end for span in given), default=0))
    pieces = _pieces(text, own, aside)
    pieces = _without_repeats(text, pieces, aside)
    codes = languages([_words(text, piece) for piece in pieces], article.language)
    headings = _headings(text, pieces, article.title)
    words = glue.Words.of("\n".join(text[piece.start : piece.end] for piece in pieces))
    paragraphs = []
    for piece, code, heading in zip(pieces, codes, headings, strict=True):
        if code not in SUPPORTED:
            aside.append(SetAside(piece.start, piece.end, f"language {code} not supported"))
            continue
        aside += piece.inner
        starts = glue.breaks(text, piece.start, piece.end, words) if code == "en" else ()
        paragraphs.append(Paragraph(piece.start, piece.end, code, heading, starts))
    return replace(
        article,
        paragraphs=tuple(paragraphs),
        aside=(*given, *sorted(aside, key=lambda s: (s.start, s.end))),
        language=_main_language(paragraphs, article.language),
        title=article.title or _title(text, pieces, headings),
    )


def segments(article: Article, paragraph: Paragraph) -> tuple[Span, ...]:
    """The parts of a paragraph between the marks that are set aside within it."""
    found, at = [], paragraph.start
    inner = [s for s in article.aside if paragraph.start <= s.start and s.end <= paragraph.end]
    for start, end in [*((s.start, s.end) for s in sorted(inner, key=lambda s: s.start)), (paragraph.end,) * 2]:
        if article.text[at:start].strip():
            found.append(Span(article.text[at:start], at, start))
        at = end
    return tuple(found)


def _sort_out(text: str, start: int) -> tuple[list[list[Line]], list[SetAside]]:
    """Runs of the article's own lines, and what stands between and before them."""
    found = list(lines(text, start))
    runs: list[list[Line]] = [[]]
    aside: list[SetAside] = []
    for line, reason in zip(found, reasons([text[line.start : line.end] for line in found]), strict=True):
        if reason:
            aside.append(SetAside(line.start, line.end, reason))
            runs.append([])
        else:
            aside += (SetAside(*mark) for mark in line.marks)
            runs[-1].append(line)
    return [run for run in runs if run], aside


def _pieces(text: str, runs: Sequence[Sequence[Line]], aside: list[SetAside]) -> list[Piece]:
    """The paragraphs; marks at their edges go to `aside`, marks within stay with them."""
    found = []
    for block in (block for run in runs for block in blocks(text, run)):
        marks = inline.marks(text, block.start, block.end)
        start, end = block.start, block.end
        while marks and marks[0].start == start:
            start = _skip(text, marks[0].end, block.end)
            aside.append(marks.pop(0))
        while marks and marks[-1].end == end:
            end = start + len(text[start : marks[-1].start].rstrip())
            aside.append(marks.pop())
        if start < end:
            found.append(Piece(start, end, block, tuple(marks)))
    return found


def _skip(text: str, at: int, end: int) -> int:
    return end - len(text[at:end].lstrip())


def _without_repeats(text: str, pieces: Sequence[Piece], aside: list[SetAside]) -> list[Piece]:
    """Drops paragraphs that stood in the text before, white space aside."""
    seen: set[str] = set()
    kept = []
    for piece in pieces:
        words = _words(text, piece)
        if words in seen:
            aside.append(SetAside(piece.start, piece.end, "repeated paragraph"))
        else:
            seen.add(words)
            kept.append(piece)
    return kept


def _words(text: str, piece: Piece) -> str:
    """The text of a paragraph without marks, its white space made even."""
    parts, at = [], piece.start
    for mark in piece.inner:
        parts.append(text[at : mark.start])
        at = mark.end
    return one_line("".join((*parts, text[at : piece.end])))


def _headings(text: str, pieces: Sequence[Piece], title: str) -> list[bool]:
    """Which paragraphs are headings: marked ones, the title, and short lines without a final stop before others."""
    found = []
    for number, piece in enumerate(pieces):
        line = piece.block.lines[0]
        words = _words(text, piece)
        limit = (MAX_HEADING if number else MAX_TITLE)["zh" if is_wide(words) else "en"]
        short = len(words) <= limit and len(words.split()) <= MAX_WORDS["heading" if number else "title"]
        plain = len(piece.block.lines) == 1 and not line.marks and short
        plain = plain and not HEADING_END.search(words) and not FIGURE_LINE.match(words)
        before_text = number + 1 < len(pieces)
        found.append(line.heading or (before_text and (plain or words == title)))
    return found


def _title(text: str, pieces: Sequence[Piece], headings: Sequence[bool]) -> str:
    return _words(text, pieces[0]) if headings and headings[0] else ""


def _main_language(paragraphs: Sequence[Paragraph], default: str) -> str:
    """The language of most characters; ties go to the first by name."""
    size = Counter[str]()
    for paragraph in paragraphs:
        size[paragraph.language] += paragraph.end - paragraph.start
    return max(sorted(size), key=size.__getitem__) if size else default
