"""Severity follows what changes: the grade, points of the score, money, then the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.core.finding import Finding, Severity
from auditor.engine import analyse
from auditor.reading import read_bytes
from auditor.reporting.consequences import confidence_reason, severity_reason
from auditor.settings import CheckSettings, Settings
from tests.helpers import TITLE, analysed

SUM = "2023年支出合计{}万元，其中：基本支出510.30万元，项目支出120.70万元。\n"
FORM = """
2023年度部门整体支出绩效自评表

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 举办培训 | ≥5期 | 6期 | 60 | {} |
| 效益指标 | 群众知晓率 | ≥90% | 92% | 40 | 40 |
| 总分 | | | | 100 | {} |
"""


def only(text: str, check: str, settings: Settings | None = None) -> Finding:
    document = read_bytes((TITLE + text).encode(), "report.txt")
    (finding,) = [f for f in analyse(document, settings).findings if check in f.checks]
    return finding


def test_money_at_stake_in_yuan_and_as_a_share_of_the_budget() -> None:
    finding = only("全年预算资金900.00万元。\n" + SUM.format("641.00"), "SUM01")
    assert finding.severity is Severity.HIGH
    assert finding.stake is not None
    assert finding.stake.yuan == Decimal(100_000)
    assert finding.stake.share == Decimal("0.0111")
    assert severity_reason(finding, "zh") == "涉及金额约100,000元（占预算1.11%）"


def test_little_money_is_of_medium_severity() -> None:
    finding = only("全年预算资金900.00万元。\n" + SUM.format("631.60"), "SUM01")
    assert finding.severity is Severity.MEDIUM


def test_a_heavier_hand_can_be_set() -> None:
    text = "全年预算资金900.00万元。\n" + SUM.format("631.60")
    assert only(text, "SUM01", Settings(material_yuan=5_000)).severity is Severity.HIGH


def test_the_settings_of_a_check_come_first() -> None:
    known = Settings(checks=(("SUM01", CheckSettings(severity=Severity.LOW)),))
    finding = only(SUM.format("641.00"), "SUM01", known)
    assert finding.severity is Severity.LOW
    assert severity_reason(finding, "en") == "given by the settings"


@pytest.mark.parametrize(
    ("scores", "severity", "grade"),
    [
        (("55", "97"), Severity.HIGH, False),
        (("48", "99"), Severity.HIGH, True),
        (("59.8", "100"), Severity.MEDIUM, False),
    ],
)
def test_points_of_the_score_and_the_grade(
    scores: tuple[str, str], severity: Severity, *, grade: bool
) -> None:
    finding = only(FORM.format(*scores), "SCO01")
    assert finding.severity is severity
    assert finding.stake is not None
    assert finding.stake.grade is grade


def test_a_count_changes_nothing_of_the_kind() -> None:
    finding = only("年末实有人数50人，其中：在职人员30人，离退休人员22人。", "SUM01")
    assert finding.severity is Severity.MEDIUM
    assert severity_reason(finding, "zh") == "得分、等级、金额都不因此改变"
    assert confidence_reason(finding, "zh")


def test_a_total_without_a_unit_is_no_budget_in_yuan() -> None:
    body = """全年预算资金800.00万元，其中：基本支出500.00万元，项目支出310.00万元。

| 年度预算 | 全年预算数 | 全年执行数 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 年度资金总额 | 800.00 | 800.00 | 10 | 10 |
"""
    stakes = [f.stake for f in analysed(body).findings if f.tick.check_id == "SUM01"]
    assert [s.share for s in stakes if s is not None] == [Decimal("0.0125")]
