"""Whether a fact and a cell can be about one thing at all: unit, period, role and scope."""

from __future__ import annotations

import re

from auditor.core.claim import Claim
from auditor.core.period import Period, Role
from auditor.core.quantity import DISCRETE, Dimension, Quantity
from auditor.core.table import NumericCell, TableKind
from auditor.linking.candidates import Fact
from auditor.quantities import may_count_the_same
from auditor.tables.vocabulary import FUND_TOTAL

_SAME_THING: tuple[frozenset[Role], ...] = (
    frozenset({Role.ACTUAL, Role.FINAL, Role.UNKNOWN, Role.HEADCOUNT, Role.RATE, Role.SCORE}),
    frozenset({Role.BUDGET, Role.UNKNOWN, Role.TARGET}),
    frozenset({Role.INITIAL_BUDGET, Role.UNKNOWN}),
    frozenset({Role.TARGET, Role.PLAN}),
    frozenset({Role.ESTABLISHMENT, Role.UNKNOWN}),
    frozenset({Role.BALANCE, Role.UNKNOWN, Role.ACTUAL, Role.FINAL}),
)
_PRIOR_FITS = {
    Role.FINAL: 1.0,
    Role.ACTUAL: 1.0,
    Role.HEADCOUNT: 1.0,
    Role.UNKNOWN: 0.6,
    Role.BALANCE: 0.6,
}
"""Last year's figure is what was spent or done then: the year, not the role, sets its column apart."""
_BESIDE_TARGETS = (
    Role.TARGET, Role.BUDGET, Role.INITIAL_BUDGET, Role.ACTUAL, Role.UNKNOWN,
)  # fmt: skip
_PART_WORDS = re.compile(
    r"基本支出|项目支出|人员(?:经费|支出)|公用|三公|接待|用车|出国|采购|收入|节约|节省|追加(?!后)|结余|结转|发放|补助|补贴"
    r"|奖|贷款|争取|筹集|建设|经费|追讨|上缴|减免"
)


def unit_fit(claim: Quantity, cell: Quantity) -> float | None:
    """How well the units go together: 1 the same base, 0.5 for classifiers that may count one
    thing (场 and 次), 0.2 for other classifiers.

    ``None`` where no conversion makes them one. A bare cell number fits anything a little.
    """
    if cell.unit is None or claim.unit is None:
        return 0.2 if claim.dimension is not Dimension.PERCENT else 0.0
    if claim.unit.base == cell.unit.base:
        return 1.0
    both = {claim.dimension, cell.dimension}
    if both == {Dimension.COUNT}:
        return 0.5 if may_count_the_same(claim.unit, cell.unit) else 0.2
    if claim.unit.name.rstrip("元") == cell.unit.name.rstrip("元") and Dimension.MONEY in both:
        return 0.8
    if both <= DISCRETE and both != {Dimension.PEOPLE, Dimension.COUNT}:
        return 0.2 if "户" not in claim.unit.base + cell.unit.base else None
    return None


def period_fit(period: Period, cell: NumericCell) -> float | None:
    """1 for the same known year, 0.5 where one is unknown; ``None`` for another or the prior one."""
    if not period.compatible(cell.period):
        return None
    if cell.role is Role.PRIOR:
        return None
    return 1.0 if period.year is not None and period.year == cell.period.year else 0.5


def role_fit(role: Role, cell: NumericCell) -> float | None:
    """1 for the same role, less for roles that may state one thing; ``None`` where none can."""
    theirs = cell.role
    if role is theirs:
        return 1.0
    if role is Role.PRIOR:
        return _PRIOR_FITS.get(theirs)
    if role in (Role.GROWTH, Role.SHARE):
        rated = cell.block is TableKind.INDICATORS and theirs in (Role.ACTUAL, Role.RATE)
        return 0.6 if rated else 0.4 if theirs is Role.UNKNOWN else None
    if cell.block is TableKind.INDICATORS and theirs is Role.TARGET:
        return 0.3 if role in _BESIDE_TARGETS else None
    return _between_roles(role, theirs)


def _between_roles(role: Role, theirs: Role) -> float | None:
    if theirs is Role.ACTUAL and role in (Role.BUDGET, Role.INITIAL_BUDGET):
        return None
    if role is Role.SCORE or theirs is Role.SCORE:
        return None
    if role in (Role.TARGET, Role.PLAN):
        return None
    if {role, theirs} == {Role.HEADCOUNT, Role.ESTABLISHMENT}:
        return None
    if Role.RATE in (role, theirs) and theirs not in (Role.ACTUAL, Role.RATE, Role.UNKNOWN):
        return None
    if any(role in group and theirs in group for group in _SAME_THING):
        return 0.6
    if Role.UNKNOWN in (role, theirs) or (role is Role.ACTUAL and theirs is Role.BALANCE):
        return 0.4
    if {role, theirs} == {Role.BUDGET, Role.INITIAL_BUDGET}:
        return None
    if {role, theirs} == {Role.BUDGET, Role.FINAL} or {role, theirs} == {
        Role.INITIAL_BUDGET,
        Role.FINAL,
    }:
        return None
    return 0.2


def other_project(claim: Claim, cell: NumericCell) -> bool:
    """Money, rates and scores of a project's own table against a claim not about the project.

    The same for all cells of one table, block and subject.
    """
    scoped = (Dimension.MONEY, Dimension.SCORE, Dimension.PERCENT)
    if cell.subject is None or claim.quantity.dimension not in scoped:
        return False
    if cell.block is TableKind.INDICATORS and claim.quantity.dimension is Dimension.PERCENT:
        return False
    if claim.cell is not None and claim.cell[0] == cell.table_id:
        return False
    return cell.subject not in claim.context and not (
        len(claim.indicator) >= 4 and claim.indicator in cell.subject
    )


def total_of_another(fact: Fact, cell: NumericCell) -> bool:
    """A part of the spending (三公经费, 基本支出) against the total of a funds block.

    The same for all cells of one block, label and subject.
    """
    claim = fact.lead
    return bool(
        cell.block is TableKind.FUNDS
        and FUND_TOTAL.search(cell.indicator)
        and not (cell.subject and cell.subject in claim.indicator)
        and (fact.wholes or _PART_WORDS.search(claim.indicator))
    )
