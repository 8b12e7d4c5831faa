"""What speaks for and against a fact and a cell being about one thing. Values never enter.

All pairs of a block of cells are described at once, as rows of one matrix with named columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.document import Document
from auditor.core.period import Role
from auditor.core.quantity import Unit
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words
from auditor.linking.candidates import Fact
from auditor.linking.compatibility import (
    other_project,
    period_fit,
    role_fit,
    total_of_another,
    unit_fit,
)
from auditor.linking.grids import alone, rank, rival, table
from auditor.linking.likeness import head_match, shortened, unit_named_in
from auditor.linking.wording import (
    WORDING,
    FloatArray,
    IntArray,
    LabelIndex,
    WordingTable,
    labels_of,
)

FEATURES: tuple[str, ...] = (
    *WORDING,
    "unit",
    "period",
    "role",
    "sum",
    "both_ways",
    "no_word_shared",
    "all_label_words",
    "head_noun",
    "abbreviated",
    "shared_characters",
    "unit_in_label",
    "same_unit",
    "same_classifier",
    "bare_number",
    "same_role",
    "role_unknown",
    "target_cell",
    "indicator_row",
    "better_column",
    "only_cell_of_unit",
    "only_fact_of_unit",
    "section_in_path",
    "subject_named",
    "of_a_project",
    "sum_spread",
    "same_table",
    "best_for_fact",
    "best_for_cell",
    "best_in_report",
    "order",
)
"""Columns of ``Pairs.values``. The first nine are what the rule scorer weighs."""


UNIT = FEATURES.index("unit")
_PREFERRED = (Role.FINAL, Role.ACTUAL, Role.BUDGET, Role.INITIAL_BUDGET)
"""What a figure without a role is, likeliest first: reports tell what was spent."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The possible pairs of a block: ``facts[rows[k]]`` with ``cells[cols[k]]``.

    ``values`` has a row a pair and a column for each of ``FEATURES``.
    """

    facts: Sequence[Fact]
    cells: Sequence[NumericCell]
    rows: IntArray
    cols: IntArray
    values: FloatArray

    def grid(self, of_pairs: FloatArray, empty: float) -> FloatArray:
        """Facts × cells with ``of_pairs`` at the possible pairs and ``empty`` elsewhere."""
        made = np.full((len(self.facts), len(self.cells)), empty)
        made[self.rows, self.cols] = of_pairs
        return made


@dataclass(frozen=True, slots=True)
class _Open:
    """The pairs of a block that no veto parts, with their fits of unit, period and role."""

    rows: IntArray
    cols: IntArray
    unit: FloatArray
    period: FloatArray
    role: FloatArray


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes pairs of one report's facts with its cells.

    ``told`` and ``best`` go with ``facts``: what the features need of each, and its best wording
    anywhere in the report. ``blocks`` are the open pairs by table and role; ``columns`` the
    tables, rows and roles of all cells; ``projects`` whether forms are of different subjects.
    """

    facts: Sequence[Fact]
    wording: WordingTable
    told: Sequence[_FactFacts]
    best: FloatArray
    blocks: dict[tuple[str, Role], _Open]
    columns: frozenset[tuple[str, int, Role]]
    projects: bool

    @classmethod
    def of(
        cls,
        facts: Sequence[Fact],
        cells: Sequence[NumericCell],
        index: LabelIndex,
        document: Document | None = None,
    ) -> Describer:
        """A describer of ``facts`` over all ``cells`` of the report that a claim can be about."""
        wording = WordingTable.of(facts, cells, index)
        sections = _section_words(document) if document is not None else {}
        columns = frozenset((cell.table_id, cell.row, cell.role) for cell in cells)
        told = [_fact_facts(fact, sections) for fact in facts]
        subjects = {cell.subject for cell in cells if cell.block is TableKind.INDICATORS}
        best = np.zeros(len(facts))
        maker = cls(facts, wording, told, best, {}, columns, len(subjects) > 1)
        for block in _by_role(cells):
            found = maker.blocks[block[0].table_id, block[0].role] = maker._open(block)
            if len(found.rows):
                worded = wording.pairs(found.rows, found.cols, block).sum(axis=1)
                np.maximum.at(maker.best, found.rows, worded)
        return maker

    def _open(self, cells: Sequence[NumericCell]) -> _Open:
        """The pairs that no veto parts.

        Vetoes: another dimension, another unit of people or counts that doesn't convert, another
        known year, a role that contradicts the column, another project's table.
        """
        unit, period, role = self._fits(cells)
        open_pairs = ~(np.isnan(unit) | np.isnan(period) | np.isnan(role))
        places = [
            (i, j)
            for i, j in np.argwhere(open_pairs).tolist()
            if not other_project(self.facts[i], cells[j])
            and not total_of_another(self.facts[i], cells[j])
        ]
        made = np.array(places, dtype=np.intp).reshape(-1, 2)
        rows, cols = made[:, 0], made[:, 1]
        return _Open(rows, cols, unit[rows, cols], period[rows, cols], role[rows, cols])

    def describe(self, cells: Sequence[NumericCell]) -> Pairs:
        """All possible pairs of the facts with ``cells``, all those of one role in one table."""
        found = self.blocks[cells[0].table_id, cells[0].role]
        rows, cols, unit, period, role = (
            found.rows, found.cols, found.unit, found.period, found.role,
        )  # fmt: skip
        values = np.zeros((len(rows), len(FEATURES)))
        pairs = Pairs(self.facts, cells, rows, cols, values)
        if not len(rows):
            return pairs
        values[:, : len(WORDING)] = self.wording.pairs(rows, cols, cells)
        values[:, UNIT] = unit
        columns = {
            "unit": unit,
            "period": period,
            "role": role,
            **_derived(values, unit, role),
            **self._each(pairs),
            **self._compared(pairs),
        }
        for name, column in columns.items():
            values[:, FEATURES.index(name)] = column
        return pairs

    def _fits(self, cells: Sequence[NumericCell]) -> tuple[FloatArray, FloatArray, FloatArray]:
        facts = self.facts
        unit = table(
            facts,
            cells,
            lambda f: (f.lead.quantity.unit, f.lead.quantity.dimension),
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
        return unit, period, role

    def _each(self, pairs: Pairs) -> dict[str, FloatArray]:
        facts = self.told
        cells = [_cell_facts(cell) for cell in pairs.cells]
        places = list(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True))

        def column(of: Callable[[int, int], float]) -> FloatArray:
            return np.array([of(i, j) for i, j in places])

        return {
            "sum": column(lambda i, _: float(facts[i].is_sum)),
            "head_noun": column(lambda i, j: head_match(facts[i].head, cells[j].words)),
            "abbreviated": column(lambda i, j: shortened(facts[i].words, cells[j].label)),
            "shared_characters": column(
                lambda i, j: (
                    len(facts[i].characters & cells[j].characters)
                    / max(len(cells[j].characters), 1)
                )
            ),
            "unit_in_label": column(lambda i, j: unit_named_in(facts[i].unit, cells[j].label)),
            "role_unknown": column(
                lambda i, j: float(Role.UNKNOWN in (facts[i].role, cells[j].role))
            ),
            "target_cell": column(
                lambda i, j: float(cells[j].role is Role.TARGET is not facts[i].role)
            ),
            "indicator_row": column(lambda _, j: float(cells[j].in_indicators)),
            "section_in_path": column(lambda i, j: _shared(facts[i].section, cells[j].path)),
            "subject_named": column(lambda i, j: _named(facts[i], cells[j])),
            "of_a_project": column(
                lambda i, j: float(
                    self.projects
                    and cells[j].subject is not None
                    and not _named(facts[i], cells[j])
                )
            ),
            "better_column": column(
                lambda i, j: float(facts[i].role is Role.UNKNOWN and self._outdone(pairs.cells[j]))
            ),
            "same_table": column(lambda i, j: float(facts[i].table == cells[j].table)),
        }

    def _compared(self, pairs: Pairs) -> dict[str, FloatArray]:
        """How the pair's wording stands to that of its rivals, and places in their sequences."""
        rows, cols = pairs.rows, pairs.cols
        own = pairs.values[:, : len(WORDING)].sum(axis=1)
        single = np.array([not fact.is_sum for fact in pairs.facts])[rows]
        return {
            "best_for_fact": (own - rival(own, rows, cols, np.ones(len(own), bool))) / len(WORDING),
            "best_for_cell": (own - rival(own, cols, rows, single)) / len(WORDING),
            "best_in_report": (own - self.best[rows]) / len(WORDING),
            "order": 1.0 - np.abs(rank(rows) - rank(cols)),
            "only_cell_of_unit": alone(rows, pairs.values[:, UNIT]),
            "only_fact_of_unit": alone(cols, np.where(single, pairs.values[:, UNIT], 0.0)),
            "sum_spread": _spread(pairs, own),
        }

    def _outdone(self, cell: NumericCell) -> bool:
        """Whether the cell's row has a column that a figure without a role rather means."""
        if cell.role not in _PREFERRED:
            return False
        better = _PREFERRED[: _PREFERRED.index(cell.role)]
        return any((cell.table_id, cell.row, role) in self.columns for role in better)


@dataclass(frozen=True, slots=True)
class _FactFacts:
    is_sum: bool
    role: Role
    unit: Unit | None
    head: str
    words: tuple[str, ...]
    characters: frozenset[str]
    section: frozenset[str]
    said: str
    table: str | None


@dataclass(frozen=True, slots=True)
class _CellFacts:
    role: Role
    label: str
    words: tuple[str, ...]
    characters: frozenset[str]
    path: frozenset[str]
    subject: str | None
    table: str
    in_indicators: bool


def _fact_facts(fact: Fact, sections: Mapping[int, frozenset[str]]) -> _FactFacts:
    lead = fact.lead
    section = sections.get(lead.section, frozenset()) if lead.section is not None else None
    heads = content_words(lead.head) or fact.words
    return _FactFacts(
        is_sum=fact.is_sum,
        role=lead.role,
        unit=lead.quantity.unit,
        head=heads[-1] if heads else "",
        words=tuple(word for word in fact.words if len(word) > 1),
        characters=frozenset("".join(fact.words)),
        section=section or frozenset(),
        said=lead.context + lead.indicator,
        table=lead.cell[0] if lead.cell is not None else None,
    )


def _cell_facts(cell: NumericCell) -> _CellFacts:
    return _CellFacts(
        role=cell.role,
        label="".join(labels_of(cell)),
        words=content_words(labels_of(cell)[0]),
        characters=frozenset("".join(content_words(labels_of(cell)[0]))),
        path=frozenset(w for part in (*cell.row_path, *cell.col_path) for w in content_words(part)),
        subject=cell.subject,
        table=cell.table_id,
        in_indicators=cell.block is TableKind.INDICATORS,
    )


def _derived(values: FloatArray, unit: FloatArray, role: FloatArray) -> dict[str, FloatArray]:
    in_indicator, in_clause, in_label = values[:, 0], values[:, 1], values[:, 2]
    return {
        "both_ways": np.minimum(in_indicator, in_label),
        "no_word_shared": (in_clause + in_label <= 0).astype(np.float64),
        "all_label_words": (in_clause >= 0.99).astype(np.float64),
        "same_unit": (unit == 1.0).astype(np.float64),
        "same_classifier": (unit == 0.5).astype(np.float64),
        "bare_number": (unit == 0.2).astype(np.float64),
        "same_role": (role == 1.0).astype(np.float64),
    }


def _spread(pairs: Pairs, own: FloatArray) -> FloatArray:
    """For sums how unevenly the label fits the addends: best less worst wording, 0 to 1.

    1 where an addend can't be the cell at all; 0 for single facts.
    """
    found = np.zeros(len(own))
    sums = [i for i in np.unique(pairs.rows).tolist() if pairs.facts[i].is_sum]
    if not sums:
        return found
    worded = pairs.grid(own, -1.0)
    place = {fact.lead.id: i for i, fact in enumerate(pairs.facts) if not fact.is_sum}
    for i in sums:
        members = [place[claim.id] for claim in pairs.facts[i].claims if claim.id in place]
        mine = pairs.rows == i
        each = worded[members][:, pairs.cols[mine]]
        whole = len(members) == len(pairs.facts[i].claims)
        even = (each.max(axis=0) - each.min(axis=0)) / len(WORDING)
        found[mine] = np.where((each.min(axis=0) >= 0) & whole, even, 1.0) if members else 1.0
    return found


def _by_role(cells: Sequence[NumericCell]) -> list[list[NumericCell]]:
    blocks: dict[tuple[str, Role], list[NumericCell]] = {}
    for cell in cells:
        blocks.setdefault((cell.table_id, cell.role), []).append(cell)
    return list(blocks.values())


def _section_words(document: Document) -> Mapping[int, frozenset[str]]:
    """The words of each section's heading and of those above it, by section id."""
    words: dict[int, frozenset[str]] = {}
    for section in document.sections:
        above = words.get(section.parent, frozenset()) if section.parent is not None else None
        words[section.id] = frozenset(content_words(section.title)) | (above or frozenset())
    return words


def _shared(section: frozenset[str], path: frozenset[str]) -> float:
    return len(section & path) / len(section) if section else 0.0


def _named(fact: _FactFacts, cell: _CellFacts) -> float:
    return float(cell.subject is not None and cell.subject in fact.said)
