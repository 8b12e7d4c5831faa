"""Whole reports in other layouts than the sample corpus, our own writing, labelled by hand.

The clean ones hold traps of every kind; the faulty one lists its faults below.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.core.finding import Severity
from auditor.engine import analyse
from auditor.reading import read_path

HERE = Path(__file__).parent
FAULTS = {
    ("NAR01", "6个"), ("NAR01", "95.20%"), ("NAR02", "4521.80万元"), ("SUM01", "2622.30万元"),
    ("RAT01", "75%"), ("GRO01", "8.45%"), ("GRO02", "-3.40万元"), ("ENU01", "7个"), ("UNI01", "1650.30元"),
    ("SCO01", "88"), ("SCO02", "31"), ("SCO03", "100"), ("SCO04", "88分 优秀"),
    ("TGT02", "已完成"), ("TGT03", "≥85%"), ("TGT05", "8/10"), ("EST01", "92人"),
    ("TGT07", "新增公共停车位800个以上"), ("TPL01", "参照年初绩效目标，说明各项指标完成情况。"),
}  # fmt: skip
ALONG = {("RAT02", "95.20%"), ("TGT01", "4个 10/10"), ("SUM01", "1890.50万元")}
"""Fail with the text figures that NAR01 already holds against the table, and with the wrong unit."""
REMARKS = {"EVI01", "SCO06"}
"""What reviewers may ask of a report without contradictions: a breakdown, points in proportion."""


@pytest.mark.parametrize("path", sorted(HERE.glob("clean_*.txt")), ids=lambda p: p.stem)
def test_clean_reports_raise_nothing(path: Path) -> None:
    found = [
        f
        for f in analyse(read_path(path)).findings
        if f.tick.check_id not in REMARKS and f.severity is not Severity.NOTE
    ]
    assert [(f.tick.check_id, f.tick.stated, f.tick.working) for f in found] == []


def test_every_fault_is_found_and_nothing_else() -> None:
    found = analyse(read_path(HERE / "faulty_city_management.txt")).findings
    assert {(f.tick.check_id, f.tick.stated) for f in found} == FAULTS
    assert {(t.check_id, t.stated) for f in found for t in f.also} == ALONG


def test_relations_of_clean_reports_are_ticked() -> None:
    analysis = analyse(read_path(HERE / "clean_maternity_hospital.txt"))
    ticked = {t.check_id for t in analysis.ticks}
    assert {"GRO01", "GRO02", "GRO03", "SUM01", "RAT01"} <= ticked
