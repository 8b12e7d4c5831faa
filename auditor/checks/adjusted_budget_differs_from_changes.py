"""BAL04."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.amounts import amount, difference, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_INITIAL = re.compile(r"年初(?:部门)?(?:批复|安排)?(?:的)?预算|年初预算(?:数|安排|批复)?|年初批复")
_ADJUSTED = re.compile(
    r"(?:全年|调整后?的?|最终|年末|变动后)(?:全年|部门|的)*预算(?:数|总额|资金)?(?:调整)?(?:为|达|是|共)?\s*$"
    r"|预算(?:数)?调整(?:为|到|至)\s*$|调整预算(?:数)?(?:为)?\s*$"
)
_PLUS = re.compile(r"追加|调增|增加|新增|增拨|调入|结转")
_MINUS = re.compile(r"调减|核减|收回|追减|压减|减少|交回|上缴|调出")
_MOST = 6


@dataclass(frozen=True, slots=True)
class _Adjusted:
    initial: Claim
    changes: tuple[tuple[Claim, int], ...]
    final: Claim

    @property
    def expected(self) -> Interval:
        value = self.initial.quantity.base
        for claim, sign in self.changes:
            value = value + claim.quantity.base if sign > 0 else value - claim.quantity.base
        return value


@check(id="BAL04", family=Family.BALANCES, severity=Severity.MEDIUM)
def adjusted_budget_differs_from_changes(ctx: CheckContext) -> Iterator[Tick]:
    """年初预算加减调整数不等于全年预算。

    ## 检查内容
    同一段写明年初预算、年中追加（调增）或调减的金额和调整后（全年）预算时，年初预算＋追加－调减是否等于调整后预算。
    ## 为何重要
    全年预算是执行率的分母；年初、追加、全年三者不平，执行率和得分都无从核对。
    ## 违反示例
    2023年年初预算500.00万元，年中追加专项资金120.00万元、调减培训费8.00万元，调整后预算621.00万元。
    ## 符合示例
    2023年年初预算500.00万元，年中追加专项资金120.00万元、调减培训费8.00万元，调整后预算612.00万元。
    ## 局限
    调整数须写在年初预算与调整后预算之间，其间有说不清增减的金额、或差额恰为同段另一金额（如上年结转）的不判断；
    只说“年中有追加”而没有金额的不核对。
    """
    paragraphs: dict[int, list[Claim]] = {}
    for claim in ctx.claims:
        number = ctx.paragraphs.get(claim.sentence.start)
        if (
            claim.cell is None
            and claim.quantity.dimension is Dimension.MONEY
            and number is not None
        ):
            paragraphs.setdefault(number, []).append(claim)
    parts = {part for group in ctx.groups for part in group.parts if group.whole in ctx.by_id}
    for claims in paragraphs.values():
        found = _adjusted(ctx, claims, parts)
        if found is not None:
            yield _tick(ctx, found, claims)


def _adjusted(ctx: CheckContext, claims: Sequence[Claim], parts: set[str]) -> _Adjusted | None:
    """The first run 年初预算 … changes … 全年预算 of one year in which each amount is understood."""
    initial: Claim | None = None
    changes: list[tuple[Claim, int]] = []
    year = ctx.document.identity.fiscal_year
    for claim in claims:
        if claim.period.year not in (None, year):
            continue
        if _INITIAL.search(claim.context):
            if initial is not None:
                return None
            initial = claim
        elif initial is None or _is_part(ctx, claim, parts):
            continue
        elif _ADJUSTED.search(claim.context) and claim.role is not Role.FINAL:
            return _Adjusted(initial, tuple(changes), claim) if changes else None
        else:
            words = claim.context if claim.context != claim.indicator else claim.indicator
            sign = _sign(words)
            if not sign or len(changes) >= _MOST:
                return None
            changes.append((claim, sign))
    return None


def _is_part(ctx: CheckContext, claim: Claim, parts: set[str]) -> bool:
    """Whether the amount only breaks down another: 追加120万元（其中专项…）."""
    whole = ctx.wholes.get(claim.id)
    return claim.id in parts and whole is not None and bool(_sign(whole.context))


def _sign(words: str) -> int:
    plus, minus = list(_PLUS.finditer(words)), list(_MINUS.finditer(words))
    if not plus and not minus:
        return 0
    last_plus = plus[-1].start() if plus else -1
    last_minus = minus[-1].start() if minus else -1
    return 1 if last_plus > last_minus else -1


def _tick(ctx: CheckContext, found: _Adjusted, claims: Sequence[Claim]) -> Tick:
    final = found.final.quantity
    ok: bool | None = final.base.overlaps(found.expected)
    value = found.initial.quantity.base_value + sum(
        (sign * claim.quantity.base_value for claim, sign in found.changes), Decimal(0)
    )
    gap = abs(final.base_value - value)
    known = {found.initial.id, found.final.id, *(claim.id for claim, _ in found.changes)}
    if not ok and any(c.quantity.base.contains(gap) for c in claims if c.id not in known):
        ok = None
    unit = final.unit
    terms = "".join(
        f" {'+' if sign > 0 else '-'} {in_unit(claim.quantity, unit)}"
        for claim, sign in found.changes
    )
    return tick(
        "BAL04",
        ok,
        stated=final.text,
        expected=amount(value, unit),
        working=f"{in_unit(found.initial.quantity, unit)}{terms} = {amount(value, unit)} {'=' if ok else '≠'} {final.text}",
        evidence=(
            ctx.evidence(found.final, EvidenceRole.STATED),
            ctx.evidence(found.initial, EvidenceRole.COMPUTED_FROM),
            *(ctx.evidence(claim, EvidenceRole.COMPUTED_FROM) for claim, _ in found.changes),
        ),
        facts={"indicator": found.final.indicator or "全年预算"},
        stated_bounds=final.base,
        expected_bounds=found.expected,
        difference=difference(final, value),
        confidence=0.8,
        constraint=sum_of(
            final,
            [found.initial.quantity, *(claim.quantity for claim, _ in found.changes)],
            (1, *(sign for _, sign in found.changes)),
        ),
    )
