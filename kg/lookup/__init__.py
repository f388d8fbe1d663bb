"""Looking things up in a graph: what is told of an entity, and how a claim was found. SPARQL in, records out."""

from kg.lookup.binding import BindingError
from kg.lookup.card import Card, cards, find, is_name
from kg.lookup.explanation import Explanation, explain, is_claim_id
from kg.lookup.identity import Written
from kg.lookup.statements import Evidence, LookupFailure, Part, Statement

__all__ = ["BindingError", "Card", "Evidence", "Explanation", "LookupFailure", "Part", "Statement", "Written", "cards",
           "explain", "find", "is_claim_id", "is_name"]
