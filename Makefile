# On a machine with only Python (3.11 or newer) and make: `make demo` and `make test` do the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo
STORE ?= $(DEMO)/trilateral.db
NEO4J ?= 5.26.30
NEO4J_DATA ?= neo4j-data
MINUTES ?= 60
ASK ?= Sectoral annex on cloud, AI and cross-border data flows

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench lock fuzz soak release-check neo4j clean

help: ## Show this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## Set up .venv with the pinned versions and the command `trilateral`; compile the inner loops
	@echo "Compiling the inner loops for this machine (up to a minute, once; large graphs need them) ..."
	@$(BIN)/python -m graph.kernels || echo "The inner loops could not be compiled ahead; they are compiled when first needed." >&2
	@$(BIN)/trilateral extract loaders/example/documents/usmca-digital-trade-note.md >/dev/null # what its patterns compile to is kept for the next reading

$(STAMP): requirements.lock pyproject.toml hatch_build.py viz/web/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; run make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned versions (about a minute on a new machine) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP) ## Build the bundled example, print its answers, write its pictures (into ./demo)
	@$(BIN)/trilateral --store $(STORE) demo $(DEMO) --no-serve

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
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra notebook --extra nlp --extra spark --constraint requirements.lock --output-file requirements-extras.lock pyproject.toml

fuzz: $(STAMP) ## Ask the API everything that its description allows, for as long as it takes
	@FUZZ=200 $(BIN)/python -m pytest -q tests/test_api_fuzz.py

release-check: demo ## Open slides and document in LibreOffice and draw their pages into demo/office, to be looked at (needs soffice and pdftoppm)
	@command -v soffice > /dev/null && command -v pdftoppm > /dev/null || { echo "soffice or pdftoppm is not installed; nothing was checked" >&2; exit 1; }
	@$(BIN)/python -m pytest -q -m slow tests/test_viz_briefing_office.py
	@for lang in en es fr; do to=$(DEMO)/office/$$lang; \
	  $(BIN)/trilateral --store $(DEMO)/trilateral.db brief --target USTR --ask "$(ASK)" --from Technation --as-of 2025-10-28 --lang $$lang --format docx,pptx -o $$to > /dev/null \
	  && soffice --headless --convert-to pdf --outdir $$to $$to/briefing.docx $$to/slides.pptx > /dev/null \
	  && pdftoppm -r 80 -png $$to/briefing.pdf $$to/page && pdftoppm -r 80 -png $$to/slides.pdf $$to/slide || exit 1; done
	@echo "Look at $(DEMO)/office/*/*.png"

soak: $(STAMP) ## Ask a server for an hour (MINUTES=60) while something is filed; fails where memory grows
	@$(BIN)/python -m benchmarks.serving --soak $(MINUTES)

neo4j: ## Start a Neo4j server for tries on bolt://127.0.0.1:7687 (needs a JDK 17 or newer and Maven; Ctrl-C stops it)
	@command -v java > /dev/null && command -v mvn > /dev/null || { echo "java or mvn is not on the path; install a JDK (17 or newer) and Maven" >&2; exit 1; }
	@test -e deploy/neo4j-test/target/$(NEO4J)/complete || { echo "Fetching Neo4j $(NEO4J) (about 150 MB, once) ..."; \
	  mvn -q -B -f deploy/neo4j-test/pom.xml dependency:copy-dependencies -Dneo4j.version=$(NEO4J) -DoutputDirectory=target/$(NEO4J) && touch deploy/neo4j-test/target/$(NEO4J)/complete; }
	@exec java -Xmx1g $(foreach name,java.nio java.io sun.nio.ch java.lang,--add-opens=java.base/$(name)=ALL-UNNAMED) \
	  -cp 'deploy/neo4j-test/target/$(NEO4J)/*' deploy/neo4j-test/Server.java $(NEO4J_DATA) 7687

clean: ## Remove what make made
	@rm -rf $(VENV) $(DEMO) viz/static viz/web/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
