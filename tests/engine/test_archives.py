from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import auditor
from auditor.core.errors import ReadError
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from auditor.settings import Settings
from tests.reading.archive_files import encrypted_zip, report, tarred, zipped
from tests.reading.docx_files import docx, paragraph

WORD = docx(paragraph("乙县水利局2023年度部门整体支出绩效自评报告") + paragraph("修渠12公里。"))


def submitted(folder: Path) -> Path:
    inner = tarred({"丁县财政局.txt": report("丁县财政局")}, "w:gz")
    (folder / "云澜县.zip").write_bytes(
        zipped(
            {
                "教育局/甲县教育局.txt": report("甲县教育局"),
                "乙县水利局.docx": WORD,
                "坏.docx": WORD[: len(WORD) // 2],
                "../../出去.txt": report(),
                "里面.tgz": inner,
                "空.txt": b"",
            },
            encoding="gb18030",
        )
    )
    (folder / "加密.zip").write_bytes(encrypted_zip("a.txt", report()))
    (folder / "戊县民政局.txt").write_bytes(report("戊县民政局"))
    return folder


def keys(run: RunResult) -> list[str]:
    return [analysis.document.key for analysis in run.analyses]


def reasons(run: RunResult) -> dict[str, str]:
    return {failure.file: failure.reason for failure in run.failures}


def test_members_are_audited_and_each_fault_is_listed(tmp_path: Path) -> None:
    run = audit_inputs([submitted(tmp_path)])
    assert keys(run) == [
        "云澜县.zip!/乙县水利局.docx",
        "云澜县.zip!/教育局/甲县教育局.txt",
        "云澜县.zip!/里面.tgz!/丁县财政局.txt",
        "戊县民政局.txt",
    ]
    assert reasons(run) == {
        "云澜县.zip!/../../出去.txt": "unsafe",
        "云澜县.zip!/坏.docx": "damaged",
        "云澜县.zip!/空.txt": "empty",
        "加密.zip!/a.txt": "encrypted",
    }
    document = run.analyses[1].document
    assert (document.member, document.source_name) == ("教育局/甲县教育局.txt", "甲县教育局.txt")
    assert [f.member for f in run.failures if f.reason == "empty"] == ["空.txt"]


def test_a_resumed_run_of_archives(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = submitted(tmp_path / "in")
    first = audit_inputs([source], RunOptions(out=tmp_path / "o"))
    again = audit_inputs([source], RunOptions(out=tmp_path / "o"))
    assert first.analyses == again.analyses
    assert first.failures == again.failures
    write_run(tmp_path / "o", again)
    assert "乙县水利局" in (tmp_path / "o" / "reports.jsonl").read_text("utf-8")


def test_two_jobs_give_the_same(tmp_path: Path) -> None:
    source = submitted(tmp_path)
    assert audit_inputs([source]).analyses == audit_inputs([source], RunOptions(jobs=2)).analyses


def test_read_all_gives_documents_and_failures(tmp_path: Path) -> None:
    submitted(tmp_path)
    found = auditor.read_all(tmp_path / "云澜县.zip")
    assert [type(item).__name__ for item in found] == ["Document"] * 3 + ["Failure"] * 3
    with pytest.raises(ReadError, match="audit"):
        auditor.read(tmp_path / "云澜县.zip")


def test_an_archive_without_reports_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.exe": b"MZ"}))
    (failure,) = audit_inputs([tmp_path / "a.zip"]).failures
    assert (failure.file, failure.reason) == ("a.zip", "empty")


def test_the_time_limit_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(WORD)
    settings = replace(Settings(), read_seconds=0)
    (failure,) = audit_inputs([path], RunOptions(settings=settings)).failures
    assert failure.reason == "timeout"
