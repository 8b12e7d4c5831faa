"""Rows of an indicator block that head a dimension and give its points: 二、产出指标 | —— | —— | 50 | 49."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.core.table import CellField, IndicatorRow, TotalRow
from auditor.tables.vocabulary import PLACEHOLDER, squeeze

_NUMBER = re.compile(r"^\(?[一二三四五六七八九十\d]{1,3}[)、.]{1,2}")
_FEWEST = 2


def headed(rows: Sequence[IndicatorRow]) -> tuple[list[IndicatorRow], list[TotalRow]]:
    """The indicators among ``rows``, with the dimension as first level, and the heads as parts.

    A head has weight but neither target nor result, and its weight is the sum of those below it, up
    to the next head. Where this doesn't hold of all heads, two at least, nothing changes.
    """
    heads = [at for at, row in enumerate(rows) if _is_bare(row)]
    if len(heads) < _FEWEST or heads[0] != 0:
        return list(rows), []
    spans = [(at, range(at + 1, end)) for at, end in pairwise([*heads, len(rows)])]
    if not all(_adds_up(rows[at], [rows[n] for n in below]) for at, below in spans):
        return list(rows), []
    kept = [_below(rows[at], rows[n]) for at, below in spans for n in below]
    return kept, [_part(rows[at]) for at in heads]


def _is_bare(row: IndicatorRow) -> bool:
    empty = all(cell is None or PLACEHOLDER.match(cell.text) for cell in (row.target, row.actual))
    return empty and row.weight is not None and row.weight.quantity is not None


def _adds_up(head: IndicatorRow, below: Sequence[IndicatorRow]) -> bool:
    weights = [row.weight.quantity.value for row in below if row.weight and row.weight.quantity]
    whole = head.weight.quantity if head.weight is not None else None
    return whole is not None and len(weights) == len(below) > 0 and sum(weights) == whole.value


def _below(head: IndicatorRow, row: IndicatorRow) -> IndicatorRow:
    if row.level1:
        return row
    return replace(row, level1=_NUMBER.sub("", squeeze(head.name.text)), level1_field=head.name)


def _part(head: IndicatorRow) -> TotalRow:
    name = CellField(head.name.text, head.name.span, head.row, head.name.col)
    return TotalRow(head.table_id, head.row, name, head.weight, head.score, is_part=True)
