"""Executes every notebook in place, outputs and all: ``make notebooks``.

``python -m notebooks.run 03 05`` runs some of them. Needs the extra ``notebooks``.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def execute(path: Path) -> tuple[float, float]:
    """Run one notebook in its folder and save it; the seconds it took, and those of a processor.

    Where the system doesn't count the latter (Windows) they are the former.
    """
    book = nbformat.read(path, as_version=4)
    started, before = time.perf_counter(), os.times()
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(HERE)}}).execute()
    seconds, after = time.perf_counter() - started, os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    for cell in book.cells:
        cell.get("metadata", {}).pop("execution", None)
    nbformat.write(book, path)
    return seconds, min(seconds, spent or seconds)


def stated(path: Path) -> int:
    """The seconds that the notebook's first cell says it takes."""
    first = nbformat.read(path, as_version=4).cells[0].source
    return int(re.findall(r"about (\d+) seconds", first)[0])


def main(wanted: list[str]) -> int:
    """Run the notebooks whose names begin with one of ``wanted``, all where there is none."""
    for path in sorted(HERE.glob("*.ipynb")):
        if not wanted or path.name.startswith(tuple(wanted)):
            took, spent = execute(path)
            late = "  LONGER THAN STATED" if spent > stated(path) else ""
            print(f"{path.name}: {took:.1f} s, of a processor {spent:.1f} s, stated {stated(path)} s{late}", flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
