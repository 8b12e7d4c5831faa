"""Hostile inputs side by side: a clear line for each, and the run goes on."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

from auditor.engine import RunOptions, audit_inputs
from tests.engine.hostile import write_hostile
from tests.engine.small import write_reports
from tests.reading.archive_files import encrypted_zip, report, zipped
from tests.reading.docx_files import docx, paragraph
from tests.reading.test_doc import compound

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><l>&i;</l>"
)


def laughing_docx() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", LAUGHS)
    return stream.getvalue()


def test_each_hostile_input_costs_itself_only(tmp_path: Path) -> None:
    hostile = {
        "bomb.zip": (zipped({"a.txt": bytes(200_000_000)}), "too_large"),
        "many.zip": (zipped({f"{n}.txt": b"1" for n in range(10_000)}), "too_large"),
        "climbing.zip": (zipped({"../../x.txt": report()}), "unsafe"),
        "locked.zip": (encrypted_zip("a.txt", report()), "encrypted"),
        "laughs.docx": (laughing_docx(), "unsafe"),
        "blown-up.docx": (docx(paragraph("造林") + "<w:p/>" * 25_000_000), "too_large"),
        "locked.docx": (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        "half.docx": (docx(paragraph("造林" * 99))[:200], "damaged"),
        "binary.txt": (bytes(range(256)) * 4, "unsupported"),
    }
    for name, (data, _) in hostile.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "松林县林业局.txt").write_bytes(report())
    started = time.perf_counter()
    run = audit_inputs([tmp_path])
    assert time.perf_counter() - started < 240
    assert [analysis.document.key for analysis in run.analyses] == ["松林县林业局.txt"]
    found = {failure.file.split("!/")[0]: failure.reason for failure in run.failures}
    assert found == {name: reason for name, (_, reason) in hostile.items()}
    assert all("\n" not in failure.message for failure in run.failures)


def test_good_reports_are_what_they_are_without_the_hostile_ones(tmp_path: Path) -> None:
    """A tenth hostile; ``benchmarks/scale_bench --hostile`` does it with 100 among 1,000."""
    source = write_reports(tmp_path / "in", 30)
    bad = write_hostile(tmp_path / "bad", 8, bomb=False)
    alone = audit_inputs([source], RunOptions(out=tmp_path / "a", jobs=2, bounded=True))
    mixed = audit_inputs([source, bad], RunOptions(out=tmp_path / "b", jobs=2, bounded=True))
    assert list(mixed.analyses) == list(alone.analyses)
    assert mixed.passages == alone.passages
    assert mixed.ranking == alone.ranking
    assert len(mixed.failures) == 8
