# Every target works on a fresh machine with Python 3.11 or newer and make; test and demo want Terraform too.
PYTHON ?= python3
BIN := .venv/bin
PIPENV := .cache/pipenv
export PIPENV_VENV_IN_PROJECT = 1
export PIPENV_IGNORE_VIRTUALENVS = 1
export PIPENV_VERBOSITY = -1

.PHONY: help setup synth demo test golden traps checks lint bench fuzz lock clean

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/.made node_modules/.made  ## Make .venv from Pipfile.lock, and the cdktf command

synth: .venv/.made  ## Write cdktf.out and show every environment
	@$(BIN)/python main.py

demo: setup  ## Deploy to a local AWS with the real cdktf, and destroy everything again
	@$(BIN)/python -m tools.demo

test: setup  ## Run every test
	$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term --cov-fail-under=95

golden: setup  ## Write the golden JSON anew; review the difference
	$(BIN)/pytest tests/synth/test_golden.py --snapshot-update

lint: setup  ## Ruff, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

traps: setup  ## Write docs/traps.md anew from the tests
	PYTHONPATH=constructs $(BIN)/python -c "from tests.e2e import test_traps, traps; print(traps.document(), end='')" > docs/traps.md

checks: setup  ## Write docs/checks.md anew from the table of limits and the guard
	PYTHONPATH=constructs $(BIN)/python -c "from tests.docs import checks; print(checks.document(), end='')" > docs/checks.md

bench: .venv/.made  ## Compare with the stock bindings, AWS CDK and CDK Terrain: some 15 minutes
	$(BIN)/python -m benchmarks.bench

fuzz: setup  ## Draw 10,000 environments: what is accepted here, everybody accepts
	PYTHONPATH=constructs $(BIN)/python -m tests.property.fuzz --cases 10000

lock: $(PIPENV)/.made  ## Lock the newest versions that Pipfile allows
	$(PIPENV)/bin/pipenv lock
	$(PYTHON) tools/unpin_index.py

clean:  ## Remove what the other targets made
	rm -rf .venv .cache node_modules cdktf.out

$(PIPENV)/.made:
	$(PYTHON) -m venv $(PIPENV)
	$(PIPENV)/bin/pip install --quiet pipenv
	@touch $@

.venv/.made: Pipfile.lock | $(PIPENV)/.made
	$(PIPENV)/bin/pipenv sync --dev
	@touch $@

# npm comes with the Node that Pipfile.lock installs.
node_modules/.made: package-lock.json .venv/.made
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@
