"""The graph over HTTP: the SPARQL protocol, a page for each thing, and the explorer. Read-only.

A request is read and limited by the web server's process (`kg.serve.app`); the graph is read by workers, processes of
their own that are killed when a query takes too long or too much (`kg.serve.pool`, `kg.serve.worker`).
"""
