"""The house's own rules: sizes, names, generated pages, exported names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

import auditor
from auditor.checks import CHECKS
from auditor.core.coverage import Unchecked
from auditor.reporting.catalogue import english
from auditor.reporting.phrasing import wordings
from docs.generate import pages

ROOT = Path(__file__).parents[2]


def test_files_stay_under_400_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for folder in ("auditor", "tests", "corpus", "benchmarks", "docs")
        for p in (ROOT / folder).rglob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_a_check_has_its_own_file_and_a_stable_id() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert (ROOT / "auditor" / "checks" / f"{check.slug}.py").exists()


def test_generated_pages_are_current() -> None:
    for name, text in pages().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, f"{name}: run `make docs`"


def test_pages_cover_every_check_in_both_languages() -> None:
    assert set(english()) == {check.id for check in CHECKS}
    written = pages()
    for check in CHECKS:
        assert set(english()[check.id]) == {"what", "why", "limits"}
        assert f"{check.id} {check.title}" in written["checks.md"]
        assert f"{check.id} {wordings()[check.id]['en']['title']}" in written["checks.en.md"]
        assert english()[check.id]["limits"] in written["not-checked.md"]
        assert written["not-checked.md"].count(f"[{check.id}]") == 2


def test_every_reason_for_no_comparison_is_told_in_both_languages() -> None:
    text = pages()["not-checked.md"]
    assert "{" not in text
    for reason in Unchecked:
        assert text.count(f"`{reason.value}`") == 2


def test_public_names_exist() -> None:
    assert all(hasattr(auditor, name) for name in auditor.__all__)


def test_readmes_name_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "make audit" in text
        assert "make test" in text


def _rows(check: str) -> list[dict[str, Any]]:
    path = ROOT / "tests" / "cases" / f"{check}.yml"
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else []


def test_every_check_has_pass_and_flag_rows() -> None:
    """Eight rows at least, two that flag and three near misses that pass."""
    thin = {}
    for check in CHECKS:
        rows = _rows(check.id)
        flags = sum(row["flag"] for row in rows)
        if len(rows) < 8 or flags < 2 or len(rows) - flags < 3:
            thin[check.id] = (len(rows), flags)
    assert thin == {}


def test_no_row_stands_twice() -> None:
    for check in CHECKS:
        bodies = [json.dumps({**row, "flag": None}, sort_keys=True) for row in _rows(check.id)]
        assert len(set(bodies)) == len(bodies), check.id
