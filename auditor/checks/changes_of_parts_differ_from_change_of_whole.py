"""GRO02."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.amounts import amount, digit_repair, gap, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, total


@check(id="GRO02", family=Family.GROWTH, severity=Severity.HIGH)
def changes_of_parts_differ_from_change_of_whole(ctx: CheckContext) -> Iterator[Tick]:
    """各项增减额之和与总增减额不符。

    ## 检查内容
    总数与各分项都写明较上年增减额时，各分项增减额（减少取负）相加是否等于总增减额；
    “较上年增加x，其中甲增加a、乙减少b”同此。
    ## 为何重要
    总数等于分项之和，则总增减额必等于分项增减额之和；数字各自看似合理，合起来不成立。
    ## 违反示例
    2023年支出合计900.00万元，较上年增加50.00万元，其中：基本支出增加40.00万元，项目支出增加30.00万元。
    ## 符合示例
    2023年支出合计900.00万元，较上年增加50.00万元，其中：基本支出增加80.00万元，项目支出减少30.00万元。
    ## 局限
    “主要是”“主要原因是”引出的只是部分原因，不作判断，所列三项以上而与总额只差一个数位的除外；各项比较基数不同（上年、年初预算）的不相加；按末位累计放宽。
    """
    seen: set[tuple[str, ...]] = set()
    for group, whole, parts in ctx.groups_of(GroupKind.CHANGE_PARTS):
        key = (whole.id, *sorted(part.id for part in parts))
        if key in seen:
            continue
        seen.add(key)
        stated = _signed(whole)
        expected = total(_signed(part) for part in parts)
        ok: bool | None = stated.overlaps(expected)
        severity = None
        if not ok and (group.open_list or len(parts) < 2):
            ok = False if _mistyped(whole, parts) else None
            severity = Severity.MEDIUM
        base = sum((p.quantity.base_value * _sign(p) for p in parts), start=Decimal(0))
        unit = whole.quantity.unit
        yield tick(
            "GRO02",
            ok,
            stated=_shown(whole),
            expected=amount(base, unit),
            working=f"{_terms(parts, whole)} = {amount(base, unit)} {'=' if ok else '≠'} {_shown(whole)}",
            evidence=(
                ctx.evidence(whole, EvidenceRole.STATED),
                *(ctx.evidence(part, EvidenceRole.COMPUTED_FROM) for part in parts),
            ),
            facts={
                "indicator": whole.indicator,
                "parts": "、".join(part.indicator for part in parts),
            },
            stated_bounds=stated,
            expected_bounds=expected,
            difference=gap(whole.quantity.base_value * _sign(whole) - base, unit),
            confidence=0.85,
            severity=severity,
            constraint=sum_of(
                whole.quantity,
                [part.quantity for part in parts],
                [_sign(whole) * _sign(part) for part in parts],
            ),
        )


def _mistyped(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Three or more changes under 主要 that miss the whole by one digit list everything."""
    if len(parts) < 3:
        return False
    sign = _sign(whole)
    signs = [sign * _sign(part) for part in parts]
    return digit_repair(whole.quantity, [part.quantity for part in parts], signs)


def _sign(claim: Claim) -> int:
    return -1 if claim.direction < 0 else 1


def _signed(claim: Claim) -> Interval:
    return -claim.quantity.base if claim.direction < 0 else claim.quantity.base


def _shown(claim: Claim) -> str:
    return ("-" if claim.direction < 0 else "+") + claim.quantity.text


def _terms(parts: Sequence[Claim], whole: Claim) -> str:
    terms = ""
    for part in parts:
        sign = "-" if part.direction < 0 else "+"
        terms += (f" {sign} " if terms else ("-" if sign == "-" else "")) + in_unit(
            part.quantity, whole.quantity.unit
        )
    return terms
