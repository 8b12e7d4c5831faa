"""One finding for one fault, none lost, and the repair where there is exactly one."""

from __future__ import annotations

from auditor.core.finding import Finding, Verdict
from auditor.engine.life import fingerprint_of as fingerprint
from tests.helpers import analysed, found, ticks

FORM = """
2023年度部门整体支出绩效自评表

| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 年度资金总额 | 800.00 | 800.00 | {executed} | 10 | {rate} | {score} |

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
"""
BASE = """
2023年度基础数据表

| 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
| --- | --- | --- |
| 基本支出 | 588.10 | {basic} |
| 项目支出 | 88.20 | {project} |
"""


def serious(text: str) -> list[Finding]:
    return [f for f in analysed(text).findings if f.contradiction]


def test_one_wrong_cell_is_one_finding_and_its_rate_and_score_are_undecided() -> None:
    text = "2023年全年预算800.00万元，全年支出720.00万元，预算执行率90.00%。\n"
    (finding,) = serious(text + FORM.format(executed="720.00", rate="80.00%", score="9"))
    assert finding.tick.check_id == "NAR01"
    assert {t.check_id for t in finding.also} == {"RAT02", "SCO05"}
    assert {t.verdict for t in finding.also} == {Verdict.UNDECIDED}
    assert any("80.00%" in t.working for t in finding.also)


def test_a_clean_form_gives_no_finding() -> None:
    text = "2023年全年预算800.00万元，全年支出720.00万元，预算执行率90.00%。\n"
    assert serious(text + FORM.format(executed="720.00", rate="90.00%", score="9")) == []


def test_two_faults_that_share_a_statement_stay_two() -> None:
    text = (
        "2023年支出合计900.00万元，其中：基本支出600.00万元，项目支出300.00万元，"
        "项目支出占支出合计的33.33%。\n"
    )
    assert serious(text) == []
    broken = text.replace("基本支出600.00", "基本支出540.00").replace("33.33%", "48.20%")
    assert {f.tick.check_id for f in serious(broken)} == {"SUM01", "RAT01"}


def test_a_figure_told_three_times_is_one_finding_with_all_its_places() -> None:
    text = (
        "2023年基本支出512.60万元，项目支出120.00万元。\n\n"
        "全年基本支出512.60万元，用于单位正常运转。\n\n"
        "2023年基本支出512.60万元，较计划略少。\n" + BASE.format(basic="521.60", project="120.00")
    )
    findings = [f for f in serious(text) if "NAR01" in f.checks]
    assert len(findings) == 1
    spans = {e.span for e in findings[0].tick.evidence}
    assert len(spans) == 4
    assert len(ticks(analysed(text), "NAR01", Verdict.INCONSISTENT)) == 3


def test_the_only_single_change_is_the_hint() -> None:
    text = (
        "2023年支出合计632.60万元，其中：基本支出521.60万元，项目支出120.00万元。\n"
        + BASE.format(basic="512.60", project="120.00")
    )
    (finding,) = serious(text)
    assert finding.tick.check_id == "NAR01"
    assert [t.check_id for t in finding.also] == ["SUM01"]
    assert finding.tick.hint == "swap:521.60万元→512.60万元"


def test_no_hint_where_two_changes_would_do() -> None:
    text = "2023年支出合计640.00万元，其中：基本支出510.30万元，项目支出120.70万元。"
    (tick,) = found(analysed(text), "SUM01")
    assert tick.hint is None


def test_a_unit_repairs_the_sum_of_many() -> None:
    text = "年末资产61.01万元，其中：房屋20.61万元，车辆40元，设备0.40万元。"
    (finding,) = serious(text)
    assert finding.tick.check_id == "UNI01"
    assert finding.tick.hint == "unit:万元"


def test_the_first_places_and_the_fingerprint_are_the_leading_ticks_own() -> None:
    text = "2023年全年预算800.00万元，全年支出720.00万元，预算执行率90.00%。\n"
    analysis = analysed(text + FORM.format(executed="720.00", rate="80.00%", score="9"))
    (finding,) = [f for f in analysis.findings if f.also]
    (own,) = ticks(analysis, "NAR01", Verdict.INCONSISTENT)
    assert finding.tick.evidence[: len(own.evidence)] == own.evidence
    assert len(finding.tick.evidence) > len(own.evidence)
    assert finding.fingerprint == fingerprint(analysis.document, own)
