# The commands of the project. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
RUN := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install develop demo run shell test test-long bench lint format docs migrations-check traces screenshots first-day clean

help:                                                ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS=$$'\t' read -r verb words; do printf '  make %-18s%s\n' "$$verb" "$$words"; done

install: $(VENV)/base.done build/static.done build/fonts.done        ## everything the product needs
develop: install $(VENV)/dev.done                    ## and what its tests need

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Shawlands needs Python 3.11: install python3.11 (Debian 12: python3)"; exit 1; }
	@$(PYTHON) -c "import venv, ensurepip" 2>/dev/null || { echo "Python's venv module is missing: install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/base.done: requirements.txt $(VENV)/bin/python
	$(RUN) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/base.done
	$(RUN) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.done: package.json package-lock.json $(VENV)/bin/python
	tools/scripts/npm ci --silent
	@touch $@

build/static.done: node_modules/.done $(wildcard assets/*) tools/scripts/build_static.py $(VENV)/base.done
	$(RUN) tools/scripts/build_static.py
	@touch $@

build/fonts.done: node_modules/.done tools/scripts/build_fonts.py $(VENV)/base.done
	$(RUN) tools/scripts/build_fonts.py
	@touch $@

demo: install                                        ## a demo school at http://localhost:8000
	SHAWLANDS_DEMO=1 $(RUN) manage.py demo

run: install                                         ## the server and the worker of a real school (settings: README)
	$(RUN) manage.py serve

shell: install                                       ## a Django shell: the school that the settings name, else the demo school
	@[ -n "$$SHAWLANDS_HOSTS$$DATABASE_URL" ] || export SHAWLANDS_DEMO=1; exec $(RUN) manage.py shell

test: develop                                        ## everything, on SQLite and PostgreSQL, with a real browser
	$(RUN) -m tests

test-long: develop                                   ## the same with more examples and larger attacks
	$(RUN) -m tests --long

bench: develop                                       ## measurements, side by side in one run
	$(RUN) -m tools.bench

lint: develop                                        ## style, formatting, import contracts and types; changes nothing
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/lint-imports && $(RUN) -m tools.scripts.import_circles && $(RUN) -m tools.scripts.sizes && $(VENV)/bin/mypy . && $(RUN) -m tools.scripts.check_templates

format: develop                                      ## format the code, and fix what can be fixed by itself
	$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format . ; $(RUN) -m tools.scripts.check_templates --write

docs: develop                                        ## write the pages of docs/ that are made from the code
	$(RUN) -m tools.scripts.requirements && $(RUN) -m tools.scripts.draw_architecture

migrations-check: develop                            ## fail where a model has changed and its migration is missing
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py makemigrations --check --dry-run

traces: develop                                      ## five cases played in the browser, recorded to be replayed
	mkdir -p build/traces && SHAWLANDS_TRACES=build/traces $(RUN) -m pytest -q tests/browser/test_scenarios.py tests/browser/test_access.py tests/browser/test_governors.py

screenshots: develop                                 ## the pictures of the README
	$(RUN) -m tools.scripts.screenshots

first-day: develop                                   ## a new school set up by the README's commands: a picture of each page in build/first-day
	rm -rf build/first-day && mkdir -p build/first-day
	SHAWLANDS_PICTURES=build/first-day $(RUN) -m pytest -q -p no:cacheprovider -p no:playwright tests/browser/test_first_day.py

clean:                                               ## remove what was built, the demo school and the tools' caches
	rm -rf build var/demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
