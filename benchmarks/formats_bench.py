"""Cell accuracy, seconds a page and peak memory of reading a report in each format.

    python -m benchmarks.formats_bench [--no-scan]

Two reports of the tests: ``form`` (``tests/reading/make_pdf_data.py``; the PDF was printed by
LibreOffice, the scan is its pages at 200 dpi, turned by ±0.6°, with noise) and ``report``
(``tests/formats``). Cells are compared with those of the docx. Each reading runs in a
process of its own. markitdown reads the same files in the same run where it is installed; its
tables carry no spans, so a cell counts as right for it when its text stands in the right column
at the right distance from the other rows, whatever the table begins with.
"""

from __future__ import annotations

import importlib.util
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from auditor.core.document import Document
from auditor.reading import read_bytes
from auditor.reading.recognition import installed
from tests.formats.make import files as report_files
from tests.formats.make import kept_files
from tests.reading.make_pdf_data import report
from tests.reading.scan_files import FORM, scanned_pdf

REPORT_PAGES = 3
Grid = dict[tuple[int, int], str]
COPIES = 25
_ROW = re.compile(r"(?<!\\)\|")


def bare(text: str) -> str:
    return "".join(text.split())


def grids_of(document: Document) -> list[Grid]:
    return [{(c.row, c.col): bare(c.text) for c in table.cells} for table in document.tables]


def markdown_grids(text: str) -> list[Grid]:
    """The pipe tables of a markdown text, folded as our cells are."""
    from auditor.reading.folding import fold

    grids: list[Grid] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.strip().startswith("|"):
            cells = [bare(fold(cell)) for cell in _ROW.split(line.strip())[1:-1]]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                rows.append(cells)
        elif rows:
            grids.append({(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)})
            rows = []
    return grids


def right_cells(truth: Grid, found: list[Grid]) -> int:
    """How many filled cells stand at their place in the best of the grids, shifted by rows."""
    wanted = {place: text for place, text in truth.items() if text}
    best = 0
    for grid in found:
        rows = max((row for row, _ in grid), default=0) + 1
        for shift in range(-3, rows):
            hits = sum(grid.get((r + shift, c)) == text for (r, c), text in wanted.items())
            best = max(best, hits)
    return best


def once(tool: str, path: Path, truth_path: Path) -> None:
    """Read one file and print what came of it, as JSON."""
    data = path.read_bytes()
    if tool == "auditor":
        read_bytes(report(), "warm.docx")
        start = time.perf_counter()
        document = read_bytes(data, path.name)
        seconds = time.perf_counter() - start
        grids = grids_of(document)
    else:
        from markitdown import MarkItDown

        converter = MarkItDown()
        start = time.perf_counter()
        text = converter.convert(str(path)).text_content
        seconds = time.perf_counter() - start
        grids = markdown_grids(text)
    truth = grids_of(read_bytes(truth_path.read_bytes(), "truth.docx"))
    total = sum(1 for grid in truth for text in grid.values() if text)
    right = sum(right_cells(grid, grids) for grid in truth)
    print(json.dumps({"seconds": seconds, "peak": peak(), "right": right, "total": total}))


def peak() -> float:
    """Peak memory of this process in MB; ``ru_maxrss`` would count the parent before the exec."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found.group(1)) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def many(data: bytes) -> bytes:
    source, copies = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for _ in range(COPIES):
        copies.import_pages(source)
    stream = io.BytesIO()
    copies.save(stream)
    return stream.getvalue()


def main() -> None:
    pages = len(pypdfium2.PdfDocument(FORM))
    files = {
        "form.docx": (report(), pages),
        "form.pdf": (FORM.read_bytes(), pages),
        "long.pdf": (many(FORM.read_bytes()), pages * COPIES),
    }
    other = report_files() | kept_files()
    names = ("report.docx", "report.doc", "report.html", "report.xlsx", "report.pdf")
    files |= {name: (other[name], REPORT_PAGES) for name in names}
    if installed() and "--no-scan" not in sys.argv:
        files["scan.pdf"] = (scanned_pdf(range(pages)), pages)
    tools = ["auditor"] + ["markitdown"] * (importlib.util.find_spec("markitdown") is not None)
    print("| file | pages | tool | cells right | seconds a page | peak memory |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (data, count) in files.items():
            path = Path(folder) / name
            path.write_bytes(data)
            truth = Path(folder) / ("report.docx" if name.startswith("report") else "form.docx")
            for tool in tools:
                command = [
                    sys.executable,
                    "-m",
                    "benchmarks.formats_bench",
                    "--once",
                    tool,
                    str(path),
                    str(truth),
                ]
                done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
                if done.returncode:
                    print(f"| {name} | {count} | {tool} | can't read it | | |")
                    continue
                told = json.loads(done.stdout.splitlines()[-1])
                share = f"{100 * told['right'] / told['total']:.1f} %" if name != "long.pdf" else ""
                print(
                    f"| {name} | {count} | {tool} | {share} | {told['seconds'] / count:.3f} | {told['peak']:.0f} MB |"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        once(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
