# `make run` serves the product, `make test` proves it; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# Where money, identity and the contract are, every branch is tested, by these tests. To measure the
# others in each run would double its time; `make coverage` does.
MEASURED := $(addprefix tests/,accounts api catalog gateway kit laws ledger test_errors.py)
EXACT := src/instagramapi/catalog/*,src/instagramapi/errors.py,src/instagramapi/ledger/*,src/instagramapi/accounts/*,src/instagramapi/gateway/*
# These proofs kill, overload and measure: they have the machine for themselves.
ALONE := $(patsubst %,tests/proofs/test_%.py,aborts abuse bench crash drain failover outage overload sigterm truth upstreams_die)
SIDE_BY_SIDE := $(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test check coverage crash fuzz resilience bench bench-upstream bench-history bench-memory agreement audit screenshots lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp ## Serve on http://127.0.0.1:8000 (data in ./data)
	@$(BIN)/instagramapi serve $(ARGS)

ifdef ARGS
test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(ARGS)
else
test: $(VENV)/dev.stamp $(VENV)/system.stamp check ## All checks, then all tests
	$(SIDE_BY_SIDE) $(MEASURED) --cov --cov-report=
	$(BIN)/coverage report --skip-covered --fail-under=100 --include='$(EXACT)'
	$(SIDE_BY_SIDE) $(addprefix --ignore=,$(MEASURED) $(ALONE))
	$(BIN)/python -m pytest -q $(ALONE)
endif

check: $(VENV)/dev.stamp ## Format, lint, types, layers
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

coverage: $(VENV)/dev.stamp $(VENV)/system.stamp ## Run all tests and say what they leave out (11 minutes)
	$(SIDE_BY_SIDE) $(addprefix --ignore=,$(ALONE)) --cov --cov-report=
	$(BIN)/python -m pytest -q $(ALONE) --cov --cov-append --cov-report=term:skip-covered --cov-fail-under=95

crash: $(VENV)/dev.stamp ## Kill the server 200 times under load and compare the books
	INSTAGRAMAPI_CRASHES=200 $(BIN)/python -m pytest -q tests/proofs/test_crash.py $(ARGS)

fuzz: $(VENV)/dev.stamp ## Attack the API at length with what its OpenAPI document promises
	INSTAGRAMAPI_FUZZ=200 $(BIN)/python -m pytest -q tests/proofs/test_openapi_fuzz.py $(ARGS)

resilience: $(VENV)/dev.stamp ## Overload the server for a minute, and hang up on it 10,000 times
	INSTAGRAMAPI_OVERLOAD_S=60 INSTAGRAMAPI_ABORTS=10000 INSTAGRAMAPI_SLACK_MS=250 $(BIN)/python -m pytest -q tests/proofs/test_overload.py tests/proofs/test_aborts.py tests/proofs/test_outage.py $(ARGS)

bench: $(VENV)/run.stamp ## Compare the speed with nginx, FastAPI, nginx + Lua + Redis (at most 10 minutes, a quiet machine)
	$(BIN)/python bench/run.py $(ARGS)

bench-upstream: $(VENV)/run.stamp ## Measure what 1,000 slow calls to a provider cost others, and a call the processor (80 seconds)
	$(BIN)/python bench/upstream.py $(ARGS)

bench-history: $(VENV)/run.stamp ## Measure what 10,000,000 rows and 1,000,000 keys cost (2 minutes, 6 GB of disk)
	$(BIN)/python bench/history.py $(ARGS)

bench-memory: $(VENV)/run.stamp ## Measure the memory of a server, idle and with 100,000 cached answers (2 minutes)
	$(BIN)/python bench/memory.py $(ARGS)

agreement: $(VENV)/dev.stamp ## Compare the shapes with other readers of the recordings
	INSTAGRAMAPI_AGREEMENT=write $(BIN)/python -m pytest -q tests/proofs/test_agreement.py $(ARGS)
	@cat docs/agreement.md

audit: $(VENV)/dev.stamp ## Ask for known vulnerabilities of the locked packages (needs the advisory service)
	$(BIN)/pip-audit -r requirements/run.txt --no-deps --disable-pip

screenshots: $(VENV)/dev.stamp ## Draw every page into ./screenshots, light and dark, wide and narrow (needs chromium)
	@mkdir -p screenshots
	INSTAGRAMAPI_SCREENSHOTS=$(CURDIR)/screenshots $(BIN)/python -m pytest -q -p no:randomly tests/browser/test_every_page.py $(ARGS)

lock: $(VENV)/dev.stamp ## Write requirements/*.txt anew from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --extra server --group build --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra server --group dev --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -c requirements/run.txt -o requirements/dev.txt

clean: ## Remove the environment and the caches, never ./data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# What the tests need of the system: a browser and curl. Installed where that is ours to do.
$(VENV)/system.stamp: | $(VENV)/bin/python
	@command -v chromium >/dev/null && command -v curl >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium curl fonts-liberation >/dev/null; } || { echo "The tests drive a browser and curl; on Debian: apt-get install chromium curl" >&2; exit 1; }
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked packages into $(VENV) …" >&2
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked development packages into $(VENV) …" >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
