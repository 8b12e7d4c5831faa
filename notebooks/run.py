"""Executes every notebook in place, outputs and all: ``make notebooks``.

``python -m notebooks.run 03 05`` runs some of them. Needs the extra ``notebooks``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def execute(path: Path) -> float:
    """Run one notebook in its folder and save it; the seconds it took."""
    book = nbformat.read(path, as_version=4)
    started = time.perf_counter()
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(HERE)}}).execute()
    seconds = time.perf_counter() - started
    for cell in book.cells:
        cell.get("metadata", {}).pop("execution", None)
    nbformat.write(book, path)
    return seconds


def main(wanted: list[str]) -> int:
    """Run the notebooks whose names begin with one of ``wanted``, all where there is none."""
    for path in sorted(HERE.glob("*.ipynb")):
        if not wanted or path.name.startswith(tuple(wanted)):
            print(f"{path.name}: {execute(path):.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
