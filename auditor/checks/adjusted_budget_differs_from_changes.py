"""BAL04."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import amount, difference, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, total
from auditor.core.quantity import Dimension

_INITIAL = re.compile(r"年初(?!结)[^,;。]{0,8}预算|年初批复|年初安排")
_ADDED = re.compile(
    r"(?:追加|调增|增拨|新增下达)(?:预算|指标|资金|经费|安排)?(?:数|共计?)?(?:为)?$"
)
_CUT = re.compile(r"(?:追减|调减|核减|收回)(?:预算|指标|资金|经费)?(?:数|共计?)?(?:为)?$")
_ADJUSTED = re.compile(
    r"调整后[^,;。]{0,6}预算|调整预算数?|调整后[^,;。]{0,4}(?:为|数)$|全年预算数?"
)
_OTHER = re.compile(r"收入|结转|结余|三公|基本支出|项目支出|公用|人员")


@check(id="BAL04", family=Family.BALANCES, severity=Severity.MEDIUM)
def adjusted_budget_differs_from_changes(ctx: CheckContext) -> Iterator[Tick]:
    """调整后预算与年初预算、追加（追减）数不符。

    ## 检查内容
    同一大节内写明年初预算、年中追加（追减）和调整后预算的，年初预算＋追加－追减是否等于调整后预算。
    ## 为何重要
    调整后预算是执行率的分母。
    ## 违反示例
    年初预算安排支出1850.00万元，年中追加986.50万元，调整后预算数为2863.50万元。
    ## 符合示例
    年初预算安排支出1850.00万元，年中追加986.50万元，调整后预算数为2836.50万元。
    ## 局限
    任一项写了几个不同的数，或提到上年结转的不判断；基本支出、项目支出等分项的调整不核对。
    """
    sections: dict[int | None, list[Claim]] = {}
    for claim in ctx.claims:
        if claim.quantity.dimension is Dimension.MONEY and claim.cell is None:
            path = ctx.document.section_path(claim.section)
            sections.setdefault(path[0].id if path else None, []).append(claim)
    for claims in sections.values():
        yield from _section(ctx, claims)


def _section(ctx: CheckContext, claims: Sequence[Claim]) -> Iterator[Tick]:
    own = [c for c in claims if c.id not in ctx.wholes and not _OTHER.search(c.context)]
    initial = _only([c for c in own if _INITIAL.search(c.context)])
    added = _only([c for c in own if _ADDED.search(c.context)])
    adjusted = _only([c for c in own if _ADJUSTED.search(c.context)])
    if initial is None or added is None or adjusted is None:
        return
    if len({initial.id, added.id, adjusted.id}) < 3:
        return
    cuts = [c for c in own if _CUT.search(c.context)]
    cut = _only(cuts)
    if cuts and cut is None:
        return
    yield _tick(ctx, adjusted, initial, added, cut, carried=_carried(ctx, initial, adjusted))


def _only(claims: Sequence[Claim]) -> Claim | None:
    return claims[0] if len({c.quantity.base_value for c in claims}) == 1 else None


def _carried(ctx: CheckContext, first: Claim, last: Claim) -> bool:
    start = min(first.sentence.start, last.sentence.start)
    end = max(first.sentence.end, last.sentence.end)
    return bool(re.search(r"(?:上年|年初)[^,;。]{0,4}结[转余]", ctx.document.folded[start:end]))


def _tick(
    ctx: CheckContext,
    adjusted: Claim,
    initial: Claim,
    added: Claim,
    cut: Claim | None,
    *,
    carried: bool,
) -> Tick:
    stated = adjusted.quantity
    expected: Interval = total((initial.quantity.base, added.quantity.base))
    value = initial.quantity.base_value + added.quantity.base_value
    working = f"{in_unit(initial.quantity, stated.unit)} + {in_unit(added.quantity, stated.unit)}"
    if cut is not None:
        expected -= cut.quantity.base
        value -= cut.quantity.base_value
        working += f" - {in_unit(cut.quantity, stated.unit)}"
    ok: bool | None = stated.base.overlaps(expected)
    if not ok and carried:
        ok = None
    used = [c for c in (initial, added, cut) if c is not None]
    return tick(
        "BAL04",
        ok,
        stated=stated.text,
        expected=amount(value, stated.unit),
        working=f"{working} = {amount(value, stated.unit)} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(adjusted, EvidenceRole.STATED),
            *(ctx.evidence(c, EvidenceRole.COMPUTED_FROM) for c in used),
        ),
        facts={"indicator": adjusted.indicator},
        stated_bounds=stated.base,
        expected_bounds=expected,
        difference=difference(stated, value),
        confidence=0.7,
        constraint=sum_of(stated, [c.quantity for c in used], (1, 1, -1)[: len(used)]),
    )
