"""spaCy's English tokenizer, with the few rules by which Universal Dependencies differ."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_prefix_regex, compile_suffix_regex

#: Prefixes that stay joined over their hyphen ("co-founder"); other compounds are split.
BOUND_PREFIXES = (
    "anti bi co counter cross de e ex extra inter intra mega micro mid mini mis multi neo non "
    "over pan para poly post pre pro proto pseudo quasi re semi sub super tele trans tri ultra un "
    "under vice"
)
#: Runs of the same mark are one token.
RUNS = (r"[!?]{2,}", r"([=_*<>~#+.-])\1+")
#: Split although the tokenizer keeps them.
SPLIT = {"and/or": ("and", "/", "or"), "And/or": ("And", "/", "or")}
_WHOLE = (
    rf"(?i:(?:{BOUND_PREFIXES.replace(' ', '|')})[-‐‑][^\W\d_]+)",
    r"\d{3}-\d{3,4}(?:-\d{4})?",  # telephone numbers
    r"(?:Ft|al)\.",
    r"[2-6][Gg]",  # generations of mobile networks
)


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of a blank English pipeline in place."""
    tokenizer: Tokenizer = nlp.tokenizer
    prefixes, suffixes = nlp.Defaults.prefixes or (), nlp.Defaults.suffixes or ()
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *suffixes]).search
    tokenizer.token_match = re.compile(rf"^(?:{'|'.join(_WHOLE)})$").match
    for form, parts in SPLIT.items():
        tokenizer.add_special_case(form, [{ORTH: part} for part in parts])
