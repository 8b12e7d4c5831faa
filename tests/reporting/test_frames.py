"""Frames have their columns and dtypes whatever the run holds."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from auditor.core.run import RunResult
from auditor.engine import audit_inputs
from auditor.reporting import AuditResult
from auditor.reporting.schema import FRAMES
from tests.reporting.test_contract import CORPUS, FIELDS, RANKING

NAMES = sorted(FRAMES)
"""Every documented frame: the code's own list."""
EMPTY_HERE = {"against", "changes", "clusters"}
"""Nothing to compare with, no run before, no text that many share: no rows."""


@pytest.fixture(scope="module")
def full() -> AuditResult:
    return AuditResult(audit_inputs([CORPUS / "松泽区"]))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_run_has_the_same_columns_and_dtypes(full: AuditResult, name: str) -> None:
    empty = getattr(AuditResult(RunResult(())), name)()
    frame = getattr(full, name)()
    assert len(empty) == 0
    assert len(frame) or name in EMPTY_HERE
    assert dict(frame.dtypes) == dict(empty.dtypes)
    assert list(frame.columns) == list(FRAMES[name])
    assert {c: str(t) for c, t in frame.dtypes.items()} == dict(FRAMES[name])


@pytest.mark.parametrize("name", sorted(set(FIELDS) & set(NAMES) - {"indicators"}))
def test_columns_are_the_contract_s(full: AuditResult, name: str) -> None:
    wanted = FIELDS[name].split()
    assert list(getattr(full, name)().columns)[: len(wanted)] == wanted


def test_ranking_columns(full: AuditResult) -> None:
    assert list(full.ranking().columns) == RANKING.split()


def test_dtypes_compute(full: AuditResult) -> None:
    ranking = full.ranking()
    assert ranking["contradictions"].dtype == "Int64"
    assert ranking["boilerplate_similarity"].dtype == "Float64"
    claims = full.claims()
    assert claims["value"].dtype == "string"
    assert isinstance(claims["value"].map(Decimal).sum(), Decimal)
    sections = full.sections()
    assert sections["parent"].isna().any()
    assert sections["parent"].dtype == "Int64"
    assert full.findings()["baselined"].dtype == "boolean"


def test_indicator_fields_are_flat(full: AuditResult) -> None:
    row = full.indicators().dropna(subset=["target_text", "actual_value"]).iloc[0]
    assert row["target_text"]
    assert row["actual_end"] > row["actual_start"]


def test_a_frame_is_the_caller_s_own(full: AuditResult) -> None:
    frame = full.ranking()
    frame["rank"] = 0
    assert (full.ranking()["rank"] > 0).all()


def test_write(tmp_path: Path) -> None:
    AuditResult(audit_inputs([CORPUS / "松泽区" / "2023"])).write(tmp_path)
    known = pd.read_csv(tmp_path / "ranking.csv")
    assert list(known.columns) == RANKING.split()


def test_frames_leave_nothing_of_the_files_out(tmp_path: Path) -> None:
    """Each key of a record is a column; an indicator's fields are unfolded."""
    result = AuditResult(audit_inputs([CORPUS / "松泽区" / "2023"]))
    result.write(tmp_path)
    for name, frame in result.frames():
        file = tmp_path / f"{name}.jsonl"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        if not lines:
            continue
        keys = set(json.loads(lines[0]))
        folded = {k for k in keys if f"{k}_text" in frame.columns}
        assert keys - folded <= set(frame.columns), name


def test_a_failed_input_is_a_row_like_any_other(full: AuditResult, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    reports = AuditResult(audit_inputs([tmp_path])).reports()
    assert dict(reports.dtypes) == dict(full.reports().dtypes)
    assert reports["status"].tolist() == ["failed"]
    assert reports["chars"].isna().all() or reports["chars"].tolist() == [0]
