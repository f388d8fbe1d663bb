"""Looking things up in a graph: what is told of an entity, and how a claim was found. SPARQL in, records out."""

from kg.lookup.binding import BindingError
from kg.lookup.card import Card, cards
from kg.lookup.explanation import Explanation, explain
from kg.lookup.statements import Evidence, LookupFailure, Part, Statement

__all__ = ["BindingError", "Card", "Evidence", "Explanation", "LookupFailure", "Part", "Statement", "cards", "explain"]
