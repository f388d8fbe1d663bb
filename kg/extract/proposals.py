"""The relation head beside the frames: what grammar alone cannot see, proposed with a calibrated probability.

Only properties whose domain and range fit, only above a threshold, and never against a frame: where the lexicon has
already read the same pair, its reading stands. Such a claim says that it comes from the head.

| frame | head, above its threshold | claims |
|-------|---------------------------|--------|
| silent | any property | the head's |
| reads the pair | the same property, or one that excludes it | the frame's |
| reads the pair | what may hold beside it (TOGETHER, symmetric ones) | both |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.extract.arguments import Arguments
from kg.extract.candidates import candidates
from kg.extract.factuality import RANK, Factuality, clause_factuality
from kg.extract.grammar import ANY_SUBJECT, first_conjunct, is_predicate, kids
from kg.extract.mentions import Mentions
from kg.extract.propositions import resolve_relative
from kg.extract.qualifiers import source, sums
from kg.extract.spans import coreference, predicate, sentence_of
from kg.extract.timing import EVENTS, of_same_time, told_on, verb_above
from kg.lexicon import Lexicon
from kg.model import Argument, Claim, Qualifier, Time
from kg.ontology import Ontology
from kg.pipeline.pairs import Candidate
from kg.pipeline.relations import Proposal, RelationHead

# Least probability of a proposal, "" for all other properties, set on passages kept back from training: higher where
# the head is often wrong on news, lower where it was trained on many examples of ordinary text.
THRESHOLDS: Mapping[str, float] = {
    "": 0.5,
    **dict.fromkeys(("competesWith", "partneredWith"), 0.9),
    **dict.fromkeys(("operatesIn", "suppliesTo"), 0.85),
    **dict.fromkeys(("owns", "hasUnit", "acquired"), 0.75),
    **dict.fromkeys(("memberOf", "leads", "holdsPosition", "basedIn", "uses", "basedOn"), 0.6),
    **dict.fromkeys(
        ("created", "foundedOn", "headquarteredIn", "educatedAt", "nationality", "residesIn", "bornOn", "diedOn",
         "subsidiaryOf"), 0.4),
    **dict.fromkeys(("bornIn", "spouse", "childOf", "politicalAffiliation"), 0.3),
}
# What the head need not say of two by name of whom the frames say one of these.
RESTATED: Mapping[str, frozenset[str]] = {
    "memberOf": frozenset({"holdsPosition", "left", "joined", "hired", "leads", "created", "memberOf"}),
    "holdsPosition": frozenset({"created"}),
    "leads": frozenset({"left"}),
}
# What may hold of one pair at once, in the same direction: who founded a company may lead it. A post implies that its
# holder is a member, so that is not said again.
TOGETHER = (
    frozenset({"created", "leads", "memberOf", "politicalAffiliation", "educatedAt"}),
    frozenset({"created", "holdsPosition", "politicalAffiliation", "educatedAt"}),
)
# What the name of a people or of a party's followers may be the object of: "American", "a Republican".
OF_PEOPLES = frozenset({"nationality", "politicalAffiliation"})
# What begins on a day, as an event does.
BEGINNINGS = frozenset({"holdsPosition", "leads", "created"})
# The least probability of a pair in two sentences, where the property has none that is higher.
ACROSS = 0.65
# What only one party does to a thing: a frame that names the maker rules the head's guess out.
MAKING = frozenset({"created", "developed", "released", "owns", "operates", "hasUnit"})
MADE = frozenset({"developed", "released"})  # of these the likeliest proposal alone
TITLES = frozenset({"ceo", "chief", "chairman", "chairwoman", "president", "director", "head", "founder", "co-founder"})


Proposed = tuple[list[Candidate], list[Proposal]]
"""The mentions of a paragraph and what the head proposes between them."""


def beside_others(name: str, subject: int, obj: int, read: Mapping[tuple[int, int], set[str]], *,
                  symmetric: bool) -> bool:
    """Whether a property may be told of two mentions beside what has been read of them already.

    A symmetric one may be told of a pair in both directions.
    """
    same, reverse = read.get((subject, obj), set()), read.get((obj, subject), set())
    agrees = not same or any(same | {name} <= some for some in TOGETHER)
    return name not in same and agrees and reverse <= ({name} if symmetric else set())


def restated(
    claim: Claim, told: Iterable[tuple[str | None, str, str]], table: Mapping[str, frozenset[str]] = RESTATED
) -> bool:
    """Membership where a post or a departure is told of the same two, a post where all that is told is who founded."""
    same = {p for p, s, o in told if alike(s, claim.subject.name) and alike(o, claim.object.name)}
    name = claim.predicate.property or ""
    titled = any(q.name == "role" for q in claim.qualifiers)
    return bool(same & table.get(name, frozenset())) and not (name == "holdsPosition" and titled)


def alike(a: str, b: str) -> bool:
    """The same name, or its short form."""
    a, b = a.casefold(), b.casefold()
    return a == b or (len(min(a, b, key=len)) > 3 and (a in b or b in a))


class Proposals:
    """The head's claims for the paragraphs of one language."""

    def __init__(self, head: RelationHead, ontology: Ontology, lexicon: Lexicon,
                 thresholds: Mapping[str, float] = THRESHOLDS) -> None:
        self.head, self.ontology, self.lexicon, self.thresholds = head, ontology, lexicon, thresholds

    def propose(self, paragraphs: Sequence[Mentions]) -> list[Proposed]:
        """What the head proposes for each paragraph of an article."""
        found = [candidates(mentions, self.ontology) for mentions in paragraphs]
        items = [(m.doc, c) for m, c in zip(paragraphs, found, strict=True)]
        return list(zip(found, self.head.propose_all(items, min(self.thresholds.values())), strict=True))

    def claims(self, arguments: Arguments, doc_id: str, closed: Sequence[Claim], proposed: Proposed) -> Iterator[Claim]:
        """Claims for pairs that no frame has read so; `closed` are the frames' claims of the paragraph."""
        mentions, proposals = proposed
        read: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        for c in closed:
            read[c.subject.start, c.object.start].add(c.predicate.property or "")
        makers = {c.object.name: c.subject.name for c in closed if c.predicate.property in MAKING}
        filled = [(c.predicate.property, c.subject.name, c.object.name) for c in closed if c.subject.kind == "name"]
        told = [(c.predicate.property, c.subject.name, c.object.name) for c in closed]
        for i, j, name, probability in proposals:
            if probability < self.thresholds.get(name, self.thresholds[""]) or name not in self.ontology.properties:
                continue
            subject, obj = self.argument(mentions[i], arguments), self.argument(mentions[j], arguments)
            symmetric = self.ontology.properties[name].symmetric
            if unresolved(subject) or unresolved(obj) or subject.name == obj.name:
                continue
            if subject.span.overlaps(obj.span) or not beside_others(name, subject.start, obj.start, read,
                                                                    symmetric=symmetric):
                continue
            if name in MAKING and makers.get(obj.name, subject.name) != subject.name:
                continue  # "Tencent put DeepSeek's R1 into Weixin": the sentence says whose it is
            if any(name == p and (subject.name == s) != (obj.name == o) for p, s, o in filled if p in MAKING):
                continue  # "OpenAI built it with Stripe, which X founded": a frame has read what X founded
            if not (self.fits(subject, name, "domain") and self.fits(obj, name, "range")):
                continue
            apart = arguments.doc[mentions[i][0]].sent != arguments.doc[mentions[j][0]].sent
            if apart and (probability < ACROSS or (name, subject.name, obj.name) in told):
                continue
            claim = self.claim(arguments, doc_id, mentions[i], mentions[j], subject, obj, name, probability)
            if claim is not None and restated(claim, told):
                read[subject.start, obj.start].add(name)  # nor anything else in its place
            elif claim is not None:
                read[subject.start, obj.start].add(name)
                told.append((name, claim.subject.name, claim.object.name))
                if name in MADE:
                    makers.setdefault(obj.name, subject.name)
                yield claim

    def argument(self, mention: Candidate, arguments: Arguments) -> Argument:
        start, end, _, kind = mention
        doc = arguments.doc
        if kind == "time":
            found = arguments.mentions.time_at(doc[start])
            if found is not None:
                return arguments.time_argument(found[2])
        if kind == "name":
            name = arguments.mentions.name_at(doc[start])
            return (
                arguments.named(name)
                if name is not None
                else arguments.argument(doc[start:end].text, doc[start].idx, "Group", "name")
            )
        if kind == "nominal":
            return arguments.of(doc[end - 1])
        if kind == "relative":
            role = resolve_relative(doc[start])
            named = arguments.of(role.head) if role.via is not None else None
            if named is not None and named.kind == "name":
                word = arguments.argument(doc[start].text, doc[start].idx, named.type, "pronoun")
                return replace(word, antecedent=named.span)
        resolved = arguments.of(doc[start])
        cls = resolved.type or ("Person" if doc[start].lower_ in {"i", "my", "me"} else "")
        return replace(resolved, kind="pronoun", type=cls)

    def fits(self, argument: Argument, name: str, side: str) -> bool:
        prop = self.ontology.properties[name]
        classes = prop.domain if side == "domain" else prop.range
        if argument.kind == "time":
            return "Time" in classes
        if argument.type == "Group":  # "American" as a nationality
            return (name in OF_PEOPLES and side == "range") or "Group" in classes
        return any(self.ontology.compatible(argument.type, cls) for cls in classes)

    def claim(self, arguments: Arguments, doc_id: str, a: Candidate, b: Candidate, subject: Argument, obj: Argument,
              name: str, probability: float) -> Claim | None:
        doc = arguments.doc
        first, second = doc[a[0]:a[1]].root, doc[b[0]:b[1]].root
        if subject.type == "Person" and done_by_another(first, second):
            return None
        words = between(first, second, a, b)
        top = meeting(first, second)
        facts = weakest(clause_factuality(t, self.lexicon) for t in clause_heads(first, second, top))
        if facts.question:
            return None
        offset = arguments.offset
        trace = {"source": "head", "construction": "relation head", "probability": f"{probability:.2f}"}
        trace |= coreference(subject, obj)
        role = [Qualifier("role", t.text, offset + t.idx, offset + t.idx + len(t)) for t in words if t.lower_ in TITLES]
        heads = clause_heads(first, second, top)
        if top is None and name in EVENTS | BEGINNINGS:
            heads = [verb_above(second)]  # "He ... . In May it hired him": the sentence that tells of it
        when = None if obj.kind == "time" else dated(heads, arguments)
        if when is None and obj.kind != "time" and top is not None:
            when = told_on(name, top, arguments)
        return Claim(doc_id, sentence_of(top or second, offset), subject, predicate(name, words, offset), obj,
                     facts.polarity, facts.modality, source(facts.attribution, arguments), when,
                     (*role[:1], *sums(name, heads, arguments)),
                     round(probability, 2), trace)


def unresolved(argument: Argument) -> bool:
    return argument.kind == "nominal" and argument.antecedent is None


def done_by_another(person: Token, obj: Token) -> bool:
    """ "Holt, whose father founded Acme": what somebody's relative or company did is not said of that person."""
    verb = verb_above(obj)
    subject = next((c for c in kids(verb) if c.dep_ in ANY_SUBJECT), None)
    if subject is None or subject.pos_ != "NOUN" or verb.i == person.i:
        return False
    owner = next((c for c in kids(subject) if c.dep_ == "nmod:poss"), None)
    if owner is None:
        return False
    return owner.i == person.i or (owner.lower_ == "whose" and verb.head.i in {person.i, person.head.i})


def dated(heads: Sequence[Token], arguments: Arguments) -> Time | None:
    """The time that stands with one of the predicates a pair rests on."""
    governing = {t.i for t in heads}
    if heads and first_conjunct(heads[0]).dep_ in ANY_SUBJECT:  # "X and Y announced on Tuesday": where the names meet
        governing.add(verb_above(heads[0]).i)
    for start, end, expression in arguments.mentions.times:
        if verb_above(arguments.doc[start:end].root).i in governing:
            return arguments.time_of(expression)
    for head in heads[::-1]:
        if is_predicate(head) and (shared := of_same_time(head, arguments)) is not None:
            return arguments.time_of(shared)
    return None


def path(token: Token) -> list[Token]:
    out = [token]
    while token.head.i != token.i and len(out) < 40:
        token = token.head
        out.append(token)
    return out


def meeting(a: Token, b: Token) -> Token | None:
    """The lowest token above both, None across sentences."""
    above = {t.i for t in path(a)}
    return next((t for t in path(b) if t.i in above), None)


def clause_heads(a: Token, b: Token, top: Token | None) -> list[Token]:
    """The predicates that a pair rests on: where the two meet, and the clause of each below that."""
    if top is None:
        return []
    below = [
        [t for t in path(mention)[1:] if t.i != top.i and top.is_ancestor(t) and is_predicate(t)] for mention in (a, b)
    ]
    return [top, *(heads[0] for heads in below if heads)]


def weakest(facts: Iterable[Factuality]) -> Factuality:
    """The least firm of several: a pair is no fact where either of its clauses is none; said by whoever says one."""
    found = list(facts)
    least = max(found, key=lambda f: (f.question, RANK[f.modality], f.polarity == "negated"), default=Factuality())
    return replace(least, attribution=least.attribution or next((f.attribution for f in found if f.attribution), None))


def between(a: Token, b: Token, first: Candidate, second: Candidate) -> list[Token]:
    """The words that join two mentions: those on the path between them, with titles and prepositions beside it."""
    doc: Doc = a.doc
    inside = {*range(first[0], first[1]), *range(second[0], second[1])}
    top = meeting(a, b)
    if top is None:
        return [b]
    route = [t for t in (*path(a), *path(b)) if t.i not in inside and (t.i == top.i or top in t.ancestors)]
    chosen = {t.i for t in route} | {
        c.i
        for t in route
        for c in kids(t)
        if c.dep_ in {"conj", "compound", "amod", "case"}
        and c.i not in inside
        and c.lower_ in TITLES | {"executive", "officer", "of", "in"}
    }
    if len(chosen) > 4:  # a long way round: the meeting point and what the post is called say it
        chosen = {top.i, *(i for i in chosen if doc[i].lower_ in TITLES | {"executive", "officer"})} - inside
    chosen = chosen or {top.i}
    return [doc[i] for i in sorted(chosen)]
