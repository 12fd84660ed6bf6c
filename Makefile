# Imtihon. `make help` lists the targets; each is a line or two that can be typed by hand.

export PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$python; break; }; done)
PG ?= postgres://postgres@127.0.0.1
APPS := users tariffs notifications payments assessments
PYTEST := $(PY) -m pytest -q -n auto --dist loadgroup

# uv installs faster where it is present; pip is all that is needed.
define install
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(PY) -r $(1) -c constraints.txt; \
	else $(PY) -m pip install -q --disable-pip-version-check --no-compile -r $(1) -c constraints.txt; fi
endef


.PHONY: help run test test-matrix test-sqlite-five test-postgresql check format messages demo bench lock clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(PY):
	@test -n "$(PYTHON)" || { echo "Imtihon needs Python 3.11, 3.12 or 3.13."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt constraints.txt | $(PY)
	@echo "Installing what Imtihon needs (once) …"
	$(call install,requirements.txt)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt constraints.txt | $(PY)
	@echo "Installing what the tests need (once) …"
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/run.stamp

.env: | $(PY)
	@$(PY) -c "import pathlib, secrets; text = pathlib.Path('.env.example').read_text(); \
	pathlib.Path('.env').write_text(text.replace('SECRET_KEY=', 'SECRET_KEY=' + secrets.token_urlsafe(48), 1))"

run: $(VENV)/run.stamp .env  ## install, migrate, load the demo, serve http://127.0.0.1:$(PORT)
	@$(PY) manage.py prepare --port $(PORT)
	@$(PY) manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/dev.stamp  ## the whole suite on one SQLite file
	$(PYTEST)

test-matrix: test test-sqlite-five test-postgresql  ## the suite on one and five SQLite files, one and five PostgreSQL databases

five = DATABASE_URL=$(1)default $(foreach app,$(APPS),$(shell echo $(app) | tr a-z A-Z)_DATABASE_URL=$(1)$(app))

test-sqlite-five: $(VENV)/dev.stamp
	$(call five,sqlite:///var/) $(PYTEST) -m "not chromium"

test-postgresql: $(VENV)/dev.stamp
	DATABASE_URL=$(PG)/imtihon $(PYTEST) -m "not chromium"
	$(call five,$(PG)/imtihon_) $(PYTEST)

check: $(VENV)/dev.stamp .env  ## lint, format, types, boundaries, migrations, deploy check, translations, licences
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(PY) -m tests.checks

format: $(VENV)/dev.stamp  ## format the code and mend what ruff can mend
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

messages: $(VENV)/dev.stamp  ## collect texts into the uz, ru and en catalogues, and compile them
	$(PY) -m tests.messages

demo: $(VENV)/run.stamp .env  ## load the demo content (safe to repeat)
	@$(PY) manage.py demo

bench: $(VENV)/dev.stamp  ## throughput, latency, CPU and statements of the hot paths
	$(PY) -m bench

lock: $(VENV)/dev.stamp  ## write constraints.txt from what is installed
	$(PY) -m pip freeze --exclude-editable > constraints.txt

clean:  ## remove the environment and caches (not the database, not .env)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
