"""Where the graph lies: an embedded Oxigraph on disk, behind a protocol that other stores share."""

from kg.store.embedded import Oxigraph
from kg.store.errors import QueryError, StoreError
from kg.store.folder import open_store, write_store
from kg.store.protocol import QueryResult, Store

__all__ = ["Oxigraph", "QueryError", "QueryResult", "Store", "StoreError", "open_store", "write_store"]
