# The whole of the project's chores. `make audit` and `make test` work on a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT ?= out

.PHONY: setup setup-browser setup-office setup-ocr audit format lint type test browser office ocr golden docs screens notebooks site sbom pins check-pins check-install dist bench benchmark model corpus clean

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

# The browser tests are part of it where there is a browser; `make setup-browser` installs one.
test: lint type
	$(BIN)/python -m pytest
	@if $(BIN)/python -c "import playwright, axe_playwright_python" 2>/dev/null \
		&& { test -n "$$AUDITOR_CHROMIUM" || command -v chromium >/dev/null; }; \
	then $(BIN)/python -m pytest -m browser tests/browser; \
	else echo "Browser tests skipped: no Chromium or Playwright here (make setup-browser)."; fi

# Debian's Chromium and what drives it; the tests that need it are `make browser`.
setup-browser: $(STAMP)
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'

browser: $(STAMP)
	$(BIN)/python -m pytest -m browser tests/browser

setup-office:
	command -v soffice >/dev/null || test -x /usr/lib/libreoffice/program/soffice || { apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui fonts-noto-cjk; }

office: $(STAMP)
	$(BIN)/python -m pytest -m office tests/office

# Recognition of scans: the extra is about 370 MB, the tests take a minute or two.
setup-ocr: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,ocr]'

ocr: $(STAMP)
	$(BIN)/python -m pytest -m ocr tests

golden: $(STAMP)
	$(BIN)/python -m tests.golden.update

docs: $(STAMP)
	$(BIN)/python -m docs.generate

screens: $(STAMP)
	$(BIN)/python -m docs.screens

# The documentation as pages that work from the disk: out/site/index.html.
site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

notebooks: $(STAMP)
	$(BIN)/python -m notebooks.run

bench: $(STAMP)
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.quantities_bench
	$(BIN)/python -m benchmarks.scale_bench --reports 100 --dask

# Corpora, training, evaluation, ablations and speed of the linker: docs/benchmark.md. Some minutes.
benchmark: $(STAMP)
	$(BIN)/python -m benchmarks.linker_bench --out $(OUT)/benchmark

# The linker that ships: the folder with its card, and the coefficients beside the code.
model: $(STAMP)
	$(BIN)/auditor corpus make $(OUT)/model-corpus --seed 7 --reports 600 --part train
	$(BIN)/auditor corpus make $(OUT)/model-dev --seed 7 --reports 150 --part dev
	$(BIN)/auditor train $(OUT)/model-corpus/labels --calibrate $(OUT)/model-dev/labels --out models/cell_linker
	cp models/cell_linker/linker.json auditor/linking/cell_linker.json

corpus: $(STAMP)
	$(BIN)/python -m corpus.build

# Exact versions of everything that was installed here, for constraints.txt.
pins: $(STAMP)
	$(BIN)/python -m release.materials pins --extra archives --extra legacy --extra research --out constraints.txt

check-pins: $(STAMP)
	$(BIN)/python -m release.materials check --extra archives --extra legacy --extra research

# The wheel by pipx and uv for each supported Python that is here; then no network.
check-install: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pipx>=1.7' 'uv>=0.5'
	$(BIN)/python -m pytest -m install tests/packaging

sbom: $(STAMP)
	mkdir -p dist
	$(BIN)/python -m release.materials sbom --extra archives --extra legacy --extra research --out dist/sbom.cdx.json

# The wheel is built from the sdist, so that the sdist is known to be whole.
dist: $(STAMP) sbom
	$(BIN)/python -m build --outdir dist
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS

clean:
	rm -rf $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
