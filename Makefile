# The commands of this repository. Each sets the machine up first, quietly when nothing is to do.
#
#   make demo          the portal with example data on http://localhost:8000 (PORT=… for another)
#   make demo-reset    remove the demonstration's data
#   make test          everything that continuous integration runs; ARGS="tests/foundation -k x"
#                      runs those tests alone
#   make check         linters, types, import contracts, migrations, deployment settings
#   make bench         the benchmarks
#   make manage CMD="due_date notify_panel 2026-06-01"
#                      a management command in the demonstration's environment
#   make fix           format, and mend what the linters can mend
#   make lock          write the lock files anew from pyproject.toml; ARGS=--upgrade moves versions

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help set-up set-up-for-tests demo demo-reset test check bench manage fix lock

PY := .venv/bin/python
EMBEDDED := $(PY) -m krscp_portal.embedded
VAR := $(or $(PORTAL_VAR),var)
DEMO := DJANGO_SETTINGS_MODULE=$(or $(DJANGO_SETTINGS_MODULE),krscp_portal.settings.demo)
# Beside the demonstration, so that the two do not meet; its data may be lost with the machine.
TEST := DJANGO_SETTINGS_MODULE=krscp_portal.settings.test PORTAL_VAR=$(VAR)/test \
	PORTAL_EMBEDDED_FSYNC=off
WORKERS ?= 2

# The first Python on the path that the portal runs on.
FIND_PYTHON = for p in $(SYSTEM_PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' && \
	found=$$p && break; done; \
	if [ -z "$$found" ]; then \
	echo 'Python 3.11, 3.12, 3.13 or 3.14 is needed: sudo apt-get install --yes python3' >&2; \
	exit 1; fi

help:
	@sed -n '3,14s/^#   //p' Makefile

set-up:
	@$(FIND_PYTHON); $$found scripts/set_up.py

set-up-for-tests:
	@$(FIND_PYTHON); $$found scripts/set_up.py --for-tests

demo: set-up
	@$(DEMO) exec $(EMBEDDED) demo

demo-reset: set-up
	@$(EMBEDDED) reset

manage: set-up
	@$(DEMO) exec $(EMBEDDED) manage -- $(CMD)

test: set-up-for-tests
ifeq ($(ARGS),)
	@$(TEST) $(EMBEDDED) run -- sh -c '$(PY) scripts/check.py && \
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --durations=15'
else
	@$(TEST) exec $(EMBEDDED) run -- $(PY) -m pytest $(ARGS)
endif

check: set-up
	@$(TEST) exec $(EMBEDDED) run -- $(PY) scripts/check.py

bench: set-up
	@$(DEMO) PORTAL_VAR=$(VAR)/bench exec $(EMBEDDED) run -- $(PY) -m bench $(ARGS)

fix: set-up
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@.venv/bin/djade --target-version 5.2 $$(find templates -name '*.html')
	@.venv/bin/djhtml --tabwidth 2 $$(find templates -name '*.html')

# No address of any registry gets into the files; uv's own lock format would record them.
lock: set-up
	@$(PY) scripts/lock.py $(ARGS)
