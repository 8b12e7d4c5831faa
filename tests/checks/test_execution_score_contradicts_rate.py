"""A whole score below rate × weight may come of steps; any other is a slip."""

from __future__ import annotations

import pytest

from auditor.core.finding import Severity
from tests.helpers import analysed

FORM = """| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 年度资金总额 | 100.00 | 100.00 | 85.00 | 10 | 85% | {score} |

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
"""


@pytest.mark.parametrize(
    ("score", "severities"),
    [("7", [Severity.LOW]), ("7.5", [Severity.HIGH]), ("10", [Severity.HIGH]), ("8.5", [])],
)
def test_severity(score: str, severities: list[Severity]) -> None:
    found = analysed(FORM.format(score=score)).findings
    assert [f.severity for f in found if f.tick.check_id == "SCO05"] == severities
