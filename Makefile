# The whole of the project's chores. `make audit` and `make test` work on a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT ?= out

.PHONY: setup setup-browser audit format lint type test test-ocr browser golden docs bench corpus clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

audit: $(STAMP)
	$(BIN)/auditor audit corpus/reports --out $(OUT)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

type: $(STAMP)
	$(BIN)/mypy

test: lint type
	$(BIN)/python -m pytest

# Debian's Chromium and what drives it; the tests that need it are `make browser`.
setup-browser: $(STAMP)
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'

browser: $(STAMP)
	$(BIN)/python -m pytest -m browser tests/browser

# Recognition of scans: installs the extra (about 370 MB) and takes a minute or two.
test-ocr: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[ocr]'
	$(BIN)/python -m pytest -m ocr tests/reading

golden: $(STAMP)
	$(BIN)/python -m tests.golden.update

docs: $(STAMP)
	$(BIN)/python -m docs.generate

bench: $(STAMP)
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.quantities_bench

corpus: $(STAMP)
	$(BIN)/python -m corpus.build

clean:
	rm -rf $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
