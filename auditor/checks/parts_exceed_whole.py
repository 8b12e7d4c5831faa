"""SUM03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.amounts import implausible, sum_working
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.overlap import apart, distinct, nothing_larger
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import Constraint, at_most
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import total
from auditor.language import disjoint

_RESIDUAL = re.compile(r"节约|节$|节余|结余|结转|剩余|差额|超支|退回|收回")


@check(id="SUM03", family=Family.SUMS, severity=Severity.HIGH)
def parts_exceed_whole(ctx: CheckContext) -> Iterator[Tick]:
    """“其中”各项之和超过合计。

    ## 检查内容
    “其中”只列出部分分项时，分项（或分项之和）不得超过合计。
    ## 为何重要
    部分大于整体必有一数有误。
    ## 违反示例
    全年举办各类培训12场，其中消防安全培训15场。
    ## 符合示例
    全年举办各类培训12场，其中消防安全培训5场。
    ## 局限
    单位不能换算的不比较；概数按区间比较；已由SUM01核对的完整分项不重复。分项之间可能重叠（如“其中女性、其中党员”）
    时只核对每一项，行政、事业一类互不相容的分项核对其和；“其中”前并列几个同单位的数而分项可能属于其和的不判断。
    """
    for group, whole, parts in ctx.groups_of(GroupKind.SUBSET):
        quantities = [part.quantity for part in parts]
        limit = whole.quantity.base
        largest = max(parts, key=lambda part: part.quantity.base_value)
        expected = total(q.base for q in quantities)
        single = _exceeds(largest.quantity.base.low, limit.high)
        ok: bool | None = not single
        if not single and _exceeds(expected.low, limit.high):
            ok = False if apart(ctx, whole, parts) else None
        compared = largest.quantity.base_value if single else sum(q.base_value for q in quantities)
        far = implausible(whole.quantity.base_value, Decimal(compared))
        far = far and not (single and nothing_larger(ctx, whole, largest))
        if far and len(parts) > 1 and disjoint([part.indicator for part in parts]):
            far = False
        if ok is False and (far or _fits_another(ctx, whole, largest)):
            ok = None
        shown = [largest.quantity] if single else quantities
        chosen = (largest,) if single else parts
        yield tick(
            "SUM03",
            ok,
            stated=" + ".join(q.text for q in shown),
            expected=f"≤ {whole.quantity.text}",
            working=sum_working(whole.quantity, shown).replace("≠", ">" if not ok else "≤"),
            evidence=(
                *(ctx.evidence(part, EvidenceRole.STATED) for part in chosen),
                ctx.evidence(whole, EvidenceRole.COUNTERPART),
            ),
            facts={"indicator": whole.indicator, "part": largest.indicator},
            stated_bounds=expected,
            expected_bounds=limit,
            severity=Severity.MEDIUM if group.open_list else Severity.HIGH,
            confidence=0.85,
            constraint=_constraint(ctx, whole, parts, single=single),
        )


def _constraint(
    ctx: CheckContext, whole: Claim, parts: Sequence[Claim], *, single: bool
) -> Constraint:
    """Each part is at most the whole, all together only where they exclude each other."""
    if not single and distinct(ctx, parts):
        return at_most([part.quantity for part in parts], whole.quantity)
    largest = max(parts, key=lambda part: part.quantity.base_value)
    return at_most((largest.quantity,), whole.quantity)


def _fits_another(ctx: CheckContext, whole: Claim, part: Claim) -> bool:
    """Whether the part may belong to other amounts before: 在职52人、退休18人，其中党员40人."""
    unit = whole.quantity.unit
    residual = bool(_RESIDUAL.search(whole.indicator))
    paragraph = ctx.paragraphs.get(whole.sentence.start)
    before = [
        c.quantity.base
        for c in ctx.claims
        if (
            (c.sentence == whole.sentence and (c is whole or c.quantity.text in whole.context))
            or (residual and ctx.paragraphs.get(c.sentence.start) == paragraph)
        )
        and c.cell == whole.cell
        and c.quantity.span.end <= part.quantity.span.start
        and c.quantity.unit is not None
        and unit is not None
        and c.quantity.unit.base == unit.base
        and states_level(c.role)
    ]
    return len(before) > 1 and not _exceeds(part.quantity.base.low, total(before).high)


def _exceeds(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high
