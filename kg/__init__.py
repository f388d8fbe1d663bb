"""News articles in, an RDF graph of claims out."""

__version__ = "0.1.0"
