"""TPL02."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick

_TITLE = re.compile(r"预决算|预算和决算|预算、决算|决算情况|收支决算")
_BOTH = re.compile(r"预决算|预算[和、]决算")
_SPENT = re.compile(r"(?:拨款|年度?|本年|全年)支出(?:总额|为|共计?)?\s?\d")
"""A section of final accounts may call what was spent 支出 and no more."""
_FINAL = re.compile(
    r"决算|执行|实际|支出完成|支出合计|支出总计|收入合计|全年支出|已支出|使用|支付|实现收入|收支情况见"
)


@check(id="TPL02", family=Family.TEMPLATE, severity=Severity.HIGH, contradiction=False)
def heading_promises_final_accounts(ctx: CheckContext) -> Iterator[Tick]:
    """标题为预决算，内容只有预算。

    ## 检查内容
    标题含“预决算”“决算”的一节有金额，却没有任何决算、执行的数。
    ## 为何重要
    没有决算数就无法核对执行率，自评的基础缺失。
    ## 违反示例
    （二）部门收支预决算情况

    2023年预算收入310.00万元；支出预算310.00万元。
    ## 符合示例
    （二）部门收支预决算情况

    2023年预算收入310.00万元；支出决算298.00万元。
    ## 局限
    只看该节（含下级各节）文字；数据写在他处或附表的可能误提，故只提一次。
    """
    for section in ctx.document.sections:
        if not _TITLE.search(section.title):
            continue
        body = ctx.document.folded[section.heading.end : section.span.end]
        claims = [
            c
            for c in ctx.claims
            if section.span.contains(c.quantity.span) and c.quantity.dimension.value == "money"
        ]
        if not claims:
            continue
        both = _BOTH.search(section.title) is not None
        ok = bool(_FINAL.search(body)) or (not both and bool(_SPENT.search(body)))
        yield tick(
            "TPL02",
            ok,
            stated=section.title,
            expected="决算",
            working=f"{section.title}: {len(claims)}",
            evidence=[
                ctx.evidence(section.heading, EvidenceRole.STATED),
                *(ctx.evidence(claim, EvidenceRole.COUNTERPART) for claim in claims[:4]),
            ],
            facts={"title": section.title},
            confidence=0.85,
        )
