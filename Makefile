# `make run` and `make test` are all one needs; both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What one process has compiled the next one doesn't compile again, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=
# Two for each processor and two more, since many tests wait, and with few workers all of them do now and then. One that
# has nothing left to do takes over tests of another.
WORKERS = $(shell $(BIN)/python -c "import os; print(2 * (os.cpu_count() or 1) + 2)")
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
# What to do where there is no Python, or one that is too old to read the script that would say so.
PYTHON_IS_THERE = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	found=$$($(PYTHON) --version 2>&1) || found="not there"; \
	echo "Python 3.11 or later is needed, and $(PYTHON) is $$found. Install it (Debian, Ubuntu: apt-get install python3" \
	"python3-venv; macOS: brew install python), or name another one: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12" >&2; \
	exit 1; }

.PHONY: run help test test-fast test-blocks tables slack coverage setup dev lint types bench hostile chaos fuzz redos quality yardstick cuts checks pictures accessibility clean likelihood tower

# Serves Slack if tokens are set, and opens the playground if not.
run: $(VENV)/.run
	@$(BIN)/python -m bot run

# Lists all targets, each with the first sentence of the comment above it.
help:
	@awk '/^# / { if (said == "") said = substr($$0, 3); else said = said " " substr($$0, 3); next } \
	/^[a-z][a-z-]*:/ { if (said != "") { sub(/:.*/, ""); sub(/\. .*/, ".", said); printf "make %-14s %s\n", $$0, said } } \
	{ said = "" }' Makefile

# Lint, types and all tests. Types are checked beside the tests, by what time of the processors they leave: most of them wait for something now
# and then. What is wrong with types is told below the tests. In a new clone one process compiles all modules first, since
# each worker would do that by itself, all at the same time.
test: $(VENV)/.dev lint
	@mkdir -p build
	@nice $(BIN)/mypy >build/types.txt 2>&1 & checking=$$!; \
	trap 'kill $$checking 2>/dev/null' INT TERM; \
	[ -e build/compiled ] || { $(BIN)/python -m pytest --collect-only -qq -n 0 >/dev/null 2>&1; touch build/compiled; }; \
	$(PYTEST); tests=$$?; wait $$checking; types=$$?; cat build/types.txt; exit $$((tests ? tests : types))

# Unit tests without those that take long.
test-fast: $(VENV)/.dev
	$(PYTEST) tests/unit -m "not slow and not tables"

# Every payload that the app sends, by Slack's own types. Needs node and npm.
test-blocks: $(VENV)/.dev
	$(BIN)/python -m tests.block_types

# Each table with all its rows, and each property with many more examples than `make test` takes.
tables: $(VENV)/.dev
	$(PYTEST) -m "tables or hypothesis" --hypothesis-profile=many

# Every way in which Slack can fail, at each of its methods and at each moment of a job.
slack: $(VENV)/.dev
	SLACK_CELLS=all $(PYTEST) -rP tests/integration/test_slack_faults.py

# How much of each module the tests reach.
coverage: $(VENV)/.dev
	$(PYTEST) --cov --cov-report=term:skip-covered

# The linters, and the rules of imports.
lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# The types alone.
types: $(VENV)/.dev
	$(BIN)/mypy --num-workers 2

# Installs what running it takes.
setup: $(VENV)/.run

# Installs what running it and its tests take.
dev: $(VENV)/.dev

# Speed on loopback, compared with the ideal.
bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks $(BENCH)

# Files made to take long, while somebody uses the bot.
hostile: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.hostile $(HOSTILE)

# Processes killed at random moments, on both databases: nothing is lost and nothing done twice.
chaos: $(VENV)/.dev
	$(BIN)/python -m tests.chaos $(CHAOS)

# Guides of real transcripts, measured without a judge.
quality: $(VENV)/.dev
	$(BIN)/python -m tests.quality $(QUALITY)

# Where sentences end in speech without punctuation: how often that is found. CUTS=--fit learns it anew.
cuts: $(VENV)/.dev
	$(BIN)/python -m tests.sentence_cuts $(CUTS)

# Which sentences tell what is done: how often that is found where no rule finds it. LIKELIHOOD=--fit learns it anew.
likelihood: $(VENV)/.dev
	$(BIN)/python -m tests.likelihood $(LIKELIHOOD)

# How large the rules of speech are: lines, regular expressions and listed words.
tower: $(VENV)/.dev
	$(BIN)/python -m tests.tower $(TOWER)

# Guides of dialogues that people aligned with the recipes they were led from.
yardstick: $(VENV)/.dev
	$(BIN)/python -m tests.quality.yardstick $(YARDSTICK)

# How often the checks of drafts are right when they speak, and silent when they shouldn't be.
checks: $(VENV)/.dev
	$(BIN)/python -m tests.checks $(CHECKS)

# The playground's page, judged by axe-core, which npm fetches. Without Chromium, node or npm it is skipped.
accessibility: $(VENV)/.dev
	$(BIN)/python -m tests.accessibility $(ACCESSIBILITY)

# README's pictures and sample documents, made anew.
pictures: $(VENV)/.dev
	$(BIN)/python -m tests.pictures

# Damaged files for the readers, which may refuse them but never fail.
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.fuzz_readers $(FUZZ)

# Whether any pattern takes time that grows faster than its text.
redos: $(VENV)/.dev
	$(BIN)/python -m tests.redos $(REDOS)

$(VENV)/.run: requirements.txt
	@$(PYTHON_IS_THERE)
	@$(PYTHON) .ci/install.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt
	@$(PYTHON_IS_THERE)
	@$(PYTHON) .ci/install.py $(VENV) requirements.txt requirements-dev.txt
	@touch $(VENV)/.run $@

# Removes everything that was made here, including .venv.
clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
