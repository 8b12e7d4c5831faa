"""What was uploaded joins the run, and a later audit keeps it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from auditor.core.errors import UsageError
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.uploads import keep_upload, kept_uploads, shown_name, upload_input
from auditor.reporting import write_run
from auditor.reporting.saved import load_run
from tests.reading.archive_files import report, zipped


def keys(run) -> list[str]:
    return [a.document.key for a in run.analyses]


def test_an_upload_joins_and_stays(tmp_path: Path) -> None:
    out, given = tmp_path / "out", tmp_path / "甲.txt"
    given.write_bytes(report("甲县教育局"))
    write_run(out, audit_inputs([given], RunOptions(out=out)))
    upload = keep_upload(out, "C:\\x\\..\\乙.txt", io.BytesIO(report("乙县水利局")), 10_000)
    joined = audit_inputs(
        [upload_input(out, upload.id)], RunOptions(out=out, keep=True, earlier=())
    )
    assert keys(joined) == [f"uploads/{upload.id}/乙.txt", "甲.txt"]
    assert [a.document.source_name for a in joined.analyses] == ["乙.txt", "甲.txt"]
    write_run(out, joined)
    assert keys(load_run(out)) == keys(joined)
    again = audit_inputs([given], RunOptions(out=out))
    assert (keys(again), again.analyses) == (keys(joined), joined.analyses)


def test_an_uploaded_archive(tmp_path: Path) -> None:
    content = io.BytesIO(zipped({"a/甲.txt": report("甲县教育局"), "乙.txt": report("乙县水利局")}))
    upload = keep_upload(tmp_path, "送审.zip", content, 10_000)
    run = audit_inputs([upload_input(tmp_path, upload.id)], RunOptions(out=tmp_path, keep=True))
    head = f"uploads/{upload.id}/送审.zip!/"
    assert keys(run) == [f"{head}a/甲.txt", f"{head}乙.txt"]


def test_limits(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="上限"):
        keep_upload(tmp_path, "a.txt", io.BytesIO(b"x" * 11), 10)
    with pytest.raises(UsageError, match="空"):
        keep_upload(tmp_path, "a.txt", io.BytesIO(b""), 10)
    assert list((tmp_path / "uploads").iterdir()) == []
    with pytest.raises(UsageError):
        upload_input(tmp_path, "../../etc/passwd")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.docx", "a.docx"),
        ("..", ".."),
        ("\x00\u202exslx.txt", "xslx.txt"),
        ("/", "upload"),
        ("a!/b.txt", "b.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_the_name_is_only_shown(tmp_path: Path, given: str, shown: str) -> None:
    assert shown_name(given) == shown
    upload = keep_upload(tmp_path, given, io.BytesIO(b"text"), 10)
    names = sorted(p.name for p in (tmp_path / "uploads").iterdir())
    assert names == [f"{upload.id}.data", f"{upload.id}.json"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["uploads"]
    (item,) = kept_uploads(tmp_path)
    assert item.source_name == shown
