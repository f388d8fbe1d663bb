"""Where the graph lies: an embedded Oxigraph on disk, or (`kg.store.remote`) a SPARQL server, behind one protocol."""

from kg.store.embedded import Oxigraph
from kg.store.errors import QueryError, StoreError, Unreachable
from kg.store.files import read_files
from kg.store.folder import Generations, load_store, open_store, version, write_store, writing
from kg.store.protocol import GraphName, Queried, QueryResult, Store

__all__ = ["Generations", "GraphName", "Oxigraph", "Queried", "QueryError", "QueryResult", "Store", "StoreError",
           "Unreachable", "load_store", "open_store", "read_files", "version", "write_store", "writing"]
