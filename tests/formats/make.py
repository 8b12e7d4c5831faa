"""All files of the fixture: ``python -m tests.formats.make OUT`` writes them with ``formats.json``.

Then ``auditor evaluate OUT`` prints how much of the report each format's reader recovers.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.formats.binaries import DATA
from tests.formats.report import REPORT
from tests.formats.sheets import old_workbook, workbook
from tests.formats.text import text_file
from tests.formats.web import page
from tests.formats.word import word

_READERS = {
    ".doc": "auditor.reading.doc",
    ".wps": "auditor.reading.doc",
    ".pdf": "auditor.reading.pdf",
}


def files() -> dict[str, bytes]:
    """File name → content, for each format that is made on the spot."""
    return {
        "report.docx": word(REPORT),
        "report.html": page(REPORT),
        "report-gbk.html": page(REPORT, "gbk"),
        "report.xlsx": workbook(REPORT),
        "report.xls": old_workbook(REPORT),
        "report-cells.txt": text_file(REPORT, "cells"),
        "report-tabs.txt": text_file(REPORT, "tabs", "gb18030"),
        "report-pipes.txt": text_file(REPORT, "pipes", "utf-16"),
    }


def kept_files() -> dict[str, bytes]:
    """The files that ``binaries`` made, those alone that this version reads."""
    data = {path.name: path.read_bytes() for path in DATA.iterdir() if path.suffix in _READERS}
    if ".doc" in {Path(name).suffix for name in data}:
        data["report.wps"] = data["report.doc"]
    return {
        name: content
        for name, content in data.items()
        if find_spec(_READERS[Path(name).suffix]) is not None
    }


def gold() -> dict[str, object]:
    """The truth of the report, for each of its files."""
    return {"reports": [{"files": sorted({*files(), *kept_files()}), **REPORT.truth()}]}


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (files() | kept_files()).items():
        (folder / name).write_bytes(content)
    (folder / "formats.json").write_text(json.dumps(gold(), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
