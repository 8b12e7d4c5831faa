"""The command line as a user runs it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.docx_files import docx, paragraph

CORPUS = Path(__file__).parents[2] / "corpus" / "reports"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_audit_with_bad_files_among_good_ones(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    good = docx(
        paragraph("某县某局2023年度部门整体支出绩效自评报告") + paragraph("造林1200亩。" * 99)
    )
    (source / "good.docx").write_bytes(good)
    (source / "empty.txt").write_bytes(b"")
    (source / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (source / "cut.docx").write_bytes(good[: len(good) // 2])
    (source / "line.txt").write_bytes(b"1" * 50_000_000)
    done = run("audit", source, "--out", tmp_path / "out", "-q")
    assert done.returncode == 3, done.stderr
    records = [
        json.loads(x) for x in (tmp_path / "out" / "reports.jsonl").read_text("utf-8").splitlines()
    ]
    status = {r["file"]: r["status"] for r in records}
    assert status == {
        "cut.docx": "failed",
        "empty.txt": "failed",
        "good.docx": "ok",
        "line.txt": "failed",
        "picture.docx": "failed",
    }
    assert all(r["error"] for r in records if r["status"] == "failed")
    assert "picture.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_exit_status(tmp_path: Path) -> None:
    report = CORPUS / "云澜县" / "2023" / "农业农村局.txt"
    assert run("audit", report, "--out", tmp_path / "a", "-q").returncode == 0
    assert run("audit", report, "--out", tmp_path / "b", "-q", "--fail-on", "high").returncode == 1
    assert run("audit", "nowhere", "--out", tmp_path / "c").returncode == 2
    unknown = run("audit", report, "--out", tmp_path / "d", "--select", "XXX99")
    assert unknown.returncode == 2
    assert "XXX99" in unknown.stderr


def test_select_limits_the_findings(tmp_path: Path) -> None:
    run("audit", CORPUS / "云澜县", "--out", tmp_path, "-q", "--select", "NAR01,scores")
    checks = {
        json.loads(x)["check"]
        for x in (tmp_path / "findings.jsonl").read_text("utf-8").splitlines()
    }
    assert checks
    assert checks <= {"NAR01", "SCO01", "SCO02", "SCO03", "SCO04", "SCO05"}


def test_show_and_checks() -> None:
    shown = run("show", CORPUS / "云澜县" / "2023" / "教育局.txt", "--links")
    assert shown.returncode == 0
    assert "same_role" in shown.stdout
    assert "SUM01" in run("checks").stdout
    assert "违反示例" in run("checks", "SUM01").stdout
    assert run("checks", "NOPE").returncode == 2


def test_evaluate_prints_scores(tmp_path: Path) -> None:
    labels = CORPUS.parent / "labels"
    done = run("evaluate", labels, "--reports", CORPUS.parent, "--out", tmp_path)
    assert done.returncode == 0
    rows = json.loads((tmp_path / "evaluation.json").read_text("utf-8"))["rows"]
    overall = next(r for r in rows if r["what"].startswith("all high"))
    assert overall["right"] == overall["found"]
    assert overall["hits"] == overall["gold"]


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_an_output_that_can_t_hold_every_character(encoding: str, tmp_path: Path) -> None:
    """A pipe of Chinese Windows has no ✓, one of an old terminal no Chinese."""
    report = CORPUS / "云澜县" / "2023" / "交通运输局.txt"
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for command in (["show", "--links"], ["audit", "--out", str(tmp_path)]):
        call = [sys.executable, "-m", "auditor", *command, str(report)]
        done = subprocess.run(call, capture_output=True, check=False, env=env)
        assert done.returncode == 0, done.stderr.decode(encoding)
        assert "99.53%" in done.stdout.decode(encoding) or command[0] == "audit"
        assert done.stdout.strip()


def test_export(tmp_path: Path) -> None:
    run("audit", CORPUS / "云澜县", "--out", tmp_path, "-q")
    before = (tmp_path / "ranking.xlsx").read_bytes()
    done = run("export", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ranking.xlsx").read_bytes() == before
    names = {Path(line).name for line in done.stdout.splitlines()}
    assert {"ranking.xlsx", "云澜县水利局.docx", "findings.csv", "comparisons.csv"} <= names
    only = run("export", tmp_path, "--docx", "--lang", "en")
    assert all(line.endswith(".docx") for line in only.stdout.splitlines())
    assert run("export", tmp_path / "letters").returncode == 2


def test_quantities_for_the_eye_and_for_scripts(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("2023年共培训3800余人次，合格率98.5%。\n", "utf-8")
    shown = run("quantities", file, "--list")
    assert shown.returncode == 0, shown.stderr
    assert "3800余人次  人次 [3800, 3900)" in shown.stdout
    assert "2023年  date" in shown.stdout
    records = [json.loads(line) for line in run("quantities", file, "--json").stdout.splitlines()]
    assert [(r["text"], r["low"], r["high"]) for r in records] == [
        ("3800余人次", "3800", "3900"),
        ("98.5%", "98.45", "98.55"),
    ]
    assert run("quantities", tmp_path / "none.txt").returncode == 3
