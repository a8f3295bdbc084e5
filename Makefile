# Hive's commands. Each installs what it needs and is missing, says what it is doing, and may be
# run again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Containers like to forbid it, and then every process compiles the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST = .venv/bin/python -m pytest -q
# The databases go with their server: a page's last request may still be using one.
ON_POSTGRESQL = bash tools/postgres.sh run $(PYTEST) --reuse-db
SCANNED = hive assessments reports manage.py tools
MESSAGES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help
help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

# --- running ---

.PHONY: install
install: ## prepare everything the product needs to run
	@bash tools/packages.sh tools/packages-venv.txt tools/packages-run.txt
	@bash tools/venv.sh requirements.lock
	@bash tools/env_file.sh
	@$(MAKE) --silent texts build/static/staticfiles.json

.PHONY: demo-data
demo-data: install ## build the invented banks of the demonstration
	@bash tools/demo.sh migrate --verbosity 0
	@bash tools/demo.sh createcachetable --verbosity 0
	@bash tools/demo.sh load_edition fixtures/hive_model/2022.yaml
	@bash tools/demo.sh demo_data
	@bash tools/env_file.sh demo

.PHONY: demo
demo: demo-data ## run the demonstration on http://localhost:8000
	@exec bash tools/demo.sh demo

.PHONY: texts
texts: $(MESSAGES)
	@:

%.mo: %.po
	@msgfmt --check-format --output-file=$@ $<

build/static/staticfiles.json: $(shell find static -type f) requirements.lock
	@echo "Collecting the static files"
	@bash tools/as_in_production.sh .venv/bin/python manage.py collectstatic \
		--noinput --clear --verbosity 0

# --- checking ---

.PHONY: install-test
install-test:
	@$(MAKE) -j2 packages-test venv-test
	@$(MAKE) --silent texts

.PHONY: packages-venv packages-test venv-test
packages-venv:
	@bash tools/packages.sh tools/packages-venv.txt
packages-test: packages-venv
	@bash tools/packages.sh tools/packages-run.txt tools/packages-test.txt
venv-test: packages-venv
	@bash tools/venv.sh requirements.lock requirements-dev.lock

.PHONY: test
test: check test-sqlite test-postgresql ## check everything that fits 20 minutes

.PHONY: check
check: ## format, lint, types, imports, migrations and settings
	@$(MAKE) -j3 packages-test check-types check-code
	@$(MAKE) check-settings

# While the system's packages arrive, what needs the libraries alone is checked.
.PHONY: check-types check-code check-settings
check-types: venv-test
	@echo "Checking types"
	@bash tools/as_in_production.sh .venv/bin/mypy
check-code: venv-test
	@echo "Checking format, lint and imports"
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/ruff check --quiet .
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/bandit --quiet --recursive --severity-level medium $(SCANNED)
check-settings: install-test
	@echo "Checking migrations and settings"
	@bash tools/as_in_production.sh .venv/bin/python manage.py makemigrations --check --dry-run
	@bash tools/as_in_production.sh .venv/bin/python manage.py check --deploy --fail-level WARNING

.PHONY: test-sqlite
test-sqlite: install-test ## all tests but the browser's, on SQLite
	@echo "Testing on SQLite"
	@HIVE_DATABASE_URL=sqlite:///var/test.sqlite3 HIVE_TEST_VENDOR=sqlite \
		$(PYTEST) -n 2 --dist worksteal -m "not browser and not faults"

.PHONY: test-postgresql
test-postgresql: install-test ## the tests that use a database, and the browser's, on PostgreSQL
	@echo "Testing on PostgreSQL and in a browser"
	@$(ON_POSTGRESQL) -n 2 --dist worksteal \
		-m "(database or browser) and not faults"

.PHONY: test-browser
test-browser: install-test ## the browser's alone
	@echo "Testing in a browser"
	@$(ON_POSTGRESQL) -n 2 --dist worksteal -m "browser and not faults"

.PHONY: faults
faults: install-test ## kill, fill and restart under load, on PostgreSQL; an hour
	@bash tools/packages.sh tools/packages-faults.txt
	@echo "Testing what breaks in earnest"
	@$(ON_POSTGRESQL) -n 0 -m faults --capture=no \
		-o faulthandler_timeout=0

.PHONY: bench
bench: ## measure, and write build/bench.txt and build/bench.json
	@bash tools/packages.sh tools/packages-venv.txt tools/packages-run.txt
	@bash tools/venv.sh requirements.lock requirements-dev.lock requirements-bench.lock
	@$(MAKE) --silent texts
	@.venv/bin/python -m tests.bench

.PHONY: golden
golden: install-test ## draw the approved pages of the scorecard anew; look at them before a commit
	@HIVE_APPROVE_PAGES=1 HIVE_DATABASE_URL=sqlite:///var/test.sqlite3 HIVE_TEST_VENDOR=sqlite \
		$(PYTEST) -n 0 tests/reports/test_golden_pages.py

.PHONY: promises
promises: install-test ## tell where each promise stands, and write docs/security from the tests
	@.venv/bin/python -m tests.security

# --- words and libraries ---

.PHONY: sbom
sbom: install-test ## write build/sbom.json, the bill of materials
	@.venv/bin/python -m tests.security.bill

.PHONY: messages
messages: ## collect the texts that want a translation into locale/
	@.venv/bin/django-admin makemessages --locale=zh_Hans --no-location --no-obsolete \
		--ignore=build --ignore=tests --verbosity 0

# After a change of pyproject.toml's dependencies. The locks hold hashes and no addresses.
.PHONY: lock
lock: ## pin the dependencies of pyproject.toml with hashes
	@python3 -m venv build/uv
	@build/uv/bin/pip install -qq --disable-pip-version-check uv==0.13.9
	@build/uv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
		--no-header --no-annotate --output-file requirements.lock
	@build/uv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
		--no-header --no-annotate --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	@build/uv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
		--no-header --no-annotate --group dev --group bench \
		--constraints requirements-dev.lock --output-file requirements-bench.lock
