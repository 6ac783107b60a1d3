# One task runner: people and CI call the same targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help setup demo test check format docs bench lock clean debian

help:            ## what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/: .*## /\t/' | expand -t 12

setup: $(READY)  ## make the environment in .venv, from hashed requirements

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("priorauth needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python here cannot make virtual environments: on Debian or Ubuntu, install the package python3-venv.' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

debian:          ## what the tests need from Debian: poppler, to read pages as a viewer would; PostgreSQL, for the worklist; Chromium, for the clinician's page; SoftHSM, for keys on a token
	@packages=; \
	command -v pdftoppm >/dev/null 2>&1 || packages="$$packages poppler-utils"; \
	command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages="$$packages postgresql"; \
	command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || packages="$$packages chromium"; \
	command -v softhsm2-util >/dev/null 2>&1 || packages="$$packages softhsm2"; \
	[ -z "$$packages" ] || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$packages >/dev/null; \
	  else echo "Some tests read pages with poppler, keep a worklist in PostgreSQL, open pages in Chromium, or sign with a key in SoftHSM, and are skipped without: install$$packages." >&2; fi; }

demo: setup      ## judge the fictional patients and write their packets into demo/
	$(BIN)/priorauth demo

test: setup debian  ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: setup     ## format, lint, types, generated documents up to date, policies and their cases
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m docs.generate --check
	$(BIN)/python examples/build_exhibits.py --check
	$(BIN)/priorauth payers lint
	$(BIN)/priorauth payers test

format: setup    ## put code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup      ## write the generated documents anew
	$(BIN)/python -m docs.generate

bench: setup     ## time the main job beside the usual and the competent stack; writes docs/performance.md
	$(BIN)/python -m benchmarks.run --libreoffice --write

lock: setup      ## pin the newest allowed dependencies, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --upgrade --extra dev --extra cluster --extra postgres --extra token pyproject.toml -o requirements/dev.txt

clean:           ## remove what was made here
	rm -rf $(VENV) demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
