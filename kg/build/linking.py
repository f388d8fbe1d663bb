"""The links of all names of a workspace, of which only what changed since the last build is made."""

from __future__ import annotations

from kg.build.memory import remembered
from kg.build.reading import Reading
from kg.resolve import Linker, Links
from kg.resolve.again import link_again
from kg.resolve.outlines import outline
from kg.workspace import Cache, Workspace
from kg.workspace.folder import CACHE

LOST = "what was remembered of linking could not be read: all names were linked anew"


def link(workspace: Workspace, reading: Reading, cache: Cache, linker: Linker, version: str) -> Links:
    """The links of the articles that were read, all of which are in the cache; `version` stands for ontology and code.

    What is unsure or was refused is not among them. A note is added to the reading where the memory was damaged.
    """
    keys = {known.key: article for article, known in reading.known.items()}
    with remembered(workspace.folder / CACHE) as memory:
        outlines = {key: held for key, held in memory.outlines().items() if key in keys}
        for key, names in cache.names_of(sorted(keys.keys() - outlines.keys())):
            outlines[key] = outline(names, linker.ontology, linker.known)
        found = link_again(
            linker, outlines.values(), {article: key for key, article in keys.items()}, version, memory.groups(),
            lambda docs: (names for _, names in cache.names_of(reading.known[doc].key for doc in docs)))
        memory.keep(outlines, found.drafts)
        if memory.lost:
            reading.notes.append(LOST)
        return found.links
