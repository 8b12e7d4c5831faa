"""EVI08."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import amount, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain

_TOLD = re.compile(
    r"追加|调增|调减|核减|增拨|追减|收回|调整后|预算调整率|年中(?:增|调|下达)|上级(?:补助|专项|转移支付|下达)|新增(?:预算|资金|项目)|预算(?:增|变动)"
)
_AHEAD = re.compile(r"改进|打算|下一步|建议|措施|今后")


@check(id="EVI08", family=Family.EVIDENCE, severity=Severity.NOTE, contradiction=False)
def budget_change_without_explanation(ctx: CheckContext) -> Iterator[Tick]:
    """预算调整较大而正文没有说明。

    ## 检查内容
    自评表资金栏的全年预算数与年初预算数相差较大（默认30%以上，可在设置中修改），正文没有提到追加、调减等原因。
    ## 为何重要
    预算调整幅度是预算编制质量的主要指标，调整须有依据。
    ## 违反示例
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 180.00 | 180.00 | 10 | 100% | 10 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 符合示例
    年中追加上级补助80.00万元。

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 180.00 | 180.00 | 10 | 100% | 10 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 局限
    只看资金总额；改进措施中泛泛而谈的“减少调整”不算说明，原因写在其他材料中的会提出。
    """
    told = any(
        _TOLD.search(s.span.cut(ctx.document.folded))
        for s in ctx.document.sentences
        if not _AHEAD.search(ctx.title_of(s.section))
    )
    limit = Decimal(str(ctx.settings.budget_change))
    for table in ctx.tables:
        for fund in table.funds:
            if not fund.is_total or fund.initial is None or fund.budget is None:
                continue
            first, last = fund.initial.quantity, fund.budget.quantity
            if first is None or last is None or first.value <= 0 or last.value <= 0:
                continue
            share = (last.base_value - first.base_value) / first.base_value
            ok = abs(share) < limit or told
            shown = f"{plain(round(100 * share, 2))}%"
            yield tick(
                "EVI08",
                ok,
                stated=last.text,
                expected=first.text,
                working=f"({in_unit(last, first.unit)} - {in_unit(first, first.unit)}) ÷ {in_unit(first, first.unit)} = {shown}",
                evidence=[
                    ctx.evidence(fund.budget, EvidenceRole.STATED, "全年预算数", fund.table_id),
                    ctx.evidence(
                        fund.initial, EvidenceRole.COUNTERPART, "年初预算数", fund.table_id
                    ),
                ],
                facts={
                    "share": shown,
                    "change": amount(last.base_value - first.base_value, first.unit),
                    "table": table.table.caption,
                },
                confidence=0.75,
            )
