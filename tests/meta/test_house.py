"""The house's own rules: sizes, names, generated pages, exported names."""

from __future__ import annotations

from pathlib import Path

import pytest

import auditor
from auditor.checks import CHECKS
from docs.generate import PAGES

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


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


def test_public_names_exist() -> None:
    assert all(hasattr(auditor, name) for name in auditor.__all__)


def test_readmes_name_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "make audit" in text
        assert "make test" in text
