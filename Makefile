# The two commands of a newcomer: make serve, make test. The parts: make env, site, lint.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made

.PHONY: env site serve test lint lock clean

env: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

site: env
	$(BIN)/portal build

serve: env
	$(BIN)/portal serve

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python tests/pango.py
	$(BIN)/pytest

# Writes the locked requirements again; needs uv, which makes one lock for every platform.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --extra dev pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv output .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
