# Five verbs, and test-long. On a fresh machine `make reviews` and `make test` need Python 3.11 or later and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help reviews test test-long lint bench lab lock

help:
	@echo "make reviews   every client's review as PDF and HTML, in reports/"
	@echo "make test      the tests; make test-long: those that take minutes"
	@echo "make lint      ruff, strict types, notebooks without outputs, spelling, retired words"
	@echo "make bench     speed and memory, side by side"
	@echo "make lab       JupyterLab on notebooks/"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 reviews"; exit 2; }
	@echo "Setting up $(VENV) from requirements.lock; this happens once and takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements.lock | grep -v "already satisfied"
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

reviews: $(READY)
	@$(BIN)/acctlib review

test: $(READY)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not alone"
	@$(BIN)/python -m pytest -q -m alone tests/publish

test-long: $(READY)
	@ACCTLIB_LONG=1 $(BIN)/python -m pytest -q -n 2 --dist load -m long

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb
	@$(BIN)/codespell
	@$(BIN)/python -m pytest -q tests/test_words.py

bench: $(READY)
	@for one in import_time one_report floor reports_a_minute memory portfolio whole_book; do $(BIN)/python benchmarks/$$one.py || exit 1; done

lab: $(READY)
	@$(BIN)/jupyter lab --notebook-dir=. notebooks/explore.ipynb

lock:
	@uv pip compile pyproject.toml --extra dev --extra cjk --extra cluster --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -o requirements.lock
