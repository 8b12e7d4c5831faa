from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.core.errors import UsageError
from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run

CORPUS = Path(__file__).parents[2] / "corpus" / "reports"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "in"
    shutil.copytree(CORPUS / "云澜县" / "2023", target)
    return target


def files(out: Path) -> dict[str, bytes]:
    skipped = ("run.sqlite", "run.json")
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name not in skipped
    }


def test_equal_runs_give_equal_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_run(tmp_path / name, audit_inputs([folder]))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_resumed_run_equals_an_unbroken_one(folder: Path, tmp_path: Path) -> None:
    whole, halved = tmp_path / "whole", tmp_path / "halved"
    write_run(whole, audit_inputs([folder], RunOptions(out=whole)))

    def stop(done: int, total: int, key: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_inputs([folder], RunOptions(out=halved, progress=stop))
    write_run(halved, audit_inputs([folder], RunOptions(out=halved)))
    assert files(whole) == files(halved)


def test_two_workers_give_the_same(folder: Path, tmp_path: Path) -> None:
    write_run(tmp_path / "a", audit_inputs([folder]))
    write_run(tmp_path / "b", audit_inputs([folder], RunOptions(jobs=2)))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_changed_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    options = RunOptions(out=tmp_path / "o")
    audit_inputs([folder], options)
    target = folder / "教育局.txt"
    text = target.read_text("utf-8").replace("公用经费70.25万元", "公用经费79.25万元")
    target.write_text(text, "utf-8")
    run = audit_inputs([folder], options)
    (analysis,) = [a for a in run.analyses if a.document.key == "教育局.txt"]
    assert "公用经费79.25万元" in analysis.document.text


def test_an_input_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="找不到"):
        audit_inputs(["/no/such/place"])
