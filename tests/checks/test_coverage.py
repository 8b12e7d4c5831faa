"""Which claims were compared, and why the others were not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks.coverage import coverage_of
from auditor.core.coverage import Unchecked
from auditor.core.finding import Verdict
from auditor.core.report import Analysis
from auditor.settings import Settings
from tests.helpers import TITLE, analysed, read

FORM = """

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 组织护林员集中轮训 | ≥300人次 | 380人次 | 50 | 50 |
| 产出指标 | 修复湿地 | ≥20亩 | 26亩 | 50 | 50 |
"""


def told(body: str) -> dict[str, str]:
    """Printed number → the checks that compared it, else the reason."""
    return _told(analysed(body))


def _told(analysis: Analysis) -> dict[str, str]:
    known = {c.claim_id: c for c in coverage_of(analysis).claims}
    return {
        claim.quantity.text: "+".join(known[claim.id].checks) or str(known[claim.id].reason)
        for claim in analysis.claims
    }


def test_parts_and_whole_are_compared_whatever_came_out() -> None:
    for whole in ("900.00", "910.00"):
        found = told(f"全年支出合计{whole}万元，其中：基本支出600.00万元，项目支出310.00万元。")
        assert all("SUM01" in checks for checks in found.values())
        assert set(found) == {f"{whole}万元", "600.00万元", "310.00万元"}


def test_a_neighbour_inside_the_same_evidence_is_not_compared() -> None:
    found = told("全年组织护林员集中轮训6期380人次。" + FORM)
    assert found["380人次"] == "NAR01"
    assert found["6期"] in set(Unchecked)


def test_an_operand_of_a_formula_is_compared() -> None:
    assert told("整改完成率=26÷30×100%=90.0%。")["=90.0%"] == "RAT03"


@pytest.mark.parametrize(
    ("body", "number", "reason"),
    [
        ("全年放飞和平鸽66只。", "66只", Unchecked.NO_PARTNER),
        ("二、下一步打算\n\n放飞和平鸽66只。", "66只", Unchecked.PLAN),
        ("2023年放飞和平鸽66只。2021年放飞和平鸽64只。", "66只", Unchecked.DIFFERENT_PERIOD),
        ("2023年修复林缘湿地周边坡面26亩。" + FORM, "26亩", Unchecked.NO_CELL_LINKED),
    ],
)
def test_reasons(body: str, number: str, reason: Unchecked) -> None:
    unlinked = Settings(link_threshold=0.999999)
    assert _told(read(TITLE + body, unlinked))[number] == reason


def test_an_undecided_comparison_is_none() -> None:
    analysis = analysed("2023年修复湿地26亩。" + FORM)
    ticks = tuple(replace(tick, verdict=Verdict.UNDECIDED) for tick in analysis.ticks)
    assert _told(analysis)["26亩"] == "NAR01"
    assert _told(replace(analysis, ticks=ticks))["26亩"] == Unchecked.UNDECIDED


def test_figures_of_a_report() -> None:
    coverage = coverage_of(
        analysed(
            "全年支出合计900.00万元，其中：基本支出600.00万元，项目支出300.00万元。放飞和平鸽66只。"
        )
    )
    assert (len(coverage.claims), coverage.checked, coverage.share) == (4, 3, 0.75)
    assert coverage.reasons[Unchecked.NO_PARTNER] == 1
    assert sum(coverage.reasons.values()) == 1
    assert coverage_of(analysed("本年无事。")).share is None
