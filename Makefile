.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
ALLEY := .venv/bin/alley
PORT ?= 8000
T ?= tests
export DJANGO_SETTINGS_MODULE := alley.settings

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

.venv/.installed: requirements.lock pyproject.toml
	@echo "==> Python packages into .venv (a minute or two the first time)"
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.installed: package-lock.json
	@echo "==> npm packages into node_modules"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

ASSETS := $(shell find assets -type f 2>/dev/null)
alley/shell/static/alley/.built: node_modules/.installed $(ASSETS)
	@echo "==> scripts and styles"
	@npm run --silent build
	@touch $@

setup: .venv/.installed alley/shell/static/alley/.built  ## everything that run and test need

run: setup  ## the demo on 127.0.0.1:8000 (PORT=… for another), until Ctrl-C
	@echo "==> database and demo"
	@ALLEY_DEMO=on $(ALLEY) init --quiet
	@ALLEY_DEMO=on $(ALLEY) demo
	@ALLEY_DEMO=on $(ALLEY) serve --port $(PORT)

test: setup  ## all tests (T=tests/news for some)
	@scripts/test $(T)

# What only reads files or drives processes behaves the same on every database
ANYWHERE := tests/house/ tests/e2e/ tests/edge/ tests/egress/ tests/durability/ tests/services/
test-postgres: setup  ## the rooms' tests on a PostgreSQL of their own
	@scripts/with-postgres scripts/test -m "not slow and not sqlite" $(filter-out $(ANYWHERE) tests/__pycache__/,$(wildcard tests/*/))
	@echo "==> the crash harness in short on PostgreSQL; make soak runs it in full"
	@KILLS=40 scripts/with-postgres scripts/soak

check: setup  ## format, lint, types, imports
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-logo 2>/dev/null || .venv/bin/lint-imports
	@.venv/bin/mypy
	@echo "make check: format, lint, imports and types are in order"

soak: setup  ## the crash harness in full: 500 kills between a tick and `sent` (10 minutes)
	@echo "==> SQLite"
	@scripts/soak
	@echo "==> PostgreSQL"
	@if ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then scripts/with-postgres scripts/soak; \
	else echo "no PostgreSQL server is installed here: left out"; fi

bench: setup  ## every benchmark; a table, and JSON in benchmarks/results/
	@$(PY) benchmarks/all.py

screenshots: setup  ## pictures of a demo that `make run` serves, into docs/images
	@$(PY) scripts/screenshots.py http://127.0.0.1:$(PORT)

lock: .venv/.installed  ## new lock files from pyproject.toml
	@.venv/bin/pip install --quiet uv
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra dev pyproject.toml -o requirements-dev.lock

.PHONY: help setup run test test-postgres check soak bench screenshots lock
