# make run    the app in the browser, on http://127.0.0.1:8501
# make test   everything that must hold: style, types, tests
# Both make their own .venv; they need Python 3.11 or newer with venv, and make.

PYTHON ?= python3
BIN := .venv/bin
# The search for menus is machine code: made once here, so that nobody waits for it at their first plan.
COMPILE = $(BIN)/python -c 'from planner.plan.menus import warm_up; warm_up()'

.PHONY: run test check bench docs screenshots clean

run: .venv/installed
	$(BIN)/planner app

test: check
	$(BIN)/python -m pytest -n 2

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-dev
	$(BIN)/python -m benchmarks.solve

# The documentation as a site, in site/; warnings are errors.
docs: .venv/installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

# The README's pictures, as the app looks now; needs Chromium.
screenshots: .venv/installed-dev
	$(BIN)/python -m tests.browser.pictures

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[app]'
	$(COMPILE)
	touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(COMPILE)
	touch $@ .venv/installed

clean:
	rm -rf .venv build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .screenshots
