"""Changing one number of a consistent report, and rewriting one so that nothing changes.

A mutation must matter: with it, a relation that the tool had ticked doesn't hold any more, rounding
allowed for. A rewriting says the same with other decimals, another unit, Chinese numerals or a hedge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from auditor.core.charspan import CharSpan
from auditor.core.constraint import Constraint, bounds_of
from auditor.core.finding import Finding, Severity, Tick, Verdict
from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Quantity
from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.reading import read_bytes

KINDS = ("digit", "swap", "shift", "unit", "any")
REWRITINGS = ("fewer decimals", "more decimals", "other unit", "chinese", "more than", "close to")
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_EXACT = (Dimension.SCORE, Dimension.NONE)
_KIN = (
    {"SUM01", "SUM03", "UNI01"},
    {"SUM02", "UNI01"},
    {"NAR01", "NAR02", "UNI01"},
    {"GRO01", "GRO03", "UNI01"},
    {"RAT01", "UNI01"},
    {"RAT02", "UNI01"},
)
"""Checks that may say it for each other: a part over its whole, the wrong direction, the unit."""


@dataclass(frozen=True, slots=True)
class Change:
    """``old`` at ``span`` becomes ``new``.

    ``broken`` are the checks whose relations then fail, ``besides`` those whose relations the report
    doesn't promise (其中 lists that happened to add up).
    """

    kind: str
    span: CharSpan
    old: str
    new: str
    broken: frozenset[str]
    besides: frozenset[str] = frozenset()


def read(text: str) -> Analysis:
    return analyse(read_bytes(text.encode(), "report.txt"))


def changed(text: str, change: Change) -> str:
    return text[: change.span.start] + change.new + text[change.span.end :]


def arithmetic(analysis: Analysis) -> list[Finding]:
    """Findings about numbers, notes left out."""
    return [
        f
        for f in analysis.findings
        if (f.tick.constraint is not None or f.tick.check_id == "UNI01")
        and f.severity is not Severity.NOTE
    ]


def consistent(analysis: Analysis) -> list[Tick]:
    """Relations that the report promises and the tool found to hold."""
    return [
        t
        for t in analysis.ticks
        if t.verdict is Verdict.CONSISTENT and t.constraint is not None and t.constraint.promised
    ]


def numbers(analysis: Analysis) -> dict[CharSpan, Quantity]:
    """The numbers in Arabic figures that take part in a checked relation, by place."""
    found = {}
    for tick in consistent(analysis):
        for operand in tick.constraint.operands if tick.constraint else ():
            quantity = operand.quantity
            here = quantity.span.cut(analysis.document.text)
            if quantity.hedge is None and quantity.comparator is None and _only(here):
                found[quantity.span] = quantity
    return found


def _only(text: str) -> bool:
    return len(_NUMERAL.findall(text)) == 1


def mutation(analysis: Analysis, rng: Random, kind: str) -> Change | None:
    """A change of ``kind`` that matters, of a number drawn at random; ``None`` where there is none."""
    for span, quantity, text, new in _changes(analysis, rng, kind):
        meant = _as(quantity, text, new)
        promised, besides = _broken(analysis, span, meant)
        if promised:
            return Change(kind, span, text, new, promised, besides)
    return None


def any_change(analysis: Analysis, rng: Random, kind: str) -> list[Constraint]:
    """The equalities of one number drawn at random, with the number changed, whether or not it shows."""
    for span, quantity, text, new in _changes(analysis, rng, kind):
        meant = _as(quantity, text, new)
        found = [
            _with(t.constraint, span, meant)
            for t in consistent(analysis)
            if t.constraint is not None
            and t.constraint.target.is_exact
            and any(o.quantity.span == span for o in t.constraint.operands)
        ]
        if found and meant.base_value != quantity.base_value:
            return found
    return []


def relations_of(analysis: Analysis, change: Change) -> list[Constraint]:
    """The equalities that the changed number takes part in."""
    place = CharSpan(change.span.start, change.span.start + len(change.new))
    return [
        t.constraint
        for t in analysis.ticks
        if t.constraint is not None
        and t.constraint.promised
        and t.constraint.target.is_exact
        and any(o.quantity.span.overlaps(place) for o in t.constraint.operands)
    ]


def _with(constraint: Constraint, span: CharSpan, meant: Quantity) -> Constraint:
    operands = tuple(
        replace(o, quantity=meant) if o.quantity.span == span else o for o in constraint.operands
    )
    return replace(constraint, operands=operands)


def _changes(
    analysis: Analysis, rng: Random, kind: str
) -> Iterator[tuple[CharSpan, Quantity, str, str]]:
    known = list(numbers(analysis).items())
    rng.shuffle(known)
    for span, quantity in known:
        text = span.cut(analysis.document.text)
        match = _NUMERAL.search(text)
        if match is not None:
            for new in _mutated(text, match, kind, rng, quantity):
                yield span, quantity, text, new


def _mutated(
    text: str, match: re.Match[str], kind: str, rng: Random, quantity: Quantity
) -> Iterator[str]:
    if kind == "unit":
        names = [name for name in _MONEY if quantity.unit and name != quantity.unit.name]
        if quantity.unit and quantity.unit.name in _MONEY and text.endswith(quantity.unit.name):
            yield text[: -len(quantity.unit.name)] + rng.choice(names)
        return
    for _ in range(3):
        new = _numeral(match.group(), kind, rng)
        if new is not None and new != match.group():
            yield text[: match.start()] + new + text[match.end() :]


def _numeral(old: str, kind: str, rng: Random) -> str | None:
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    if kind == "digit":
        at = rng.choice(digits)
        if at == 0 and len(digits) > 1 and old[1] != ".":
            return rng.choice("123456789") + old[1:]
        return old[:at] + rng.choice("0123456789") + old[at + 1 :]
    if kind == "swap":
        if len(digits) < 2:
            return None
        place = rng.randrange(len(digits) - 1)
        listed = list(old)
        a, b = digits[place], digits[place + 1]
        listed[a], listed[b] = listed[b], listed[a]
        return None if listed[0] == "0" and listed[1] != "." else "".join(listed)
    value, places = Decimal(old.replace(",", "")), len(old.partition(".")[2])
    if kind == "shift":
        moved = value * 10 if rng.random() < 0.5 or not places else value / 10
        return f"{moved:.{places}f}" if value else None
    factor = Decimal(rng.uniform(0.3, 2.0)).quantize(Decimal("0.0001"))
    return f"{(value * factor):.{places}f}" if value else None


def _as(quantity: Quantity, old: str, new: str) -> Quantity:
    """The quantity that the changed text states."""
    number = _NUMERAL.findall(new)[0]
    value = Decimal(number.replace(",", ""))
    places = len(number.partition(".")[2])
    unit = quantity.unit
    if unit and unit.name in _MONEY and not new.endswith(unit.name) and old.endswith(unit.name):
        name = next(n for n in sorted(_MONEY, key=len, reverse=True) if new.endswith(n))
        unit = replace(unit, name=name, scale=_MONEY[name])
    exact = quantity.bounds.is_exact and not places
    bounds = Interval.exact(value) if exact else Interval.rounded(value, places)
    decimals = places if places or quantity.decimals >= 0 else quantity.decimals
    return replace(quantity, value=value, unit=unit, bounds=bounds, decimals=decimals)


def _broken(
    analysis: Analysis, span: CharSpan, meant: Quantity
) -> tuple[frozenset[str], frozenset[str]]:
    promised, besides = set(), set()
    for tick in analysis.ticks:
        constraint = tick.constraint
        if tick.verdict is not Verdict.CONSISTENT or constraint is None or not constraint.holds():
            continue
        bounds = {
            i: bounds_of(meant, lenient=o.lenient)
            for i, o in enumerate(constraint.operands)
            if o.quantity.span == span
        }
        if bounds and not constraint.holds(bounds):
            (promised if constraint.promised else besides).add(tick.check_id)
    return frozenset(promised), frozenset(besides)


def answered(change: Change, findings: Sequence[Finding]) -> bool:
    """Whether a finding of the right check has the changed number among its places."""
    right = set(change.broken | change.besides)
    for kin in _KIN:
        if right & kin:
            right |= kin
    place = CharSpan(change.span.start, change.span.start + max(len(change.new), 1))
    return any(
        right & set(f.checks) and any(e.span.overlaps(place) for e in f.tick.evidence)
        for f in findings
    )


def rewriting(analysis: Analysis, rng: Random, kind: str) -> Change | None:
    """A rewriting of ``kind`` of a number of the report that takes part in a checked relation."""
    known = list(numbers(analysis).items())
    rng.shuffle(known)
    for span, quantity in known:
        text = span.cut(analysis.document.text)
        match = _NUMERAL.search(text)
        in_table = any(t.span.contains(span) for t in analysis.document.tables)
        if match is None or (in_table and kind not in ("fewer decimals", "more decimals")):
            continue
        new = _rewritten(text, match, kind, quantity)
        if kind == "more decimals":
            new = _more_precise(analysis, text, match, quantity)
        if new is not None and new != text:
            return Change(kind, span, text, new, frozenset())
    return None


def _rewritten(text: str, match: re.Match[str], kind: str, quantity: Quantity) -> str | None:
    number = match.group()
    value = Decimal(number.replace(",", ""))
    places = len(number.partition(".")[2])
    head, tail = text[: match.start()], text[match.end() :]
    if kind == "fewer decimals":
        # Of 43.75 it isn't known whether it was rounded up or down: 43.747 is 43.7, not 43.8.
        if places < 2 or number[-1] == "5" or quantity.dimension in _EXACT:
            return None
        return f"{head}{value.quantize(Decimal(1).scaleb(1 - places), ROUND_HALF_UP)}{tail}"
    if kind == "other unit":
        unit = quantity.unit.name if quantity.unit else ""
        if unit not in ("元", "万元") or not tail.strip().startswith(unit) or not value:
            return None
        moved = value * 10_000 if unit == "万元" else value / 10_000
        shown = f"{moved.normalize():f}"
        return f"{head}{shown}{'元' if unit == '万元' else '万元'}{tail.strip()[len(unit) :]}"
    if places or quantity.dimension not in (Dimension.PEOPLE, Dimension.COUNT):
        return None
    if kind == "chinese":
        return f"{head}{_chinese(int(value))}{tail}" if 0 < value < 10_000 else None
    step = Decimal(1).scaleb(len(str(int(value))) - 2)
    if value < 100 or value % step == 0:
        return None
    low = value - value % step
    if kind == "more than":
        return f"{head}{low}余{tail}"
    return f"{head}近{low + step}{tail}" if step <= value / 20 else None


def _more_precise(
    analysis: Analysis, text: str, match: re.Match[str], quantity: Quantity
) -> str | None:
    """An amount with a nought behind it, a rate computed to one place more."""
    number = match.group()
    places = len(number.partition(".")[2])
    if not places:
        return None
    if quantity.dimension is Dimension.MONEY:
        return text[: match.end()] + "0" + text[match.end() :]
    for tick in consistent(analysis):
        constraint = tick.constraint
        if constraint is None or constraint.operands[0].quantity.span != quantity.span:
            continue
        if tick.check_id.startswith("SCO"):
            continue
        if constraint.operands[0].lenient and len(constraint.operands) == 3:
            others = {
                i: Interval.exact(o.quantity.base_value)
                for i, o in enumerate(constraint.operands)
                if i
            }
            exact = constraint.solve(0, others)
            if exact is not None and exact.low is not None and not constraint.target.low:
                value = abs(exact.low / quantity.scale)
                shown = value.quantize(Decimal(1).scaleb(-places - 1), ROUND_HALF_UP)
                return f"{text[: match.start()]}{shown}{text[match.end() :]}"
    return None


def _chinese(value: int) -> str:
    """二十六, 一百零五, 三千二百; 两 before a classifier."""
    if value == 2:
        return "两"
    digits, names = "零一二三四五六七八九", ("", "十", "百", "千")
    text, gap = "", False
    figures = str(value)
    for place, figure in enumerate(figures):
        power = len(figures) - 1 - place
        if figure == "0":
            gap = True
            continue
        text += ("零" if gap and text else "") + digits[int(figure)] + names[power]
        gap = False
    return text[1:] if text.startswith("一十") else text
