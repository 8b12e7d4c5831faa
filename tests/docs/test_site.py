"""The site is built without warnings, has everything, and asks nothing of the network."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.apps.cli.main import cli
from docs.reference import api_page, cli_page, packages

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material")
    out = tmp_path_factory.mktemp("site")
    known = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": known, "NO_MKDOCS_2_WARNING": "1"}
    call = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(out)]
    done = subprocess.run(call, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return out


def test_pages_ask_nothing_of_the_network(site: Path) -> None:
    asset = re.compile(
        r"<(?:script|img|iframe|source|video)[^>]*\ssrc=\"(?:https?:)?//[^\"]*"
        r"|<link[^>]*rel=\"(?:stylesheet|preconnect|icon)\"[^>]*href=\"(?:https?:)?//[^\"]*"
    )
    for page in site.rglob("*.html"):
        assert not asset.findall(page.read_text("utf-8")), page
    for sheet in site.rglob("*.css"):
        assert not re.findall(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text("utf-8")), sheet


def test_every_page_of_ours_is_there(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix(".html")
        if name.parts[0] != "parts":
            assert (site / name).exists(), name
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        text = (site / "notebooks" / f"{notebook.stem}.html").read_text("utf-8")
        figures = re.findall(r'<img[^>]*src="([^"]+\.png)"', text)
        assert figures
        assert all((site / "notebooks" / figure).exists() for figure in figures)


def test_pages_on_the_disk_are_searched_by_our_own_worker(site: Path) -> None:
    assert '<script src="iframe-worker.js">' in (site / "index.html").read_text("utf-8")
    inner = (site / "reference" / "api.html").read_text("utf-8")
    assert '<script src="../iframe-worker.js">' in inner
    assert (site / "iframe-worker.js").exists()
    index = next((site / "search").glob("search_index.js*")).read_text("utf-8")
    assert "\\u533a\\u95f4" in index or "区间" in index


@pytest.mark.parametrize("package", packages())
def test_every_public_name_is_documented(package: str) -> None:
    module = importlib.import_module(package)
    page = api_page()
    for name in module.__all__:
        value = getattr(module, name)
        assert f"### `{name}`" in page
        if callable(value):
            assert inspect.getdoc(value), f"{package}.{name}"


def test_every_command_and_option_is_in_the_reference() -> None:
    page = cli_page()
    for name, command in cli.commands.items():
        assert f"## auditor {name}" in page
        for option in command.params:
            if option.opts[0].startswith("--"):
                assert f"`{option.opts[0]}`" in page
