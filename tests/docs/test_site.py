"""The site is built without warnings, has everything, and asks nothing of the network."""

from __future__ import annotations

import html
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

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


LINK = re.compile(
    r"<(?:a|img|script|link|source|iframe)\b[^>]*?\s(?:href|src)=(\"[^\"]*\"|[^\s>]+)"
)
NAMED = re.compile(r"\s(?:id|name)=(\"[^\"]*\"|[^\s>]+)")


def test_every_link_leads_somewhere(site: Path) -> None:
    """Files and anchors inside the built site, as a browser on the disk would look for them."""
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    names = {path: {n.strip('"') for n in NAMED.findall(text)} for path, text in pages.items()}
    lost = []
    for path, text in pages.items():
        if path.name == "404.html":  # its links begin at the root of a server
            continue
        for link in {html.unescape(known.strip('"')) for known in LINK.findall(text)}:
            file, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:|//", link) or anchor.startswith("__"):
                continue
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
            known = target.exists() and (
                not anchor or target.suffix != ".html" or unquote(anchor) in names[target]
            )
            if not known:
                lost.append(f"{path.relative_to(site)}: {link}")
    assert len(pages) > 40
    assert lost == []


OUTSIDE = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {"docs", "out", "node_modules"} & set(path.relative_to(ROOT).parts[:1])
    and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("page", OUTSIDE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_of_pages_outside_the_site(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    files = [unquote(link.partition("#")[0]) for link in links if "://" not in link]
    assert [name for name in files if name and not (page.parent / name).exists()] == []


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_examples_of_files_can_be_read(kind: str) -> None:
    read = {"toml": tomllib.loads, "json": json.loads}[kind]
    found = [
        (page.name, text)
        for page in (ROOT / "docs").rglob("*.md")
        for text in re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    ]
    for _, text in found:
        read(text)
    assert found or kind == "json"
