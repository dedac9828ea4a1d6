# Everything a developer does. `make test` on a new machine needs Python 3.11+, git and make; the rest is brought here.
# A stamp in .venv says what is done already, so that a second run starts at once.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
WORKERS ?= 2
PYTEST := $(BIN)/pytest -n $(WORKERS)
WEB := tenure/interfaces/web
ASSETS := $(shell find $(WEB)/assets -name node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: help demo setup assets lock test test-full check fix reference bench wheel clean

help:
	@echo "make demo       a living demo company, built at the first run, in a home of its own"
	@echo "make setup      bring the tools, the libraries, the built assets and Chromium"
	@echo "make test       every test on SQLite, and those of data access on PostgreSQL too"
	@echo "make test-full  every test on both databases, the slow ones and those of Spark included"
	@echo "make check      format, lint, types, import contracts, migrations, architecture, generated pages"
	@echo "make fix        mend what the format and the linter can mend"
	@echo "make reference  write the generated pages of docs/ again"
	@echo "make bench      the speed targets, as ratios"
	@echo "make wheel      dist/tenure-….whl with the assets inside"
	@echo "make lock       lock the libraries again after a change of pyproject.toml"

setup: $(STAMPS)/libraries $(STAMPS)/assets $(STAMPS)/chromium

assets: $(STAMPS)/assets

$(STAMPS)/uv: requirements/uv.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/libraries: $(STAMPS)/uv requirements/dev.txt pyproject.toml
	$(BIN)/python scripts/install.py requirements/dev.txt
	@touch $@

$(STAMPS)/spark: $(STAMPS)/libraries requirements/spark.txt
	$(BIN)/python scripts/install.py --add requirements/spark.txt
	@touch $@

$(STAMPS)/assets: $(STAMPS)/libraries $(ASSETS)
	$(BIN)/python $(WEB)/assets/build.py
	@touch $@

$(STAMPS)/chromium: scripts/chromium.sh | $(STAMPS)/uv
	bash scripts/chromium.sh
	@touch $@

demo: $(STAMPS)/libraries $(STAMPS)/assets
	$(BIN)/tenure demo

lock: $(STAMPS)/libraries
	$(BIN)/python scripts/lock.py

test: setup
	$(PYTEST) -m "not slow"
	TENURE_TEST_DATABASE=postgresql $(PYTEST) -m "postgresql and not slow and not programs"

test-full: setup $(STAMPS)/spark
	TENURE_TEST_PROFILE=long $(PYTEST)
	TENURE_TEST_DATABASE=postgresql $(PYTEST)

check: $(STAMPS)/libraries $(STAMPS)/assets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	TENURE_HOME=$(STAMPS)/home $(BIN)/python scripts/migrations.py
	$(BIN)/python scripts/reference.py --check
	$(BIN)/pytest -q tests/architecture

fix: $(STAMPS)/libraries
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: $(STAMPS)/libraries
	$(BIN)/python scripts/reference.py

bench: $(STAMPS)/libraries $(STAMPS)/assets
	$(BIN)/python -m bench

wheel: $(STAMPS)/assets
	rm -rf dist
	$(BIN)/uv build --wheel --no-build-isolation --python $(BIN)/python --out-dir dist .

clean:
	rm -rf .venv dist build test-artifacts $(WEB)/static/built
