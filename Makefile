# The whole interface for those who run or change Copsite. .PHONY: help setup run shell test quick coverage check bench pages formatmake help.PHONY: help setup run shell test quick coverage check bench pages format lists it.
PYTHON = .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run shell test quick coverage check bench pages format locks tables

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):[^#]*## /\1|/' | awk -F'|' '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup: ## install and build all that is needed to run it (run and test call this by themselves)
	@scripts/python.sh scripts/setup.py

run: setup ## the demonstration at http://localhost:8000: web, worker and beat in one; PORT=8001 for another port
	@exec $(PYTHON) scripts/run.py

shell: setup ## Python with every model of the demonstration at hand
	@$(PYTHON) manage.py shell

test: ## the whole suite: on SQLite, on PostgreSQL with Redis, in Chromium; ARGS="-k word" for a part of it
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) scripts/test.py $(ARGS)

coverage: ## which lines no test runs: the SQLite part of the suite, with a report in var/coverage
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) -m pytest -n auto -q -m "not browser and not worker" --cov --cov-report=term:skip-covered --cov-report=html:var/coverage $(ARGS)

quick: ## the tests that a change touches, on SQLite, in under two minutes; ARGS="-x" for pytest
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) scripts/quick.py $(ARGS)

check: ## format, lint, types, who imports whom, missing migrations, production settings, lock files
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) scripts/check.py

bench: ## how fast the slow parts are, as ratios that mean the same on every machine, and then `make pages`
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) scripts/bench.py
	@$(PYTHON) scripts/bench_importing.py
	@$(PYTHON) scripts/bench_http.py
	@$(PYTHON) scripts/bench_newsletter.py
	@$(PYTHON) scripts/bench_pages.py $(ARGS)

pages: ## what every page costs in worlds of 100 and 10,000 cases, and how that grows; ARGS="--cases 100 100000"
	@scripts/python.sh scripts/setup.py --tests
	@$(PYTHON) scripts/bench_pages.py $(ARGS)

format: ## mend format and imports
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

tables: ## draw docs/tables.md anew from the models
	@$(PYTHON) scripts/tables.py

locks: ## write requirements/*.txt anew from pyproject.toml
	@$(PYTHON) scripts/locks.py
