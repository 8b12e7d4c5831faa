"""Examples of the documentation are run: ``pycon`` blocks with their output, ``python`` blocks."""

from __future__ import annotations

import doctest
import re
import warnings
from pathlib import Path

import pytest

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
