"""Written calculations as expressions: （17万-24万）/24万*100%=-29.17%.

A formula is a chain of quantities joined by + - × ÷ and brackets, with = and a stated result.
Names such as 10+2+2+N and definitions in words (执行率=支出数/预算数×100%) are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.core.charspan import CharSpan
from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Quantity

_OPERATORS = {"+": "+", "-": "-", "—": "-", "–": "-", "×": "*", "*": "*", "x": "*", "X": "*", "÷": "/", "/": "/"}  # fmt: skip
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_PERCENT = re.compile("[×*xX] ?100%")
_GAP = re.compile(r"[ ()+\-—–×*xX÷/=]{1,8}$")


@dataclass(frozen=True, slots=True)
class Operation:
    """``left operator right``; the operator is one of ``+ - * /``."""

    operator: str
    left: Operation | Quantity
    right: Operation | Quantity


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation with its stated result: ``expression = stated``. ``span`` covers both."""

    span: CharSpan
    text: str
    expression: Operation
    stated: Quantity

    def result(self) -> Interval | None:
        """The values that the expression can have, in the base unit; ``None`` where a divisor can
        be zero. A factor of 100 % is one, and a quotient of two amounts a share."""
        return _evaluated(self.expression)


def _evaluated(node: Operation | Quantity) -> Interval | None:
    if isinstance(node, Quantity):
        if node.dimension is Dimension.PERCENT:
            return Interval.exact(node.value).scale(node.scale / 100)
        return node.base
    left, right = _evaluated(node.left), _evaluated(node.right)
    if left is None or right is None:
        return None
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    return left.multiply(right) if node.operator == "*" else left.divide(right)


def find_formulas(plain: str, quantities: Sequence[Quantity]) -> tuple[Formula, ...]:
    """The formulas that the ``quantities`` of the normal text ``plain`` form, in order."""
    found: list[Formula] = []
    first = 0
    while first < len(quantities) - 2:
        last = first
        while last + 1 < len(quantities) and _joined(plain, quantities[last], quantities[last + 1]):
            last += 1
        if last - first >= 2:
            formula = _formula(plain, quantities[first : last + 1])
            if formula is not None:
                found.append(formula)
        first = last + 1
    return tuple(found)


def _joined(plain: str, a: Quantity, b: Quantity) -> bool:
    gap = plain[a.span.end : b.span.start]
    if not gap:
        return b.comparator == "=" or b.text[:1] in "-+"
    return len(gap) <= 16 and _GAP.match(_PERCENT.sub("", gap) or "=") is not None


def _formula(plain: str, chain: Sequence[Quantity]) -> Formula | None:
    """Parse ``chain`` by operator precedence; the quantity behind the = is the result."""
    steps = enumerate(pairwise(chain), start=1)
    equal = next((i for i, (a, b) in steps if _follows_equal(plain, a, b)), None)
    if equal is None or equal < 2:
        return None
    tokens: list[str | Quantity] = []
    for before, after in pairwise(chain[: equal + 1]):
        tokens.append(before)
        gap = _PERCENT.sub("", plain[before.span.end : after.span.start])
        if not gap.strip() and after.text[:1] == "-":
            return None
        tokens += [_OPERATORS.get(char, char) for char in gap if char in _OPERATORS or char in "()"]
    start = chain[0].span.start
    missing = tokens.count(")") - tokens.count("(")
    while missing > 0 and start > 0 and plain[start - 1] == "(":
        tokens.insert(0, "(")
        start, missing = start - 1, missing - 1
    tree = _tree(tokens)
    if not isinstance(tree, Operation):
        return None
    span = CharSpan(start, chain[equal].span.end)
    return Formula(span, span.cut(plain), tree, chain[equal])


def _follows_equal(plain: str, before: Quantity, after: Quantity) -> bool:
    return "=" in plain[before.span.end : after.span.start] or after.comparator == "="


class _Stack:
    """Shunting-yard: operands, and operators that wait for their right side."""

    def __init__(self) -> None:
        self.output: list[Operation | Quantity] = []
        self.pending: list[str] = []

    def reduce(self) -> None:
        """Join the last two operands; ``ValueError`` where there are none."""
        if len(self.output) < 2 or self.pending[-1] == "(":
            raise ValueError("an operator without operands")
        right, left = self.output.pop(), self.output.pop()
        self.output.append(Operation(self.pending.pop(), left, right))

    def close(self) -> None:
        """Take a closing bracket."""
        while self.pending and self.pending[-1] != "(":
            self.reduce()
        if not self.pending:
            raise ValueError("a bracket that nothing opens")
        self.pending.pop()

    def operator(self, sign: str) -> None:
        """Take an operator."""
        while self.pending and self.pending[-1] != "(" and _RANK[self.pending[-1]] >= _RANK[sign]:
            self.reduce()
        self.pending.append(sign)


def _tree(tokens: Sequence[str | Quantity]) -> Operation | Quantity | None:
    """The expression of ``tokens``; ``None`` for an ill-formed row of them."""
    stack = _Stack()
    try:
        for item in tokens:
            if isinstance(item, Quantity):
                stack.output.append(item)
            elif item == "(":
                stack.pending.append(item)
            elif item == ")":
                stack.close()
            else:
                stack.operator(item)
        while stack.pending:
            stack.reduce()
    except ValueError:
        return None
    return stack.output[0] if len(stack.output) == 1 else None
