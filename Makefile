# On a machine with only Python (3.11 or newer) and make: `make demo` and `make test` do the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## Set up .venv with the pinned versions and the command `trilateral`; compile the inner loops
	@echo "Compiling the inner loops for this machine (up to a minute, once; large graphs need them) ..."
	@$(BIN)/python -m graph.kernels || echo "The inner loops could not be compiled ahead; they are compiled when first needed." >&2

$(STAMP): requirements.lock pyproject.toml hatch_build.py viz/web/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; run make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned versions (about a minute on a new machine) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP) ## Build the bundled example, print its answers, write its pictures (into ./demo)
	@$(BIN)/trilateral --store $(DEMO)/trilateral.db demo $(DEMO) --no-serve

test: $(STAMP) ## Run the tests, fast ones first
	@$(BIN)/python -m pytest -m "not slow"
	@$(BIN)/python -m pytest -m slow

lint: $(STAMP) ## Ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP) ## Compare with the peers and write docs/benchmarks.md
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	@$(BIN)/python -m benchmarks

lock: $(STAMP) ## Pin the newest versions again
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dev --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra notebook --extra nlp --constraint requirements.lock --output-file requirements-extras.lock pyproject.toml

clean: ## Remove what make made
	@rm -rf $(VENV) $(DEMO) viz/static viz/web/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
