"""What a command loads: most of the start is imports, so they are counted and not timed."""

import subprocess
import sys

import pytest

HEAVY = {
    "docx", "jieba", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pkg_resources",
    "pypdfium2", "rapidfuzz", "rich", "scipy", "sklearn", "skops", "spacy", "xlsxwriter",
}  # fmt: skip
LOADED = """
import sys
from auditor.apps.cli.main import cli
{action}
print(*{{name.partition(".")[0] for name in sys.modules}}, file=sys.stderr)
"""


def loaded(action: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(action=action)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["audit", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    action = f"cli({arguments}, standalone_mode=False)"
    names = loaded(action)
    assert "click" in names
    assert not names & HEAVY


def test_an_audit_loads_no_library_that_it_does_not_need() -> None:
    names = loaded("import auditor.apps.cli.job")
    assert {"jieba", "numpy"} <= names
    assert not names & {"pandas", "spacy", "sklearn", "skops", "pkg_resources", "docx", "openpyxl"}
