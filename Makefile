# make graph: environment, install, and the graph of seeds/ in graph/.   make test: everything that must hold.
PYTHON ?= python3
VENV := .venv
KG := $(VENV)/bin/kg

.PHONY: graph test lint clean

graph: $(VENV)/ready
	$(KG) build seeds -o graph

test: $(VENV)/ready lint
	$(VENV)/bin/python -m pytest

lint: $(VENV)/ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) graph
