"""Parquet files keep dtypes, lists and meanings; a finished run gives the same frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

import auditor
from auditor.core.errors import UsageError
from auditor.core.run import RunResult
from auditor.reporting import AuditResult
from auditor.reporting.schema import FRAMES
from tests.reporting.test_contract import CORPUS

pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture(scope="module")
def result() -> AuditResult:
    return auditor.audit([CORPUS / "松泽区"])


@pytest.fixture(scope="module")
def out(result: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frames")
    result.to_parquet(folder)
    return folder


@pytest.mark.parametrize("name", FRAMES)
def test_frames_come_back(result: AuditResult, out: Path, name: str) -> None:
    frame = getattr(result, name)()
    again = pd.read_parquet(out / f"{name}.parquet")
    assert again.dtypes.equals(frame.dtypes)
    simple = [column for column, kind in FRAMES[name].items() if kind != "object"]
    pd.testing.assert_frame_equal(again[simple], frame[simple], check_exact=True)


@pytest.mark.parametrize("name", FRAMES)
def test_an_empty_run_has_the_same_schema(out: Path, tmp_path: Path, name: str) -> None:
    AuditResult(RunResult(())).to_parquet(tmp_path)
    assert pq.read_schema(tmp_path / f"{name}.parquet").equals(
        pq.read_schema(out / f"{name}.parquet")
    )


def test_nested_columns(result: AuditResult, out: Path) -> None:
    link = pq.read_table(out / "links.parquet").to_pylist()[0]
    known = result.links().iloc[0]
    assert link["claim_ids"] == known["claim_ids"]
    assert dict(link["contributions"]) == known["contributions"]
    finding = pq.read_table(out / "findings.parquet").to_pylist()[0]
    assert finding["evidence"] == result.findings()["evidence"].iloc[0]


def test_meanings_travel_along(out: Path) -> None:
    field = pq.read_schema(out / "panel.parquet").field("executed")
    assert field.metadata[b"unit"] == b"CNY"
    book = pd.read_csv(out / "codebook.csv")
    assert len(book) == sum(len(columns) for columns in FRAMES.values())


def test_a_finished_run_gives_the_same_frames(result: AuditResult, tmp_path: Path) -> None:
    from auditor.engine import RunOptions, audit_inputs
    from auditor.reporting import write_run

    run = audit_inputs([CORPUS / "松泽区"], RunOptions(out=tmp_path))
    write_run(tmp_path, run)
    known = dict(AuditResult(run).frames())
    for name, frame in auditor.load(tmp_path).frames():
        pd.testing.assert_frame_equal(frame, known[name]), name
    assert len(known["measures"])
    assert len(known["sources"])


def test_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有审核结果"):
        auditor.load(tmp_path)


def test_without_the_extra(
    result: AuditResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"auditor\[research\]"):
        result.to_parquet(tmp_path)
