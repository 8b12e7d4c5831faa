"""TPL04."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import Table

_ASKED = re.compile(r"\(([^()]*、[^()]*)\)\s*$")
_ITEM = re.compile(r"[一-鿿]{2,6}")
_LEAST = 3
_SHARED = 2
_NEAR = 60
"""Characters between a title and a table whose own caption parts them."""


@check(id="TPL04", family=Family.TEMPLATE, severity=Severity.LOW, contradiction=False)
def roster_lacks_columns(ctx: CheckContext) -> Iterator[Tick]:
    """名单表缺标题要求的栏目。

    ## 检查内容
    标题括号内列明的栏目（姓名、工作单位、职务、职称）在其下的名单表中是否都有。
    ## 为何重要
    缺少的栏目是模板要求填报的内容。
    ## 违反示例
    六、评价工作组人员名单（姓名、工作单位、职务、职称）

    | 序号 | 姓名 | 工作单位 | 职务 |
    | --- | --- | --- | --- |
    | 1 | 陈某 | 测试局 | 科长 |
    ## 符合示例
    六、评价工作组人员名单（姓名、工作单位、职务、职称）

    | 序号 | 姓名 | 工作单位 | 职务 | 职称 |
    | --- | --- | --- | --- | --- |
    | 1 | 陈某 | 测试局 | 科长 | 会计师 |
    ## 局限
    表头须与括号内至少两项相同，才视为该标题所说的表；“职务/职称”合为一栏的视为都有。
    """
    for section in ctx.document.sections:
        asked = _ASKED.search(section.title)
        if asked is None:
            continue
        items = [item.strip() for item in asked.group(1).split("、")]
        if len(items) < _LEAST or not all(_ITEM.fullmatch(item) for item in items):
            continue
        for parsed in ctx.tables:
            table = parsed.table
            gap = table.span.start - section.heading.end
            inside = gap >= 0 and (table.span.start < section.span.end or gap < _NEAR)
            head = _head(table, items) if inside else ""
            if not head:
                continue
            missing = [item for item in items if item not in head]
            yield tick(
                "TPL04",
                not missing,
                stated="、".join(items),
                expected=head,
                working=f"{'、'.join(items)} − {head} = {'、'.join(missing) or '∅'}",
                evidence=[
                    ctx.evidence(section.heading, EvidenceRole.STATED, "标题"),
                    ctx.evidence(table.rows()[0][0].span, EvidenceRole.COUNTERPART, "表头"),
                ],
                facts={"missing": "、".join(missing) or "—"},
                confidence=0.9,
            )
            break


def _head(table: Table, items: list[str]) -> str:
    """The first row's labels in one, where it names at least two of the items."""
    rows = table.rows()
    labels = "、".join("".join(c.text.split()) for c in rows[0] if c.text) if rows else ""
    return labels if sum(item in labels for item in items) >= _SHARED else ""
