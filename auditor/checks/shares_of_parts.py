"""The shares of all parts of one whole: they can't be more than all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import gap
from auditor.checks.base import CheckContext, tick
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.finding import EvidenceRole, Tick
from auditor.core.interval import Interval, plain, total
from auditor.core.period import Role
from auditor.language import complement_set

_BEHIND = re.compile(
    r"[,、(]?占(?P<name>[^,;。、\d]{0,14}?)(?:的?(?:比例|比重)|的|比)?(?:达到?|为|约)?"
)
_OF_PLAN = re.compile(r"预算|计划|目标|任务|指标|概算|本级|上年|自身")
"""Each part may have a plan of its own that it is measured by."""
_FULL = 100
_MOST = 150
"""Per cent: shares that add up to more are of several wholes."""
_FEW = 4

_Pair = tuple[Claim, Claim, str]


def shares_of_parts(ctx: CheckContext) -> Iterator[Tick]:
    """RAT01 ticks: 基本支出40万元，占总支出的47%；项目支出45万元，占总支出的55%.

    Only for parts that are known to leave nothing out, and shares of which the whole isn't told.
    """
    known = {share.id for _, share, _ in ctx.groups_of(GroupKind.SHARE)}
    run: list[_Pair] = []
    for part, share in zip(ctx.claims, ctx.claims[1:], strict=False):
        name = _share_of(ctx, part, share)
        if name is None or share.id in known:
            continue
        if run and not _goes_on(ctx, run, part, name):
            run = []
        run = [*run, (part, share, name or (run[0][2] if run else ""))][-_FEW:]
        found = next((run[at:] for at in range(len(run) - 1) if _whole(run[at:])), None)
        if found:
            yield _tick(ctx, [pair[1] for pair in found], found[0][2])
            run = []


def _share_of(ctx: CheckContext, part: Claim, share: Claim) -> str | None:
    """What the share right behind an amount is of by its words; ``None`` where there is none."""
    between = ctx.document.folded[part.quantity.span.end : share.quantity.span.start]
    match = _BEHIND.fullmatch("".join(between.split()))
    plain_share = share.role is Role.SHARE and not share.quantity.comparator
    if match is None or _OF_PLAN.search(match.group("name")) or not plain_share:
        return None
    if not states_level(part.role) or part.cell != share.cell:
        return None
    return match.group("name")


def _goes_on(ctx: CheckContext, run: list[_Pair], part: Claim, name: str) -> bool:
    """Whether a part stands behind the last share, of the same whole and in the same sentence."""
    first, last = run[0], run[-1]
    between = ctx.document.folded[last[1].quantity.span.end : part.quantity.span.start]
    one = first[0].cell == part.cell and first[0].period.year == part.period.year
    return one and name in ("", first[2]) and not re.search(r"[。!?\n]|其中", between)


def _whole(run: list[_Pair]) -> bool:
    return bool(complement_set([part.indicator for part, _, _ in run]))


def _tick(ctx: CheckContext, shares: list[Claim], name: str) -> Tick:
    added = total(share.quantity.lenient for share in shares)
    ok: bool | None = added.low is None or added.low <= _FULL
    value = sum((share.quantity.value for share in shares), start=Decimal(0))
    if value > _MOST:
        ok = None
    stated = shares[-1].quantity
    rest = _FULL - (value - shares[-1].quantity.value)
    terms = " + ".join(share.quantity.text for share in shares)
    return tick(
        "RAT01",
        ok,
        stated=stated.text,
        expected=f"≤ {plain(rest)}%",
        working=f"{terms} = {plain(value)}% {'≤' if ok else '>'} 100%",
        evidence=(
            ctx.evidence(shares[-1], EvidenceRole.STATED),
            *(ctx.evidence(share, EvidenceRole.COMPUTED_FROM) for share in shares[:-1]),
        ),
        facts={"indicator": "各部分占比之和", "part": "各部分", "whole": name or "总体"},
        stated_bounds=stated.base,
        expected_bounds=Interval.exact(rest),
        difference=gap(value - _FULL, stated.unit),
        confidence=0.8,
    )
