"""EVI04."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.table import NumericCell

_PARENT = re.compile(r"项目支出$")
_TEMPLATE = re.compile(r"一个专项一行|^…|市级专项资金|省级专项资金|其他")


@check(id="EVI04", family=Family.EVIDENCE, severity=Severity.MEDIUM, contradiction=False)
def project_without_form(ctx: CheckContext) -> Iterator[Tick]:
    """有支出的项目没有项目自评表。

    ## 检查内容
    基础数据表“项目支出”下列有金额的项目，是否都附有项目支出绩效自评表（报告已附有其他项目的自评表时）；缺表的项目合为一条。
    ## 为何重要
    项目自评要求一个项目一张表；缺表的资金没有绩效说明。
    ## 违反示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 80.00 | 100.00 |
    | 1、普法宣传经费 | 30.00 | 40.00 |
    | 2、档案数字化 | 50.00 | 60.00 |

    2023年度项目支出绩效自评表

    | 项目名称 | 普法宣传经费 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 |
    ## 符合示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 80.00 | 40.00 |
    | 1、普法宣传经费 | 30.00 | 40.00 |
    | 2、档案数字化 | 50.00 | 0 |

    2023年度项目支出绩效自评表

    | 项目名称 | 普法宣传经费 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 |
    ## 局限
    一张项目自评表都没有的报告不判断；多数项目没有自评表的（可能只要求附重点项目），列为低级别；项目名称写法差异大的可能误提。
    """
    subjects = [table.subject for table in ctx.tables if table.subject]
    if not subjects:
        return
    for table in ctx.tables:
        if table.subject:
            continue
        for group in table.hierarchy:
            parents = [n for n in table.numbers if n.row == group.parent]
            if not parents or not _PARENT.search(parents[0].indicator):
                continue
            spent = [cell for row in group.parts if (cell := _spent(table.numbers, row))]
            projects = [cell for cell in spent if not _TEMPLATE.search(cell.indicator)]
            missing = [cell for cell in projects if not _has_form(cell, subjects)]
            for cell in projects:
                if cell not in missing:
                    yield _tick(ctx, [cell], subjects, ok=True, total=len(projects))
            if missing:
                yield _tick(ctx, missing, subjects, ok=False, total=len(projects))


def _spent(numbers: tuple[NumericCell, ...], row: int) -> NumericCell | None:
    found = [n for n in numbers if n.row == row and n.role is Role.FINAL and n.quantity.value > 0]
    latest = max((n.period.year or 0 for n in found), default=0)
    years = {n.period.year for n in numbers if n.period.year}
    current = [n for n in found if n.period.year == latest and latest == max(years, default=latest)]
    return current[0] if current else None


def _same_row(ctx: CheckContext, cell: NumericCell) -> list[NumericCell]:
    return [
        n
        for table in ctx.tables
        for n in table.numbers
        if (n.table_id, n.row) == (cell.table_id, cell.row)
    ]


def _has_form(cell: NumericCell, subjects: Sequence[str]) -> bool:
    return any(
        fuzz.partial_ratio(cell.indicator, subject) >= 80 or cell.indicator in subject
        for subject in subjects
    )


def _tick(
    ctx: CheckContext,
    cells: Sequence[NumericCell],
    subjects: Sequence[str],
    *,
    ok: bool,
    total: int,
) -> Tick:
    named = "、".join(cell.indicator for cell in cells)
    return tick(
        "EVI04",
        ok,
        stated="；".join(f"{cell.indicator} {cell.quantity.text}" for cell in cells),
        expected="、".join(subjects),
        working=f"{named} {'∈' if ok else '∉'} {{{'、'.join(subjects)}}}",
        evidence=[
            ctx.evidence(number, EvidenceRole.STATED)
            for cell in cells
            for number in (cell, *(n for n in _same_row(ctx, cell) if n is not cell))
        ],
        facts={"indicator": named, "forms": "、".join(subjects)},
        severity=Severity.MEDIUM if ok or 2 * len(cells) <= total else Severity.LOW,
        confidence=0.75,
    )
