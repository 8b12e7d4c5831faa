"""Last year's reports beside this year's: pairing, findings across the two, and later runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.core.errors import UsageError
from auditor.core.report import Analysis
from auditor.core.run import RunResult
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.relink import relinked
from auditor.reporting.records import findings
from auditor.settings import Settings

_REPORT = """{unit}{year}年度部门整体支出绩效自评报告

一、基本情况

年初结转结余{opening}万元，{year}年收入412.00万元。

二、支出情况

{year}年基本支出{basic}万元，较上年的{prior}万元增加{more}万元。年末结转结余{closing}万元。

三、履职成效

{acts}
"""
OLD_ACTS = "2022年，清理河道18.6公里，惠及农户2143户。\n\n全年巡查水库1427次，办结来信189件，培训水管员563人次。"
NEW_ACTS = "2023年，清理河道21.3公里，惠及农户2391户。\n\n全年巡查水库1516次，办结来信174件，培训水管员563人次。"
OLD = {"unit": "东篱县水利局", "year": 2022, "opening": "8.20", "basic": "388.10", "prior": "371.40", "more": "16.70", "closing": "12.60", "acts": OLD_ACTS}  # fmt: skip
NEW = {"unit": "东篱县水利局", "year": 2023, "opening": "12.60", "basic": "401.30", "prior": "388.10", "more": "13.20", "closing": "9.40", "acts": NEW_ACTS}  # fmt: skip


def write(folder: Path, name: str = "水利局.txt", **facts: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(_REPORT.format(**facts), "utf-8")
    return folder


def run(this: Path, last: Path | None = None, out: Path | None = None) -> RunResult:
    return audit_inputs([this], RunOptions(out=out, previous=last))


def across(result: RunResult) -> list[str]:
    return sorted(f.tick.check_id for a in result.analyses for f in a.findings if f.tick.elsewhere)


def test_two_years_that_agree_say_nothing_and_are_compared(tmp_path: Path) -> None:
    result = run(write(tmp_path / "new", **NEW), write(tmp_path / "old", **OLD))
    assert across(result) == []
    compared = {t.check_id for a in result.analyses for t in a.ticks if t.elsewhere}
    assert {"YEA05", "YEA06", "YEA07"} <= compared
    assert json.loads(dict(result.info)["previous"]) == {"reports": 1, "paired": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"prior": "381.80", "more": "19.50"}, ["YEA05"]),
        ({"prior": "388.1"}, []),
        ({"opening": "16.20"}, ["YEA06"]),
        ({"acts": OLD_ACTS.replace("2022年", "2023年")}, ["YEA07"]),
        ({"acts": OLD_ACTS}, ["YEA07", "YEA08"]),
        ({"acts": NEW_ACTS.replace("1516次", "1427次")}, ["YEA07"]),
        ({"acts": NEW_ACTS.replace("174件", "189件")}, []),
    ],
)
def test_a_fault_between_the_years(
    tmp_path: Path, change: dict[str, str], expected: list[str]
) -> None:
    old = write(tmp_path / "old", **OLD)
    assert across(run(write(tmp_path / "new", **NEW | change), old)) == expected


def test_other_units_other_years_and_no_report_pair_with_nothing(tmp_path: Path) -> None:
    new = write(tmp_path / "new", **NEW | {"prior": "381.80"})
    for number, other in enumerate(
        ({"unit": "东篱县林业局"}, {"year": 2021}, {"unit": "西岭县水利局"})
    ):
        assert across(run(new, write(tmp_path / f"old{number}", **OLD | other))) == []
    assert across(run(new)) == []
    with pytest.raises(UsageError, match="nowhere"):
        run(new, tmp_path / "nowhere")


def test_the_output_folder_of_last_years_run_will_do(tmp_path: Path) -> None:
    last = tmp_path / "out2022"
    run(write(tmp_path / "old", **OLD), out=last)
    new = write(tmp_path / "new", **NEW | {"opening": "16.20"})
    assert across(run(new, last)) == ["YEA06"]


def test_the_record_names_the_place_in_last_years_report(tmp_path: Path) -> None:
    old = write(tmp_path / "old", **OLD)
    result = run(write(tmp_path / "new", **NEW | {"opening": "16.20"}), old)
    (analysis,) = result.analyses
    (record,) = [r for r in findings(analysis, "zh") if r["check"] == "YEA06"]
    there = record["evidence"][-1]
    text = (old / "水利局.txt").read_text("utf-8")
    assert text[there["start"] : there["end"]] == there["text"] == "年末结转结余12.60万元"
    assert there["report_id"] != record["report_id"]
    assert "12.60万元" in record["message"]
    assert "水利局.txt" in record["message"]


def test_a_later_run_without_last_year_forgets_and_relinking_keeps(tmp_path: Path) -> None:
    out = tmp_path / "out"
    new = write(tmp_path / "new", **NEW | {"opening": "16.20"})
    first = run(new, write(tmp_path / "old", **OLD), out)
    assert across(first) == ["YEA06"]
    (analysis,) = first.analyses
    kept: Analysis = relinked(analysis, (), Settings())
    assert [f.id for f in kept.findings] == [f.id for f in analysis.findings]
    assert across(run(new, None, out)) == []
