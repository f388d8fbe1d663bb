"""Claims by number, for measuring stores: articles of ten sentences about companies, people, products and sums.

The same number gives the same claims. Popularity is skewed as in news: a few entities are in many claims, most in few.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg import vocab
from kg.model import Argument, Article, Attribution, Claim, Entity, Paragraph, Predicate, Qualifier, Span, Time

PER_ARTICLE = 10
FIRST_DAY, DAYS = date(2020, 1, 1), 2000
CLASSES = ("Company", "Person", "SoftwareProduct", "NewsOutlet", "City")
PATTERNS = (
    # property, words, class of the subject, class of the object ("" is a sum of money), modality, share
    ("created", "created", "Company", "SoftwareProduct", "asserted", 20),
    ("acquired", "acquired", "Company", "Company", "asserted", 12),
    ("leads", "leads", "Person", "Company", "asserted", 14),
    ("headquarteredIn", "is headquartered in", "Company", "City", "asserted", 10),
    ("competesWith", "competes with", "Company", "Company", "asserted", 10),
    ("raisedFunding", "raised", "Company", "", "asserted", 12),
    ("investedIn", "plans to invest in", "Company", "Company", "planned", 8),
    ("acquired", "may acquire", "Company", "Company", "possible", 4),
    ("acquired", "denied acquiring", "Company", "Company", "denied", 4),
    ("open:praise", "praised", "Person", "SoftwareProduct", "asserted", 6),
)


def corpus(claims: int, seed: int = 1) -> tuple[list[Article], list[Claim], list[Entity]]:
    """Articles, their claims and the entities, as many claims as wanted."""
    chance = random.Random(seed)
    names = {cls: [f"{cls} {number}" for number in range(max(3, claims // 25))] for cls in CLASSES}
    entities = [Entity(vocab.entity_iri(name), {"en": name}, cls, aliases=((f"The {name}", "en"),))
                for cls, several in names.items() for name in several]
    articles, made = [], []
    for number in range((claims + PER_ARTICLE - 1) // PER_ARTICLE):
        wanted = min(PER_ARTICLE, claims - number * PER_ARTICLE)
        article, told = _article(number, [_sentence(chance, names) for _ in range(wanted)], chance)
        articles.append(article)
        made += told
    return articles, made, entities


def _sentence(chance: random.Random, names: dict[str, list[str]]) -> tuple[tuple[object, ...], str, str, str]:
    """A pattern, its subject and object, and who says so ("" nobody)."""
    pattern = chance.choices(PATTERNS, weights=[pattern[-1] for pattern in PATTERNS])[0]
    subject, object_ = (_popular(chance, names[cls]) if cls else f"{chance.randrange(1, 999)} million dollars"
                        for cls in (pattern[2], pattern[3]))
    source = _popular(chance, names["NewsOutlet"]) if chance.random() < 0.3 else ""
    return pattern, subject, object_, source


def _popular(chance: random.Random, several: list[str]) -> str:
    return several[int(len(several) * chance.random() ** 3)]


def _article(number: int, sentences: list[tuple[tuple[object, ...], str, str, str]],
             chance: random.Random) -> tuple[Article, list[Claim]]:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    words = [f"{subject} {pattern[1]} {object_} in {day.year}" + (f", {source} reported." if source else ".")
             for pattern, subject, object_, source in sentences]
    text = " ".join(words)
    article = Article(f"article-{number}", text, title=f"News of the day, {number}", published=day.isoformat(),
                      publisher="A daily", paragraphs=(Paragraph(0, len(text), "en"),))
    return article, list(_claims(article, sentences, words))


def _claims(article: Article, sentences: list[tuple[tuple[object, ...], str, str, str]],
            words: list[str]) -> Iterator[Claim]:
    at = 0
    for (pattern, subject, object_, source), line in zip(sentences, words, strict=True):
        name, verb, cls, other, modality, _ = pattern
        start = at + len(subject) + 1
        end = start + len(str(verb))
        yield Claim(
            article.id, Span(line, at, at + len(line)), _named(subject, at, str(cls)),
            Predicate(str(name) if ":" in str(name) else f"kg:{name}", str(verb), start, end),
            _named(object_, end + 1, str(other)) if other else _sum(object_, end + 1),
            polarity="negated" if modality == "denied" else "affirmed", modality=modality,  # type: ignore[arg-type]
            attribution=_source(source, at + line.rindex(source)) if source else None,
            time=_year(line, at), qualifiers=(Qualifier("metric", "funding", 0, 0),) if not other else (),
            confidence=0.9, trace={"source": "frame", "entry": str(verb), "construction": "active"})
        at += len(line) + 1


def _named(name: str, start: int, cls: str) -> Argument:
    return Argument(name, start, start + len(name), cls, "name", id=vocab.entity_iri(name))


def _sum(words: str, start: int) -> Argument:
    return Argument(words, start, start + len(words), "MonetaryAmount", "value", value=words.split()[0] + "000000",
                    unit="USD")


def _source(name: str, start: int) -> Attribution:
    return Attribution(name, start, start + len(name), "reported", "NewsOutlet", vocab.entity_iri(name), "name")


def _year(line: str, at: int) -> Time:
    start = at + line.rindex(" in ") + 4
    year = line[start - at: start - at + 4]
    return Time(year, start, start + 4, year)
