"""One report in every format: what is recovered of it, and the same findings from each."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from auditor.core.report import Analysis
from auditor.engine import analyse, audit_inputs
from auditor.evaluation import evaluate_formats
from auditor.evaluation.formats import score_reading
from auditor.reading import read_bytes
from tests.formats.binaries import DATA, fingerprint
from tests.formats.make import files, kept_files, write
from tests.formats.report import REPORT
from tests.reading.archive_files import zipped

FILES = files()


@cache
def analysis_of(name: str) -> Analysis:
    return analyse(read_bytes(FILES[name], name, key="report"))


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_is_lost_and_every_cell_has_its_place(name: str) -> None:
    score = score_reading(REPORT.truth(), analysis_of(name), name)
    assert (score.characters, score.cells, score.records) == (1.0, 1.0, 1.0)
    if name.endswith("txt"):
        assert score.spans is None
    else:
        assert (score.spans, score.clean) == (1.0, 1.0)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_format_gives_the_same_findings(name: str) -> None:
    findings = analysis_of(name).findings
    said = {t.check_id for f in findings for t in (f.tick, *f.also)}
    assert said >= set(REPORT.planted)
    expected = sorted(f.fingerprint for f in analysis_of("report.docx").findings)
    assert sorted(f.fingerprint for f in findings) == expected


KEPT = kept_files()


@pytest.mark.parametrize("name", sorted(KEPT.keys() - {"report-scan.pdf"}))
def test_kept_files_read_like_the_rest(name: str) -> None:
    analysis = analyse(read_bytes(KEPT[name], name, key="report"))
    score = score_reading(REPORT.truth(), analysis, name)
    least = 0.995 if name.endswith("pdf") else 1.0
    assert score.characters >= least
    assert score.cells is not None
    assert score.cells >= least
    assert score.records == 1.0
    expected = sorted(f.fingerprint for f in analysis_of("report.docx").findings)
    assert sorted(f.fingerprint for f in analysis.findings) == expected


@pytest.mark.skipif("report-scan.pdf" not in KEPT, reason="no reader of pdf yet")
def test_a_scan_gives_nearly_all_of_it() -> None:
    pytest.importorskip("rapidocr")
    analysis = analyse(read_bytes(KEPT["report-scan.pdf"], "report-scan.pdf", key="report"))
    score = score_reading(REPORT.truth(), analysis, "report-scan.pdf")
    assert score.characters >= 0.98
    assert score.cells is not None
    assert score.cells >= 0.97
    expected = {f.fingerprint for f in analysis_of("report.docx").findings}
    found = {f.fingerprint for f in analysis.findings}
    assert len(found & expected) >= 0.9 * len(expected)


def test_a_zip_with_gbk_names_gives_the_same_findings_for_each_member(tmp_path: Path) -> None:
    path = tmp_path / "报送材料.zip"
    members = {"水利局/自评报告.docx": FILES["report.docx"], "自评报告.xlsx": FILES["report.xlsx"]}
    path.write_bytes(zipped(members, encoding="gbk"))
    run = audit_inputs([path])
    assert [a.document.member for a in run.analyses] == sorted(members)
    checks = sorted(f.tick.check_id for f in analysis_of("report.docx").findings)
    for analysis in run.analyses:
        assert sorted(f.tick.check_id for f in analysis.findings) == checks


def test_kept_files_were_made_from_this_report() -> None:
    assert (DATA / "made-from").read_text("utf-8").strip() == fingerprint(REPORT), (
        "run python -m tests.formats.binaries"
    )


def test_the_command_reads_the_same_truth(tmp_path: Path) -> None:
    write(tmp_path)
    scores = evaluate_formats(tmp_path)
    assert [score.file for score in scores] == sorted({*FILES, *kept_files()})
    assert {score.cells for score in scores if score.file in FILES} == {1.0}


def test_a_file_that_cannot_be_read_recovers_nothing_and_says_why(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "report.docx").write_bytes(b"PK\x03\x04")
    (score,) = (s for s in evaluate_formats(tmp_path) if s.file == "report.docx")
    assert (score.characters, score.cells, score.records) == (0.0, 0.0, 0.0)
    assert "；" in score.reader


def test_a_lost_word_a_wrong_place_and_a_wrong_span_cost(tmp_path: Path) -> None:
    write(tmp_path)
    gold = json.loads((tmp_path / "formats.json").read_text("utf-8"))
    (report,) = gold["reports"]
    report["files"] = ["report.docx"]
    report["text"] += "又多一句。"
    report["tables"][0][-1][1] = 9
    report["tables"][0][1][2] = 3
    report["indicators"][0]["actual"] = "422次"
    (tmp_path / "formats.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    (score,) = evaluate_formats(tmp_path)
    size = len("".join(report["text"].split()))
    cells = [cell for table in report["tables"] for cell in table if cell[4]]
    merged = [cell for cell in cells if (cell[2], cell[3]) != (1, 1)]
    assert score.characters == pytest.approx((size - 5) / size)
    assert score.cells == pytest.approx(1 - 1 / len(cells))
    assert score.spans == pytest.approx(1 - 1 / len(merged))
    assert score.records == pytest.approx(1 - 1 / 12)
