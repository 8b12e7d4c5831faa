"""SUM01."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditor.checks.amounts import (
    amount,
    difference,
    digit_repair,
    implausible,
    quotient,
    stated_base,
    sum_working,
)
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.cut_off import cut_off
from auditor.checks.overlap import apart, nothing_larger
from auditor.checks.slips import holds_without_one
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show, total
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import complement_set

_NAMES = 3
_OTHERS = 2
"""Amounts in which two lists of the same names differ: the budget and what was spent of it."""
_FULL_LIST = 5
"""Kinds of a list that goes down to ones and twos, and what share of the whole it may lack."""
_NEAR = 20
_FEW = 2


@check(id="SUM01", family=Family.SUMS, severity=Severity.HIGH)
def parts_differ_from_whole(ctx: CheckContext) -> Iterator[Tick]:
    """“其中”各项之和与合计不符。

    ## 检查内容
    正文以“其中”“包括”“分别为”或并列方式列出的各项相加，是否等于所述合计。
    ## 为何重要
    合计与分项是同一组数，不平说明至少一个数有误。
    ## 违反示例
    2023年支出合计640.00万元，其中：基本支出510.30万元，项目支出120.70万元。
    ## 符合示例
    2023年支出合计631.00万元，其中：基本支出510.30万元，项目支出120.70万元。
    ## 局限
    “其中”只列部分、带“等”“主要”的开口清单，只核对分项不超过合计（见SUM03）；能穷尽合计的分项（如基本支出与
    项目支出、在职与离退休）、另一处同名清单恰好加总的，或仅差一个数位的才判为不符；
    分项之和等于同段前文另一个数的不判断；清单自带合计的，与该合计而不与其前的控制价、概算核对；四舍五入按各数末位半个单位累计放宽。
    """
    for group, whole, parts in ctx.groups_of(GroupKind.PARTITION, GroupKind.SUBSET):
        if len(parts) >= 2:
            yield _tick(ctx, group, whole, parts)


def _tick(ctx: CheckContext, group: ClaimGroup, whole: Claim, parts: tuple[Claim, ...]) -> Tick:
    expected = total(stated_base(part.quantity) for part in parts)
    ok: bool | None = whole.quantity.base.overlaps(expected)
    confidence, severity = 0.95, _severity(whole)
    constraint = sum_of(
        whole.quantity,
        [part.quantity for part in parts],
        promised=not (group.kind is GroupKind.SUBSET or group.open_list or group.observed),
    )
    if not ok:
        quantities = [part.quantity for part in parts]
        typed = digit_repair(whole.quantity, quantities)
        known = group.summed or complement_set([part.indicator for part in parts])
        if (
            (not known and (holds_without_one(whole, parts) or not _sum(parts)))
            or _of_another(ctx, whole, parts)
            or _goes_on(ctx, whole, parts)
            or _shares_leave_out(ctx, whole, parts)
            or (not known and _far(ctx, whole, parts))
        ):
            ok = None
        elif group.kind is GroupKind.SUBSET or group.open_list:
            ok = False if typed and not group.open_list else None
            confidence, severity = 0.7, Severity.MEDIUM
            full = _to_the_last(whole, parts) or _full_elsewhere(ctx, parts)
            if not group.open_list and (full or _parallel(whole, parts)):
                ok = False
            if ok is False and _sum(parts) > whole.quantity.base_value and apart(ctx, whole, parts):
                ok = None
    return tick(
        "SUM01",
        ok,
        stated=whole.quantity.text,
        expected=_shown(whole, parts),
        working=sum_working(whole.quantity, [part.quantity for part in parts]),
        evidence=(
            ctx.evidence(whole, EvidenceRole.STATED),
            *(ctx.evidence(part, EvidenceRole.COMPUTED_FROM) for part in parts),
        ),
        facts={
            "indicator": whole.indicator,
            "parts": "、".join(part.indicator or part.quantity.text for part in parts),
        },
        stated_bounds=whole.quantity.base,
        expected_bounds=expected,
        difference=difference(whole.quantity, _sum(parts)),
        severity=severity,
        confidence=confidence,
        constraint=constraint,
    )


def _far(ctx: CheckContext, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Whether sum and whole are of another size, and no single part is more than the whole."""
    largest = max(parts, key=lambda part: part.quantity.base_value)
    beyond = largest.quantity.base_value > whole.quantity.base_value
    if beyond and nothing_larger(ctx, whole, largest):
        return False
    return implausible(whole.quantity.base_value, _sum(parts))


def _goes_on(ctx: CheckContext, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Whether the text is cut off inside the list, so that parts of it are missing."""
    rest = ctx.document.folded[parts[-1].quantity.span.end :]
    less = _sum(parts) < whole.quantity.base_value
    return less and "。" not in rest and "\n" not in rest.strip() and cut_off(ctx.document)


def _shares_leave_out(ctx: CheckContext, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Whether each part has its right share of the whole behind it: the list names some of them."""
    after = dict(pairwise(ctx.claims))
    shares = [after.get(part) for part in parts]
    return all(
        share is not None
        and share.role is Role.SHARE
        and (found := quotient(part.quantity, whole.quantity)) is not None
        and share.quantity.lenient.overlaps(found)
        for part, share in zip(parts, shares, strict=True)
    )


def _of_another(ctx: CheckContext, whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Whether another amount before the parts, in the same paragraph, is what they add up to."""
    unit = whole.quantity.unit
    sum_of_parts = total(part.quantity.base for part in parts)
    paragraph = ctx.paragraphs.get(whole.sentence.start)
    return any(
        claim.quantity.base.overlaps(sum_of_parts)
        for claim in ctx.claims
        if claim is not whole
        and not _named_alike(whole, parts, claim)
        and claim.quantity.span.end <= parts[0].quantity.span.start
        and claim.cell == whole.cell
        and ctx.paragraphs.get(claim.sentence.start) == paragraph
        and claim.quantity.unit is not None
        and unit is not None
        and claim.quantity.unit.base == unit.base
        and states_level(claim.role)
    )


def _named_alike(whole: Claim, parts: tuple[Claim, ...], other: Claim) -> bool:
    """Whether the parts take up the whole's last word and ``other`` hasn't got it: 执行…，其中基本支出执行."""
    word = whole.indicator[-2:]
    return (
        len(word) == 2
        and word not in other.indicator
        and all(word in part.indicator for part in parts)
    )


def _parallel(whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Lists of three and more that miss the whole by a slip in one three-digit number.

    The kinds are named alike (县道、乡道、村道), or hardly anything is left over.
    """
    if len(parts) < 3 or not all(part.indicator for part in parts):
        return False
    first, last = ({p.indicator[at] for p in parts} for at in (0, -1))
    alike = len(first) == 1 or len(last) == 1
    quantities = [part.quantity for part in parts]
    near = abs(whole.quantity.base_value - _sum(parts)) * 20 <= whole.quantity.base_value
    return (alike or near) and digit_repair(whole.quantity, quantities, least=3)


def _full_elsewhere(ctx: CheckContext, parts: tuple[Claim, ...]) -> bool:
    """Whether a list of the same names, in other amounts, adds up to its own whole.

    申请预算2026400元，其中…; 完成预算1329120.67元，其中…: then these names leave nothing out.
    """
    known = ctx.once(_full_lists).get(frozenset(part.indicator for part in parts))
    values = {part.indicator: part.quantity.base_value for part in parts}
    return any(
        sum(values[name] != value for name, value in other.items()) >= _OTHERS
        for other in known or ()
    )


def _full_lists(ctx: CheckContext) -> dict[frozenset[str], list[dict[str, Decimal]]]:
    """The lists of three names and more that add up, by their names."""
    found: dict[frozenset[str], list[dict[str, Decimal]]] = {}
    for _, whole, parts in ctx.groups_of(GroupKind.PARTITION, GroupKind.SUBSET):
        values = {part.indicator: part.quantity.base_value for part in parts}
        told = len(values) == len(parts) >= _NAMES and all(values) and all(values.values())
        if told and whole.quantity.base.overlaps(total(p.quantity.base for p in parts)):
            found.setdefault(frozenset(values), []).append(values)
    return found


def _to_the_last(whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Lists that go down to ones and twos, where no more than such a part is missing.

    小学38所、初中14所、高中6所、职校2所、特校1所: what is as large as the last one would be named.
    """
    left = whole.quantity.base_value - _sum(parts)
    least = min(part.quantity.base_value for part in parts)
    plain = all(not p.quantity.hedge and not p.quantity.comparator for p in (whole, *parts))
    counts = whole.quantity.dimension in (Dimension.COUNT, Dimension.PEOPLE)
    near = 0 < least <= left <= _FEW and left * _NEAR <= whole.quantity.base_value
    return plain and counts and len(parts) >= _FULL_LIST and near


def _severity(whole: Claim) -> Severity:
    return Severity.HIGH if whole.quantity.dimension is Dimension.MONEY else Severity.MEDIUM


def _shown(whole: Claim, parts: tuple[Claim, ...]) -> str:
    unit = whole.quantity.unit
    if unit is None:
        return show(total(part.quantity.base for part in parts))
    return amount(_sum(parts), unit)


def _sum(parts: tuple[Claim, ...]) -> Decimal:
    return sum((part.quantity.base_value for part in parts), start=Decimal(0))
