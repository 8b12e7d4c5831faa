"""All files of the fixture: ``python -m tests.formats.make OUT`` writes them with ``formats.json``.

Then ``auditor evaluate OUT`` prints how much of the report each format's reader recovers.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

from tests.formats.report import REPORT
from tests.formats.sheets import workbook
from tests.formats.text import text_file
from tests.formats.web import page
from tests.formats.word import word


def files() -> dict[str, bytes]:
    """File name → content, for each format that is made on the spot."""
    return {
        "report.docx": word(REPORT),
        "report.html": page(REPORT),
        "report-gbk.html": page(REPORT, "gbk"),
        "report.xlsx": workbook(REPORT),
        "report-cells.txt": text_file(REPORT, "cells"),
        "report-tabs.txt": text_file(REPORT, "tabs", "gb18030"),
        "report-pipes.txt": text_file(REPORT, "pipes", "utf-16"),
    }


def gbk_zip(members: dict[str, bytes]) -> bytes:
    """A zip whose member names are GBK bytes without the UTF-8 flag, as Chinese Windows writes it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(_Raw(name), content)
    return stream.getvalue()


class _Raw(zipfile.ZipInfo):
    """A member whose name is stored as GBK."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gold() -> dict[str, object]:
    """The truth of the report, for each of its files."""
    return {"reports": [{"files": sorted(files()), **REPORT.truth()}]}


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
    (folder / "formats.json").write_text(json.dumps(gold(), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
