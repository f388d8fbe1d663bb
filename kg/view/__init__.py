"""Pages of a graph: the explorer, and a neighbourhood as a pyvis network, each one self-contained HTML file."""

from kg.view.neighbourhood import NothingCalled, around, called
from kg.view.network import to_network_html
from kg.view.page import to_html, write, write_page
from kg.view.records import to_records

__all__ = ["NothingCalled", "around", "called", "to_html", "to_network_html", "to_records", "write", "write_page"]
