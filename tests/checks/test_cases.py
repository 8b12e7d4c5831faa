"""Pass and flag rows for each check (tests/cases/<ID>.yml).

A case is a ``text``, a ``table`` of the base form, a single ``row`` of an indicator form (name,
target, actual, weight, score, reason) or its ``rows`` with the first-level indicator in front;
``text`` and ``after`` stand around the rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import analysed, found

CASES = Path(__file__).parent.parent / "cases"
_HEAD = "| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |"
_RULE = "| --- | --- | --- | --- | --- | --- | --- |"
_BASE = """

2023年度部门整体支出绩效评价基础数据表

| 财政供养人员情况（人） | 编制数 | 2023年实际在职人数 |
| --- | --- | --- |
|  | 28 | 26 |

2023年度部门经费控制情况表

| 经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 |
| --- | --- | --- | --- |
| 公用经费 | 88.10 | 70.00 | 66.50 |
| 会议费 | 1.20 | 1.50 | 1.10 |
"""


def _load() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def _body(check: str, case: dict[str, Any]) -> str:
    if "row" in case:
        return f"{_HEAD}\n| 产出指标 | " + " | ".join(case["row"].split("|")) + " |\n"
    if "rows" in case:
        rows = "\n".join("| " + " | ".join(row.split("|")) + " |" for row in case["rows"])
        return f"{case.get('text', '')}\n\n{_HEAD}\n{_RULE}\n{rows}\n\n{case.get('after', '')}"
    if "table" in case:
        rows = "\n".join("| " + " | ".join(row) + " |" for row in case["table"])
        return f"2023年度基础数据表\n\n{rows}\n"
    return case["text"] + (_BASE if check == "NAR01" else "")


@pytest.mark.parametrize(
    ("check", "case"), _load(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_case(check: str, case: dict[str, Any]) -> None:
    fired = found(analysed(_body(check, case)), check)
    assert bool(fired) is case["flag"], (case, [t.working for t in fired])


def test_every_case_file_names_a_check() -> None:
    from auditor.checks import CHECKS

    assert {path.stem for path in CASES.glob("*.yml")} <= {check.id for check in CHECKS}
