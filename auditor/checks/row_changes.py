"""Changes told of a table's row whose two years the text doesn't repeat: 项目支出增加56.98万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.amounts import amount, implausible, in_unit
from auditor.checks.base import CheckContext, tick
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import difference_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.table import NumericCell
from auditor.language import normal_form

_MOVED = re.compile(
    r"(?:比|较|与|同)(?:上年|去年)\S{0,4}|增加|减少|增长|下降|上升|降低|净增|净减|了$"
)
_BASIS = frozenset({"", "上年", "上年度", "去年", "同比", "上年同期"})


def changes_against_rows(ctx: CheckContext) -> Iterator[Tick]:
    """A tick for each change named exactly like one row that has both years."""
    grouped = {part for g in ctx.groups if g.kind is GroupKind.GROWTH for part in g.parts}
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for claim in ctx.claims:
        last = claim.basis in _BASIS or claim.basis.startswith(str(year - 1))
        if claim.role is not Role.CHANGE or claim.id in grouped or not last:
            continue
        name = _name(_MOVED.sub("", claim.indicator))
        rows = list(_rows(ctx, claim, name, year)) if len(name) >= 4 else []
        if len(rows) == 1:
            yield _tick(ctx, claim, *rows[0])


def _name(phrase: str) -> str:
    return re.sub(r"^其中[:,]?|[:,、]+$", "", normal_form(phrase))


def _rows(
    ctx: CheckContext, claim: Claim, name: str, year: int
) -> Iterator[tuple[NumericCell, NumericCell]]:
    """This year's and last year's final figure of the rows called ``name``."""
    unit = claim.quantity.unit
    for cells in ctx.rows.values():
        finals = {
            n.period.year: n
            for n in cells
            if n.role is Role.FINAL
            and _name(n.indicator) == name
            and n.quantity.unit is not None
            and unit is not None
            and n.quantity.unit.base == unit.base
        }
        if year in finals and year - 1 in finals:
            yield finals[year], finals[year - 1]


def _tick(ctx: CheckContext, claim: Claim, now: NumericCell, before: NumericCell) -> Tick:
    stated = claim.quantity.base if claim.direction > 0 else -claim.quantity.base
    expected = now.quantity.base - before.quantity.base
    gap = now.quantity.base_value - before.quantity.base_value
    ok: bool | None = stated.overlaps(expected)
    if not ok and implausible(claim.quantity.base_value, abs(gap)):
        ok = None
    unit = claim.quantity.unit
    return tick(
        "GRO01",
        ok,
        stated=claim.quantity.text,
        expected=amount(abs(gap), unit),
        working=f"{in_unit(now.quantity, unit)} - {in_unit(before.quantity, unit)} = {amount(gap, unit)} {'=' if ok else '≠'} {'-' if claim.direction < 0 else ''}{claim.quantity.text}",
        evidence=(
            ctx.evidence(claim, EvidenceRole.STATED),
            ctx.evidence(now, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(before, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"indicator": now.indicator},
        stated_bounds=stated,
        expected_bounds=expected,
        severity=Severity.MEDIUM,
        confidence=0.75,
        constraint=difference_of(now.quantity, before.quantity, claim.quantity, claim.direction),
    )
