"""What the unit's report of the year before says, for the checks that hold this year's against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.finding import Elsewhere
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.report import Analysis
from auditor.core.table import NumericCell, TableKind
from auditor.language import normal_form

_ITEM = re.compile(
    r"(?:部门|单位|全年|本年|年度|财政)*(基本支出|项目支出|人员经费|(?:日常)?公用经费|[“\"]?三公[”\"]?经费|公务接待费?|因公出国\(?境?\)?费?用?"
    r"|公务用车(?:购置和?及?)?(?:运行)?维护费?|会议费|培训费|办公费|差旅费|印刷费|维修(?:维护|\(护\))费|劳务费|支出合计|支出总计|总支出)"
    r"(?:支出|合计|决算数?)?"
)
_SPENT = frozenset({Role.FINAL, Role.UNKNOWN, Role.ACTUAL})
_BLOCKS = frozenset({TableKind.BASE_DATA, TableKind.INCOME_SPENDING, TableKind.OTHER})


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of one budget heading, where it stands: a claim or a numeric cell."""

    name: str
    quantity: Quantity
    place: Claim | NumericCell

    @property
    def in_table(self) -> bool:
        """Whether a table states it."""
        return isinstance(self.place, NumericCell)


def item_of(label: str) -> str | None:
    """The budget heading that a label names; ``None`` for anything narrower or wider."""
    match = _ITEM.fullmatch(
        re.sub(r"^(?:其中|[\d一二三四五六七八九十]+[、.])[:]?", "", normal_form(label))
    )
    return re.sub(r"[“”\"]|日常", "", match.group(1)) if match else None


def figures_of(analysis: Analysis, year: int, *, prior: bool) -> Iterator[Figure]:
    """Final amounts of ``year`` by heading; with ``prior`` those that stand beside a later year's."""
    for table in analysis.tables:
        if table.subject:
            continue
        for cell in table.numbers:
            name = item_of(cell.indicator)
            money = cell.quantity.dimension is Dimension.MONEY
            fits = cell.role is Role.FINAL or (prior and cell.role is Role.PRIOR)
            if name and money and fits and cell.period.year == year and cell.block in _BLOCKS:
                yield Figure(name, cell.quantity, cell)
    for claim in analysis.claims:
        if claim.quantity.dimension is not Dimension.MONEY or claim.cell is not None:
            continue
        name = item_of(claim.indicator)
        if name is None or claim.period.year != year or claim.scope:
            continue
        if claim.role in _SPENT or (prior and claim.role is Role.PRIOR):
            yield Figure(name, claim.quantity, claim)


def place_in(last: Analysis, span: CharSpan, label: str = "") -> Elsewhere:
    """A place in last year's report."""
    document = last.document
    text = " ".join(span.cut(document.text).split())
    return Elsewhere(document.id, document.key, span, text, label)


def words_of(last: Analysis, figure: Figure) -> Elsewhere:
    """The place of a figure of last year's report, from its name to its unit."""
    if isinstance(figure.place, NumericCell):
        label = " ".join((*figure.place.row_path, *figure.place.col_path))
        return place_in(last, figure.place.span, label)
    claim = figure.place
    start = min(claim.indicator_span.start, claim.quantity.span.start)
    return place_in(last, CharSpan(start, claim.quantity.span.end), claim.indicator)
