"""Which facts and cells can be about one thing at all, and how well unit, period and role go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.period import Role
from auditor.core.table import NumericCell, TableKind
from auditor.linking.candidates import Fact
from auditor.linking.compatibility import (
    other_project,
    period_fit,
    role_fit,
    total_of_another,
    unit_fit,
)
from auditor.linking.grids import BoolArray, distinct, table
from auditor.linking.lexis import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Openings:
    """The pairs that no veto parts, cell by cell, with their fits of unit, period and role."""

    rows: IntArray
    cols: IntArray
    unit: FloatArray
    period: FloatArray
    role: FloatArray


def open_pairs(
    facts: Sequence[Fact],
    cells: Sequence[NumericCell],
    goals: BoolArray,
    *,
    of_project: bool = False,
) -> Openings:
    """All pairs of ``facts`` with ``cells`` but for the vetoes.

    Vetoes: another dimension, another unit of people or counts that doesn't convert, another known
    year, a role that contradicts the column, another project's table (there is none in a report
    ``of_project``), a part of the spending against all of it, and a result against a cell of
    ``goals``.
    """
    unit = table(
        facts,
        cells,
        lambda f: f.lead.quantity.unit,
        lambda c: (c.quantity.unit, c.quantity.dimension),
        lambda f, c: unit_fit(f.lead.quantity, c.quantity),
    )
    period = table(
        facts,
        cells,
        lambda f: f.lead.period.year,
        lambda c: (c.period.year, c.role),
        lambda f, c: period_fit(f.lead.period, c),
    )
    role = table(
        facts,
        cells,
        lambda f: f.lead.role,
        lambda c: (c.role, c.block),
        lambda f, c: role_fit(f.lead.role, c),
    )
    possible = ~(np.isnan(unit) | np.isnan(period) | np.isnan(role))
    targets = np.array([fact.lead.role is Role.TARGET for fact in facts], dtype=bool)
    possible &= targets[:, None] | ~goals[None, :]
    possible &= ~_vetoed(facts, cells, of_project=of_project)
    cols, rows = np.nonzero(possible.T)
    return Openings(rows, cols, unit[rows, cols], period[rows, cols], role[rows, cols])


def _vetoed(facts: Sequence[Fact], cells: Sequence[NumericCell], *, of_project: bool) -> BoolArray:
    """Pairs of another project or another total: asked once for cells that are alike in it."""
    keys = [
        (
            cell.subject,
            cell.subject and cell.table_id,
            cell.subject and cell.block is TableKind.INDICATORS,
            cell.block is TableKind.FUNDS and cell.indicator,
        )
        for cell in cells
    ]
    across, first = distinct(keys)
    known = np.zeros((len(facts), len(first)), dtype=bool)
    for number, place in enumerate(first):
        cell = cells[place]
        if cell.subject is not None or cell.block is TableKind.FUNDS:
            known[:, number] = [
                (not of_project and other_project(fact.lead, cell)) or total_of_another(fact, cell)
                for fact in facts
            ]
    vetoed: BoolArray = known[:, across]
    return vetoed
