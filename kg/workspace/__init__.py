"""The folder of a graph that lives: what it is made of (`kg.toml`), what was extracted, and the graph in use."""

from kg.workspace.cache import Cache
from kg.workspace.config import EXPORTS, Config, Settings, WorkspaceError, from_here, from_workspace, read_config
from kg.workspace.extracted import Extracted, Summary
from kg.workspace.fingerprint import extraction_fingerprint, graph_fingerprint, key
from kg.workspace.folder import Workspace, opened
from kg.workspace.manifest import Entry, Manifest

__all__ = ["EXPORTS", "Cache", "Config", "Entry", "Extracted", "Manifest", "Settings", "Summary", "Workspace",
           "WorkspaceError", "extraction_fingerprint", "from_here", "from_workspace", "graph_fingerprint", "key",
           "opened", "read_config"]
