"""Examples of the documentation are run: ``pycon`` blocks with their output, ``python`` blocks,
and commands of ``console`` blocks (``$ auditor …``).
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.apps.cli.main import cli

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(pycon|python)\n(.*?)^```$", re.M | re.S)
PAGES = sorted(p for p in (ROOT / "docs").rglob("*.md") if FENCE.search(p.read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_examples(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All blocks of a page in one namespace, from the root of the project; ``OUT`` is a folder."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"OUT": tmp_path}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for match in FENCE.finditer(page.read_text("utf-8")):
        line = page.read_text("utf-8").count("\n", 0, match.start()) + 1
        kind, code = match.groups()
        with warnings.catch_warnings():
            if kind == "python":
                exec(compile(code, f"{page.name}:{line}", "exec"), names)  # noqa: S102
                continue
            test = doctest.DocTestParser().get_doctest(code, names, page.name, str(page), line)
            said: list[str] = []
            runner.run(test, out=said.append, clear_globs=False)
            names.update(test.globs)
            assert runner.failures == 0, "".join(said)


CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
TOLD = sorted(p for p in (ROOT / "docs").rglob("*.md") if CONSOLE.search(p.read_text("utf-8")))


@pytest.mark.parametrize("page", TOLD, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All commands of a page, one after the other, in a folder that holds reports in 送审."""
    shutil.copytree(ROOT / "corpus" / "reports" / "松泽区" / "2023", tmp_path / "送审")
    monkeypatch.chdir(tmp_path)
    lines = [
        line for block in CONSOLE.findall(page.read_text("utf-8")) for line in block.split("\n")
    ]
    for line in filter(None, lines):
        prompt, program, *arguments = shlex.split(line)
        assert (prompt, program) == ("$", "auditor")
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0, (line, done.output, done.exception)
