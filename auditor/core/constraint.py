"""The arithmetic that a tick is about: which printed numbers, related how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.core.interval import Interval, total
from auditor.core.quantity import Quantity
from auditor.core.swift import swift

_ONE = Decimal(1)
_HUNDRED = Decimal(100)
ZERO = Interval.exact(0)
AT_MOST_ZERO = Interval(None, Decimal(0))


@swift
@dataclass(frozen=True, slots=True)
class Operand:
    """A printed number in a constraint.

    ``lenient`` allows cut-off digits; ``directed`` says that a word (增加, 减少) gives its sign.
    """

    quantity: Quantity
    lenient: bool = False
    directed: bool = False

    @property
    def bounds(self) -> Interval:
        """What it states, in the base unit; a printed nought is exact."""
        return bounds_of(self.quantity, lenient=self.lenient)


@swift
@dataclass(frozen=True, slots=True)
class Term:
    """``coefficient`` × the product of the operands at ``factors``."""

    coefficient: Decimal
    factors: tuple[int, ...]


@swift
@dataclass(frozen=True, slots=True)
class Constraint:
    """The sum of ``terms`` lies in ``target``; linear in each operand, all in base units.

    Equality, sums, differences (``target`` nought), shares, rates and growth (products), parts
    that don't exceed their whole (``target`` nought or less) and bands of scores are of this form.
    ``promised`` is false for what the report doesn't claim: a 其中 list that needn't be complete
    and happens to add up.
    """

    operands: tuple[Operand, ...]
    terms: tuple[Term, ...]
    target: Interval = ZERO
    promised: bool = True

    @property
    def is_equality(self) -> bool:
        """Whether it says that two printed numbers are the same."""
        return (
            len(self.operands) == 2
            and [t.factors for t in self.terms] == [(0,), (1,)]
            and self.terms[0].coefficient == -self.terms[1].coefficient
            and self.target == ZERO
        )

    def bounds(self, changed: Mapping[int, Interval] | None = None) -> list[Interval]:
        """The operands' intervals, some of them replaced."""
        known = changed or {}
        return [
            bounds_of(operand.quantity, lenient=operand.lenient) if i not in known else known[i]
            for i, operand in enumerate(self.operands)
        ]

    def holds(self, changed: Mapping[int, Interval] | None = None) -> bool:
        """Whether some values inside the intervals fulfil it; true where nothing can be told."""
        value = _value(self.terms, self.bounds(changed))
        return value is None or value.overlaps(self.target)

    def solve(self, index: int, changed: Mapping[int, Interval] | None = None) -> Interval | None:
        """What the operand at ``index`` may be for the constraint to hold, the others as stated
        or ``changed``; ``None`` where they leave it open.
        """
        bounds = self.bounds(changed)
        with_it = [
            Term(t.coefficient, tuple(f for f in t.factors if f != index))
            for t in self.terms
            if index in t.factors
        ]
        rest = _value([t for t in self.terms if index not in t.factors], bounds)
        factor = _value(with_it, bounds)
        if rest is None or factor is None:
            return None
        wanted = self.target - rest
        if factor.is_exact and factor.low:
            return wanted.scale(_ONE / factor.low)
        return wanted.divide(factor)


def bounds_of(quantity: Quantity, *, lenient: bool = False) -> Interval:
    """The interval in the base unit, with cut-off digits where ``lenient``; nought is exact."""
    if not quantity.value and not quantity.hedge and not quantity.comparator:
        return ZERO
    return quantity.lenient if lenient else quantity.base


def _value(terms: Iterable[Term], bounds: Sequence[Interval]) -> Interval | None:
    values: list[Interval] = []
    for term in terms:
        if not term.factors:
            values.append(Interval.exact(term.coefficient))
            continue
        value = bounds[term.factors[0]]
        for factor in term.factors[1:]:
            product = _product(value, bounds[factor])
            if product is None:
                return None
            value = product
        values.append(value.scale(term.coefficient))
    return total(values)


def _product(a: Interval, b: Interval) -> Interval | None:
    """The product; by an exact number also where an end is infinite or open."""
    if a.is_exact and a.low is not None:
        return b.scale(a.low)
    if b.is_exact and b.low is not None:
        return a.scale(b.low)
    return a.multiply(b)


def equal(a: Quantity, b: Quantity, *, lenient: bool = False, promised: bool = True) -> Constraint:
    """a = b."""
    return Constraint(
        (Operand(a, lenient), Operand(b, lenient)),
        (Term(_ONE, (0,)), Term(-_ONE, (1,))),
        promised=promised,
    )


def sum_of(
    whole: Quantity,
    parts: Sequence[Quantity],
    signs: Sequence[int] = (),
    *,
    promised: bool = True,
) -> Constraint:
    """whole = Σ ± parts."""
    weights = signs or [1] * len(parts)
    terms = [Term(_ONE, (0,))]
    terms += [Term(Decimal(-sign), (i,)) for i, sign in enumerate(weights, start=1)]
    return Constraint(tuple(Operand(q) for q in (whole, *parts)), tuple(terms), promised=promised)


def at_most(parts: Sequence[Quantity], limit: Quantity) -> Constraint:
    """Σ parts ≤ limit."""
    terms = [Term(_ONE, (i,)) for i in range(len(parts))] + [Term(-_ONE, (len(parts),))]
    return Constraint(tuple(Operand(q) for q in (*parts, limit)), tuple(terms), AT_MOST_ZERO)


def ratio(rate: Quantity, numerator: Quantity, *denominators: Quantity) -> Constraint:
    """rate % = numerator ÷ denominator, or ÷ the sum of several."""
    terms = [Term(_ONE, (0, i)) for i in range(2, 2 + len(denominators))]
    return Constraint(
        (Operand(rate, lenient=True), Operand(numerator), *map(Operand, denominators)),
        (*terms, Term(-_HUNDRED, (1,))),
    )


def average(each: Quantity, whole: Quantity, count: Quantity) -> Constraint:
    """each = whole ÷ count, in units of its own rounding."""
    return Constraint(
        (Operand(each, lenient=True), Operand(whole), Operand(count)),
        (Term(_ONE, (0, 2)), Term(-_ONE, (1,))),
    )


def within(quantity: Quantity, band: Interval) -> Constraint:
    """quantity ∈ band."""
    return Constraint((Operand(quantity),), (Term(_ONE, (0,)),), band)


def directed(constraint: Constraint, *indices: int) -> Constraint:
    """``constraint`` with operands whose sign is a word's."""
    operands = tuple(
        Operand(o.quantity, o.lenient, directed=True) if i in indices else o
        for i, o in enumerate(constraint.operands)
    )
    return replace(constraint, operands=operands)


def difference_of(level: Quantity, prior: Quantity, change: Quantity, sign: int) -> Constraint:
    """level − prior = ± change; ``sign`` is the direction of the change's word.

    A change in percentage points is of the levels' own unit.
    """
    made = sum_of(change, (level, prior), (sign, -sign) if sign < 0 else (1, -1))
    return directed(made, 0)


def growth_of(level: Quantity, prior: Quantity, growth: Quantity, sign: int) -> Constraint:
    """± growth % = (level − prior) ÷ prior."""
    made = Constraint(
        (Operand(growth, lenient=True), Operand(level), Operand(prior)),
        (Term(Decimal(sign), (0, 2)), Term(-_HUNDRED, (1,)), Term(_HUNDRED, (2,))),
    )
    return directed(made, 0)


def growth_by_change(
    level: Quantity, change: Quantity, growth: Quantity, signs: tuple[int, int]
) -> Constraint:
    """± growth % = ± change ÷ (level ∓ change); ``signs`` of change and of growth."""
    moved, grown = signs
    made = Constraint(
        (Operand(growth, lenient=True), Operand(level), Operand(change)),
        (
            Term(Decimal(grown), (0, 1)),
            Term(Decimal(-grown * moved), (0, 2)),
            Term(-_HUNDRED * moved, (2,)),
        ),
    )
    return directed(made, 0, 2)
