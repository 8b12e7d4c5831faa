"""Other rules for the same relations, each given the numbers in one unit.

- exact: the result is what the printed numbers give.
- ±1: within one of the written unit; 0.5 %: within half a per cent.
- statcheck (Nuijten et al. 2016): what the printed numbers give, rounded as the result is printed.
- Arelle's calculation check (XBRL 2.1, ``decimals``): sums only; every number is rounded to the
  coarsest of them, then the sum must be exact.
- ours: intervals on all sides, hedges and comparators with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from auditor.core.constraint import Constraint
from auditor.core.interval import Interval

Rule = Callable[[Constraint], bool | None]
"""Whether the relation holds; ``None`` where the rule has nothing to say."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """``raised`` and ``quiet`` relations, and those that the rule is ``silent`` about."""

    raised: int
    quiet: int
    silent: int

    @property
    def share(self) -> float:
        """Raised in all; a rule that is silent raises nothing."""
        return self.raised / max(self.raised + self.quiet + self.silent, 1)


def alarms(rule: Rule, relations: Iterable[Constraint]) -> Alarms:
    said = [rule(constraint) for constraint in relations]
    return Alarms(said.count(False), said.count(True), said.count(None))


def _expected(constraint: Constraint) -> Decimal | None:
    """What the printed numbers give for the first one."""
    values = {
        i: Interval.exact(o.quantity.base_value) for i, o in enumerate(constraint.operands) if i
    }
    found = constraint.solve(0, values)
    return found.low if found is not None else None


def _exact(constraint: Constraint) -> bool | None:
    expected = _expected(constraint)
    stated = constraint.operands[0].quantity.base_value
    return None if expected is None else abs(stated - expected) <= abs(stated) * Decimal("1e-12")


def _within_one(constraint: Constraint) -> bool | None:
    expected = _expected(constraint)
    stated = constraint.operands[0].quantity
    return None if expected is None else abs(stated.base_value - expected) <= stated.scale


def _half_a_percent(constraint: Constraint) -> bool | None:
    expected = _expected(constraint)
    stated = constraint.operands[0].quantity.base_value
    return None if expected is None else abs(stated - expected) <= abs(expected) * Decimal("0.005")


def _statcheck(constraint: Constraint) -> bool | None:
    expected = _expected(constraint)
    stated = constraint.operands[0].quantity
    if expected is None:
        return None
    return Interval.rounded(stated.value, stated.decimals).scale(stated.scale).contains(expected)


def _arelle(constraint: Constraint) -> bool | None:
    if any(len(term.factors) != 1 for term in constraint.terms):
        return None
    quantities = [operand.quantity for operand in constraint.operands]
    step = max(Decimal(1).scaleb(-q.decimals) * q.scale for q in quantities)
    rounded = [(q.base_value / step).quantize(Decimal(1), ROUND_HALF_UP) * step for q in quantities]
    return not sum(t.coefficient * rounded[t.factors[0]] for t in constraint.terms)


RULES: dict[str, Rule] = {
    "exact": _exact,
    "fixed ±1": _within_one,
    "fixed 0.5 %": _half_a_percent,
    "statcheck-like": _statcheck,
    "Arelle-like (decimals)": _arelle,
    "auditor (intervals)": Constraint.holds,
}
