"""Pages in Debian's Chromium. ``make setup-browser`` installs it, ``make browser`` runs these."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run

if TYPE_CHECKING:
    from tests.browser.served import Served

CORPUS = Path(__file__).parents[2] / "corpus" / "reports"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}

# Without the extra `browser` these files can't even be imported.
collect_ignore_glob = [] if importlib.util.find_spec("playwright") else ["test_*.py"]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pages")
    write_run(target, audit_inputs([CORPUS], RunOptions(out=target)))
    return target


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("AUDITOR_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.fail("no Chromium on this machine: run `make setup-browser`")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(params=list(SIZES))
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page at each width; an error in its script fails the test."""
    width, height = SIZES[request.param]
    # axe-core has to be injected past the pages' own content policy.
    context = browser.new_context(
        viewport={"width": width, "height": height}, bypass_csp=True, reduced_motion="reduce"
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda r: errors.append(r.url) if not r.url.startswith("file:") else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def desk(browser: Any) -> Iterator[Any]:
    """A wide page under the pages' own content policy."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def findings(out: Path) -> list[dict[str, Any]]:
    lines = (out / "findings.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def server(out: Path, tmp_path: Path) -> Iterator[Served]:
    """The review desk on a copy of the run."""
    from tests.browser.served import served

    with served(out, tmp_path / "desk") as running:
        yield running


@pytest.fixture
def tabs(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens tabs, each a reviewer's own browser, under the desk's own content policy."""
    contexts: list[Any] = []
    errors: list[str] = []

    def opened(size: str = "wide", **options: Any) -> Any:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        return tab

    yield opened
    for context in contexts:
        context.close()
    expected = "the server responded with a status of 409"
    assert [error for error in errors if expected not in error] == []
