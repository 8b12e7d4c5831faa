"""What else speaks for a claim and a cell being about one thing, or against it, beside their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from decimal import Decimal
from itertools import pairwise

from auditor.checks.amounts import agree, slip_of
from auditor.checks.base import CheckContext
from auditor.core.claim import Claim
from auditor.core.interval import total
from auditor.core.link import Link
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words

_SURE = 0.65
_STATED = frozenset({Role.ACTUAL, Role.FINAL, Role.UNKNOWN})
_ASKED = frozenset({Role.TARGET})
_LEAST, _MOST = Decimal("0.8"), Decimal("1.5")
_LONGEST = 5
_TOLD_TWICE = 2
_COMMON = frozenset({"人", "人次", "个", "项", "次", "件", "家", "户", "%", "名"})
_OF_RATES = frozenset("率度比例的达为年()0123456789")
_JOINTS = ("、", "和", "及", "与", ",")


def left_alone(ctx: CheckContext, claim: Claim, cell: NumericCell, link: Link) -> bool:
    """Whether everything else of the claim's unit is at home elsewhere and one slip parts the two.

    For indicators that the narrative words otherwise: a link, and no other cell or claim of the
    unit left over that the number could belong to.
    """
    unit = claim.quantity.unit
    if link.probability < _SURE or unit is None or cell.block is not TableKind.INDICATORS:
        return False
    roles = _ASKED if claim.role is Role.TARGET else _STATED
    if cell.role not in roles or not slip_of(claim.quantity.value, cell.quantity.value):
        return False
    others = [
        c for c in ctx.claims if c is not claim and c.role in roles and _in_unit(c.quantity, unit)
    ]
    if any(c.quantity.base_value == cell.quantity.base_value for c in others):
        return False
    cells = [
        n
        for n in ctx.cells.values()
        if n.block is TableKind.INDICATORS and n.role in roles and _in_unit(n.quantity, unit)
    ]
    at_home = {
        (n.table_id, n.row)
        for n in cells
        if n is not cell and any(agree(c.quantity, n.quantity).ok for c in others)
    }
    free = [n for n in cells if (n.table_id, n.row) not in at_home]
    strays = [c for c in others if not any(agree(c.quantity, n.quantity).ok for n in cells)]
    return free == [cell] and not strays


def _in_unit(quantity: Quantity, unit: Unit) -> bool:
    return quantity.unit is not None and quantity.unit.base == unit.base


def told_in_parts(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """检查客运企业92家次、检查货运企业104家次 over a cell of 196: one of several that add up to it."""
    unit = claim.quantity.unit
    if unit is None:
        return False
    near = [
        c
        for c in ctx.claims
        if c.sentence == claim.sentence and _in_unit(c.quantity, unit) and c.role in _STATED
    ]
    return claim in near and any(
        claim in run and total(c.quantity.base for c in run).overlaps(cell.quantity.base)
        for run in _runs(ctx, near)
    )


def near_in_size(ctx: CheckContext, goal: Claim, others: Set[str] = frozenset()) -> bool:
    """Whether some result, or neighbours together, has the goal's unit and about its size.

    ``others`` are claims that surely tell of something else.
    """
    unit, wanted = goal.quantity.unit, goal.quantity.base_value
    if unit is None:
        return False
    like = [
        c
        for c in ctx.claims
        if c.role in _STATED and c.id not in others and _in_unit(c.quantity, unit)
    ]
    found = [c.quantity.base_value for c in like]
    found += [
        n.quantity.base_value
        for n in ctx.cells.values()
        if n.block is TableKind.INDICATORS and n.role is Role.ACTUAL and _in_unit(n.quantity, unit)
    ]
    sentences: dict[int, list[Claim]] = {}
    for claim in like:
        sentences.setdefault(claim.sentence.start, []).append(claim)
    for claims in sentences.values():
        found += [
            sum((c.quantity.base_value for c in run), Decimal(0)) for run in _runs(ctx, claims)
        ]
    return any(wanted * _LEAST <= value <= wanted * _MOST for value in found)


def telling_unit(claim: Claim) -> bool:
    """Whether the unit says much of what is counted: 场, 亩, 公里, and not 人, 个, 项, 次, %."""
    return claim.quantity.unit is not None and claim.quantity.unit.base not in _COMMON


def _runs(ctx: CheckContext, claims: list[Claim]) -> Iterator[list[Claim]]:
    """Neighbours that stand side by side, two and more."""
    for low in range(len(claims)):
        for high in range(low + 2, min(len(claims), low + _LONGEST) + 1):
            if _joined(ctx, claims[low:high]):
                yield claims[low:high]


def _joined(ctx: CheckContext, run: list[Claim]) -> bool:
    """Whether the amounts stand side by side, without a full stop, 其中 or ；between them."""
    for a, b in pairwise(run):
        gap = ctx.document.folded[a.quantity.span.end : b.quantity.span.start]
        if ";" in gap or "其中" in gap or not any(joint in gap for joint in _JOINTS):
            return False
    return True


def column_of_list(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether the claim's list is of the cell's column: its other members agree there and only there.

    Then a number that another column of the row holds is no excuse.
    """
    mates = ctx.mates.get(claim.id, frozenset())
    telling = 0
    for link in (link for mate in mates for link in ctx.links_alone.get(mate, ())):
        other = ctx.cell_of(link)
        if (other.table_id, other.col) != (cell.table_id, cell.col):
            continue
        mate = ctx.by_id[link.claim_ids[0]]
        if not agree(mate.quantity, other.quantity).ok:
            return False
        row = ctx.rows[other.table_id, other.row]
        beside = [n for n in row if n is not other and n.role is not other.role]
        telling += not any(agree(mate.quantity, n.quantity).ok for n in beside)
    return telling > 0


def one_asked_for(ctx: CheckContext, goal: Claim, result: Claim) -> bool:
    """Whether a form's row asks for ``goal`` (target, rule) and gives ``result``, in words of theirs."""
    for table in ctx.tables:
        for row in table.indicators:
            actual = row.actual.quantity if row.actual is not None else None
            asked = [f.text for f in (row.target, row.rule, row.description) if f is not None]
            if actual is None or not any(goal.quantity.text in text for text in asked):
                continue
            words = set(content_words(row.level3))
            if agree(result.quantity, actual).ok and words & set(content_words(result.indicator)):
                return True
    return False


def of_another_form(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether each project has a form with such a row, and the claim isn't of the cell's project.

    A form is a project's where a part of the report before it has the title that the form stands under.
    """
    home = _home(ctx, cell.table_id)
    others = {
        _home(ctx, n.table_id)
        for n in ctx.cells.values()
        if n.table_id != cell.table_id and (n.indicator, n.role) == (cell.indicator, cell.role)
    }
    titles = Counter(section.title for section in ctx.document.sections)
    if titles[home] < _TOLD_TWICE or not any(titles[t] >= _TOLD_TWICE for t in others - {home, ""}):
        return False
    return home not in f"{ctx.title_of(claim.section)} {ctx.place_of(claim)}"


def _home(ctx: CheckContext, table_id: str) -> str:
    """The title of the section that the table stands in."""
    start = next(t.table.span.start for t in ctx.tables if t.table.id == table_id)
    above = [s for s in ctx.document.sections if s.heading.start <= start]
    return above[-1].title if above else ""


def of_other_rates(claim: Claim, cell: NumericCell) -> bool:
    """Whether the names of two rates have no character in common: 覆盖率, 控制率."""
    if claim.quantity.dimension is not Dimension.PERCENT:
        return False
    told = set(claim.indicator) - _OF_RATES
    label = set("".join((cell.indicator, *cell.row_path, *cell.col_path))) - _OF_RATES
    return bool(told) and not told & label
