"""Names known beforehand, from wherever a user has them: Wikidata, FollowTheMoney, a table, SKOS in Turtle.

`read_names` reads any of these as the `KnownName`s of the ontology, `to_turtle` writes them like `ontology/names.ttl`,
and `load` gives an ontology with such files added.
"""

from kg.gazetteer.add import load
from kg.gazetteer.mapping import GazetteerError, Mapping, load_mapping
from kg.gazetteer.read import Import, read_names
from kg.gazetteer.turtle import to_turtle

__all__ = ["GazetteerError", "Import", "Mapping", "load", "load_mapping", "read_names", "to_turtle"]
