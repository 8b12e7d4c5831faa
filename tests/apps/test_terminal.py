"""What a terminal shows: the ranking, the bar, a report in colour."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from auditor.apps.cli.ranking import print_ranking
from auditor.apps.cli.scores import scores_table
from auditor.apps.cli.screen import PIPE_WIDTH, screen
from auditor.apps.cli.show import show_report
from auditor.apps.cli.stages import Stages
from auditor.core.run import RunResult
from auditor.engine import audit_inputs
from auditor.evaluation import EvaluationResult, ScoreRow
from tests.helpers import TITLE

BODY = """2023年公用经费93.50万元，会议费1.10万元。

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 公用经费 | 88.10 | 66.50 |
| 会议费 | 1.20 | 1.10 |
"""
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def terminal(width: int = 80, height: int = 24) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=True, width=width, height=height, color_system="standard"
    )


def text(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def run(tmp_path: Path) -> RunResult:
    (tmp_path / "甲[bold].txt").write_text(TITLE + BODY, "utf-8")
    (tmp_path / "乙.txt").write_text(TITLE.replace("测试县", "乙县") + "修渠12公里。\n", "utf-8")
    return audit_inputs([tmp_path])


def test_the_ranking_fits_and_is_coloured(run: RunResult) -> None:
    console = terminal()
    print_ranking(console, run, "zh")
    shown = text(console)
    plain = ESCAPE.sub("", shown)
    assert all(cell_len(line) <= 80 for line in plain.splitlines())
    assert plain.index("测试县农业农村局") < plain.index("乙县农业农村局")
    assert "2 份报告  1 矛盾  1 高" in plain
    assert "\x1b[1;31m1\x1b[0m" in shown


def test_a_long_ranking_says_what_it_leaves_out(run: RunResult) -> None:
    rows = tuple(replace(run.ranking[0], rank=n) for n in range(1, 101))
    console = terminal(height=24)
    print_ranking(console, replace(run, ranking=rows), "en")
    plain = ESCAPE.sub("", text(console))
    assert "… 90 more in ranking.csv" in plain
    elsewhere = Console(file=io.StringIO(), width=80)
    print_ranking(elsewhere, replace(run, ranking=rows), "en")
    assert "… 80 more" in text(elsewhere)
    assert "\x1b" not in text(elsewhere)


def test_nothing_for_nothing() -> None:
    console = terminal()
    print_ranking(console, RunResult(()), "zh")
    assert text(console) == ""


def test_names_cannot_steer_the_terminal(run: RunResult) -> None:
    (first, second) = run.analyses
    identity = replace(first.document.identity, agency="甲\x1b[31m局\u202e")
    hostile = replace(first, document=replace(first.document, identity=identity))
    console = terminal()
    print_ranking(console, replace(run, analyses=(hostile, second)), "zh")
    assert "\x1b[31m局" not in text(console)
    assert "␛" in text(console)
    assert "\u202e" not in text(console)


def test_the_bar_names_its_stages() -> None:
    console = terminal(100)
    with Stages(console, "zh", shown=True) as stages:
        stages.read(1, 2, "a/b.txt")
        stages._bar.refresh()
        stages.read(2, 2, "a/c.txt")
        stages._bar.refresh()
        stages.begin("stage_writing")
        stages._bar.refresh()
    plain = ESCAPE.sub("", text(console))
    assert re.search(r"读取和核对.*1/2.*a/b\.txt", plain)
    assert "比对雷同" in plain
    assert "写出结果" in plain


def test_no_bar_where_it_is_not_wanted() -> None:
    console = terminal()
    with Stages(console, "zh", shown=False) as stages:
        stages.read(1, 1, "a")
    assert text(console) == ""


def test_show_in_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "甲.txt"
    path.write_text(TITLE + BODY, "utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert show_report(path, tables=False, claims=True, links=True) == 0
    shown = capsys.readouterr().out
    assert "\x1b[1;31m✗ " in shown
    assert "\x1b[32m✓ " in shown
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR")
    assert show_report(path, tables=True, claims=False, links=False) == 0
    assert show_report(path, tables=False, claims=False, links=False) == 0
    plain = capsys.readouterr().out
    assert "\x1b" not in plain
    assert "NAR01 正文数与表格数不一致" in plain


def test_a_pipe_is_wide_enough_for_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert screen().width == PIPE_WIDTH
    monkeypatch.setenv("COLUMNS", "72")
    assert screen().width == 72


@pytest.mark.parametrize("width", [80, PIPE_WIDTH])
def test_scores_fold_names_and_keep_figures(width: int) -> None:
    """Seven figures of a row stand whole on its first line."""
    rows = [ScoreRow("in sentences: bounds of matches", 12345, 12346, 12340, 12340)]
    console = terminal(width)
    console.print(scores_table(EvaluationResult(rows=tuple(rows), misses=()), Path("gold")))
    shown = ESCAPE.sub("", text(console))
    line = next(line for line in shown.splitlines() if "12345" in line)
    assert "…" not in shown
    for figure in ("12345", "12346", "12340", "1.000"):
        assert figure in line
