"""Properties of the relation head: KnowledgeNet's as ours, the news corpus's, what is akin."""

from __future__ import annotations

#: KnowledgeNet's properties as ours; True: subject and object change places.
KNOWLEDGENET = {
    "SUBSIDIARY_OF": ("subsidiaryOf", False),
    "FOUNDED_BY": ("created", True),
    "EMPLOYEE_OR_MEMBER_OF": ("memberOf", False),
    "CEO": ("leads", True),
    "DATE_FOUNDED": ("foundedOn", False),
    "HEADQUARTERS": ("headquarteredIn", False),
    "EDUCATED_AT": ("educatedAt", False),
    "NATIONALITY": ("nationality", False),
    "PLACE_OF_RESIDENCE": ("residesIn", False),
    "PLACE_OF_BIRTH": ("bornIn", False),
    "DATE_OF_DEATH": ("diedOn", False),
    "DATE_OF_BIRTH": ("bornOn", False),
    "SPOUSE": ("spouse", False),
    "CHILD_OF": ("childOf", False),
    "POLITICAL_AFFILIATION": ("politicalAffiliation", False),
}
#: Types of subject and object, where the named spans do not tell.
ROLES = {
    "SUBSIDIARY_OF": "ORG ORG",
    **dict.fromkeys(("FOUNDED_BY", "CEO"), "ORG PERSON"),
    **dict.fromkeys(("EMPLOYEE_OR_MEMBER_OF", "EDUCATED_AT", "POLITICAL_AFFILIATION"), "PERSON ORG"),
    **dict.fromkeys(("PLACE_OF_RESIDENCE", "PLACE_OF_BIRTH"), "PERSON PLACE"),
    **dict.fromkeys(("DATE_OF_DEATH", "DATE_OF_BIRTH"), "PERSON DATE"),
    **dict.fromkeys(("SPOUSE", "CHILD_OF"), "PERSON PERSON"),
    "DATE_FOUNDED": "ORG DATE",
    "HEADQUARTERS": "ORG PLACE",
    "NATIONALITY": "PERSON NORP",
}
_NEWS_ONLY = (
    "holdsPosition basedIn developed operatesIn owns acquired suppliesTo left uses investedIn "
    "released partOf competesWith joined basedOn operates supervisedBy partneredWith integratedWith "
    "sued subjectTo fined hired mergedWith regulates hasUnit"
)
PROPERTIES = (*(ours for ours, _ in KNOWLEDGENET.values()), *_NEWS_ONLY.split())
SYMMETRIC = frozenset(("competesWith", "partneredWith", "mergedWith", "integratedWith", "spouse"))
#: What else a claim of the news corpus implies.
IMPLIED = dict.fromkeys(("holdsPosition", "leads", "joined", "open:workAt", "open:workFor"), "memberOf")
#: Not wrong where the first holds; "^": the other way round.
NEAR = {
    "basedIn": "headquarteredIn nationality operatesIn",
    "headquarteredIn": "basedIn operatesIn",
    "operatesIn": "basedIn headquarteredIn",
    "leads": "holdsPosition joined",
    "holdsPosition": "leads joined",
    "memberOf": "holdsPosition partOf",
    "joined": "holdsPosition leads ^hired",
    "hired": "^joined ^holdsPosition ^memberOf",
    "owns": "hasUnit ^subsidiaryOf operates acquired investedIn ^partOf",
    "hasUnit": "owns ^subsidiaryOf ^partOf operates",
    "subsidiaryOf": "^owns ^hasUnit partOf",
    "partOf": "subsidiaryOf ^hasUnit basedOn ^owns",
    "acquired": "owns ^subsidiaryOf",
    "investedIn": "owns",
    "developed": "created released operates owns",
    "released": "developed created operates",
    "created": "developed leads holdsPosition memberOf",
    "operates": "owns developed released",
    "uses": "basedOn integratedWith ^suppliesTo",
    "basedOn": "uses partOf",
    "integratedWith": "uses partOf",
    "supervisedBy": "^leads",
    "suppliesTo": "^uses partneredWith",
    "regulates": "^subjectTo",
    "subjectTo": "^regulates",
    "nationality": "basedIn",
    "residesIn": "basedIn",
    "left": "memberOf holdsPosition leads",
}
