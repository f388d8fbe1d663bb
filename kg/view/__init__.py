"""The page: a graph of claims as one self-contained HTML file."""

from kg.view.page import to_html, write_page

__all__ = ["to_html", "write_page"]
