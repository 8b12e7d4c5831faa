"""What speaks for and against a fact and a cell being about one thing. Values never enter.

All pairs of a report are described at once, as rows of one matrix with named columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.document import Document, ReportKind
from auditor.core.period import Role
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words
from auditor.linking.candidates import Fact, telling_words, thing_of
from auditor.linking.encoders import Encoder
from auditor.linking.grids import alone, distinct, rank, rival
from auditor.linking.lexis import FloatArray, IntArray, Lexis
from auditor.linking.likeness import Forms
from auditor.linking.narrowing import narrowed
from auditor.linking.openings import Openings, open_pairs
from auditor.linking.wording import WORDING, LabelIndex, WordingTable, labels_of

BASE: tuple[str, ...] = (
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
    "rare_characters",
    "unit_in_label",
    "encoder",
    "same_unit",
    "same_unit_name",
    "same_classifier",
    "bare_number",
    "same_role",
    "role_unknown",
    "target_cell",
    "indicator_row",
    "better_column",
    "section_in_path",
    "subject_named",
    "of_a_project",
    "same_table",
    "only_cell_of_unit",
    "only_fact_of_unit",
    "narrowed",
    "sum_spread",
    "tells_one_addend",
    "one_of_addends",
    "part_of_rival",
    "best_for_fact",
    "best_for_cell",
    "best_in_report",
    "order",
)
"""What is known of a pair by itself and by the words of its rivals."""

CONTEXT: tuple[str, ...] = (
    "surer_fact_for_cell",
    "surer_cell_for_fact",
    "left_over_cell",
    "left_over_fact",
    "between_neighbours",
)
"""What a first look at all pairs adds; filled by ``auditor.linking.context``."""

FEATURES: tuple[str, ...] = (*BASE, *CONTEXT)
"""Columns of ``Pairs.values``."""

AT: Mapping[str, int] = {name: place for place, name in enumerate(FEATURES)}
_PREFERRED = (Role.FINAL, Role.ACTUAL, Role.BUDGET, Role.TARGET, Role.INITIAL_BUDGET)
"""What a figure without a role is, likeliest first: reports tell what was spent."""
_EVEN = 0.1
"""Addends fit a label evenly where their wording differs from it by no more than this."""
_ABOUT = 0.05
"""A whole fits a label as well as its part does, this much aside."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The possible pairs of a block (the cells of one role in one table): ``facts[rows[k]]`` with
    ``cells[cols[k]]``.

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


def described(
    facts: Sequence[Fact],
    blocks: Sequence[Sequence[NumericCell]],
    goals: Sequence[bool],
    document: Document | None = None,
    encoder: Encoder | None = None,
) -> Iterator[Pairs]:
    """The pairs of ``facts`` with the cells of each block; ``goals`` marks blocks of targets that
    only a target can be about.
    """
    cells = [cell for block in blocks for cell in block]
    sizes = [len(block) for block in blocks]
    block_of = np.repeat(np.arange(len(blocks)), sizes)
    of_goals = np.repeat(np.array(goals, dtype=bool), sizes)
    found = open_pairs(facts, cells, of_goals, of_project=_of_one_project(cells, document))
    if not len(found.rows):
        return
    index = LabelIndex.of([c for c, goal in zip(cells, of_goals, strict=True) if not goal])
    values = _values(facts, cells, found, index, document, encoder)
    _compare(facts, values, found, block_of)
    ends = np.cumsum(sizes)
    edges = np.searchsorted(found.cols, [0, *ends])
    for number, block in enumerate(blocks):
        own = slice(edges[number], edges[number + 1])
        rows, cols = found.rows[own], found.cols[own] - (ends[number] - sizes[number])
        pairs = Pairs(facts, block, rows, cols, values[own])
        if len(rows):
            pairs.values[:, AT["order"]] = 1.0 - np.abs(rank(rows) - rank(cols))
            _describe_sums(pairs)
        yield pairs


def _of_one_project(cells: Sequence[NumericCell], document: Document | None) -> bool:
    """Whether the report is about one project, so that its form is the report's own."""
    if document is None or document.identity.report_kind is not ReportKind.PROJECT:
        return False
    return len({cell.subject for cell in cells} - {None}) <= 1


def _values(
    facts: Sequence[Fact],
    cells: Sequence[NumericCell],
    found: Openings,
    index: LabelIndex,
    document: Document | None,
    encoder: Encoder | None,
) -> FloatArray:
    """The features that don't depend on rivals."""
    rows, cols = found.rows, found.cols
    values = np.zeros((len(rows), len(FEATURES)))
    across, first = distinct([labels_of(cell) for cell in cells])
    forms = [labels_of(cells[place]) for place in first]
    heads = [_head(fact) for fact in facts]
    sections = _section_words(document) if document is not None else {}
    lexis = Lexis(
        [
            *(content_words(label) for form in forms for label in form),
            *(fact.words for fact in facts),
            *(fact.context_words for fact in facts),
            [head for head in heads if head],
        ]
    )
    labels = list(dict.fromkeys(label for form in forms for label in form))
    wording = WordingTable.of(facts, labels, lexis, index).best(forms)
    told = Forms(["".join(form) for form in forms], [content_words(form[0]) for form in forms])
    said = ["".join(fact.words) for fact in facts]
    grids = {
        "head_noun": told.heads(heads, lexis),
        "abbreviated": told.shortened([[w for w in f.words if len(w) > 1] for f in facts]),
        "shared_characters": told.characters(said),
        "rare_characters": told.characters([s + _around(f) for s, f in zip(said, facts, strict=True)], rare=True),
        "unit_in_label": told.units([fact.lead.quantity.unit for fact in facts]),
    }  # fmt: skip
    if encoder is not None:
        grids["encoder"] = encoder([f.lead.indicator for f in facts], [form[0] for form in forms])
    on = across[cols]
    values[:, : len(WORDING)] = wording[rows, on]
    for name, grid in grids.items():
        values[:, AT[name]] = grid[rows, on]
    columns = {
        "unit": found.unit,
        "period": found.period,
        "role": found.role,
        "section_in_path": _section_fit(facts, cells, sections)[rows, cols],
        **_derived(values, found.unit, found.role),
        "narrowed": narrowed(facts, cells)[rows, cols],
        **_roles(facts, cells, found),
        **_projects(facts, cells, found),
    }
    for name, column in columns.items():
        values[:, AT[name]] = column
    return values


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


def _roles(
    facts: Sequence[Fact], cells: Sequence[NumericCell], found: Openings
) -> dict[str, FloatArray]:
    rows, cols = found.rows, found.cols
    unknown = np.array([fact.lead.role is Role.UNKNOWN for fact in facts], dtype=bool)
    target = np.array([fact.lead.role is Role.TARGET for fact in facts], dtype=bool)
    unnamed = np.array([cell.role is Role.UNKNOWN for cell in cells], dtype=bool)
    goal = np.array([cell.role is Role.TARGET for cell in cells], dtype=bool)
    rated = np.array([cell.block is TableKind.INDICATORS for cell in cells], dtype=bool)
    columns = frozenset((cell.table_id, cell.row, cell.role) for cell in cells)
    outdone = np.array([_outdone(cell, columns) for cell in cells], dtype=bool)
    names = [f.lead.quantity.unit.name if f.lead.quantity.unit else "" for f in facts]
    others = [c.quantity.unit.name if c.quantity.unit else "" for c in cells]
    number, _ = distinct([*names, *others])
    named = number[: len(facts)][rows] == number[len(facts) :][cols]
    table, _ = distinct(
        [*(f.lead.cell[0] if f.lead.cell else None for f in facts), *(c.table_id for c in cells)]
    )
    return {
        "sum": np.array([fact.is_sum for fact in facts], dtype=np.float64)[rows],
        "role_unknown": (unknown[rows] | unnamed[cols]).astype(np.float64),
        "target_cell": (goal[cols] & ~target[rows]).astype(np.float64),
        "indicator_row": rated[cols].astype(np.float64),
        "better_column": (unknown[rows] & outdone[cols]).astype(np.float64),
        "same_unit_name": named.astype(np.float64),
        "same_table": (table[: len(facts)][rows] == table[len(facts) :][cols]).astype(np.float64),
    }


def _outdone(cell: NumericCell, columns: frozenset[tuple[str, int, Role]]) -> bool:
    """Whether the cell's row has a column that a figure without a role rather means."""
    if cell.role not in _PREFERRED:
        return False
    better = _PREFERRED[: _PREFERRED.index(cell.role)]
    return any((cell.table_id, cell.row, role) in columns for role in better)


def _projects(
    facts: Sequence[Fact], cells: Sequence[NumericCell], found: Openings
) -> dict[str, FloatArray]:
    """Whether the claim names the subject of the cell's form, where forms are of several."""
    several = len({c.subject for c in cells if c.block is TableKind.INDICATORS}) > 1
    across, first = distinct([cell.subject for cell in cells])
    subjects = [cells[place].subject for place in first]
    said = [fact.lead.context + fact.lead.indicator for fact in facts]
    named = np.array([[s is not None and s in text for s in subjects] for text in said])
    known = np.array([s is not None for s in subjects], dtype=bool)
    on = across[found.cols]
    is_named = named[found.rows, on]
    return {
        "subject_named": is_named.astype(np.float64),
        "of_a_project": (several & known[on] & ~is_named).astype(np.float64),
    }


def _section_fit(
    facts: Sequence[Fact], cells: Sequence[NumericCell], sections: Mapping[int, frozenset[str]]
) -> FloatArray:
    """Share of the words of a claim's headings that the cell's row and column labels have."""
    none: frozenset[str] = frozenset()
    words = [sections.get(f.lead.section, none) if f.lead.section is not None else none for f in facts]  # fmt: skip
    back, left = distinct(words)
    across, above = distinct([(cell.row_path, cell.col_path) for cell in cells])
    paths = [
        frozenset(w for part in (*cells[j].row_path, *cells[j].col_path) for w in content_words(part))
        for j in above
    ]  # fmt: skip
    grid = np.array(
        [
            [len(words[i] & path) / len(words[i]) if words[i] else 0.0 for path in paths]
            for i in left
        ]
    )
    made: FloatArray = grid[np.ix_(back, across)]
    return made


def _compare(
    facts: Sequence[Fact], values: FloatArray, found: Openings, block_of: IntArray
) -> None:
    """How each pair's wording stands to that of its rivals."""
    rows, cols = found.rows, found.cols
    own = values[:, : len(WORDING)].sum(axis=1)
    things, _ = distinct([thing_of(fact) for fact in facts])
    single = np.array([not fact.is_sum for fact in facts], dtype=bool)[rows]
    same = values[:, AT["unit"]] == 1.0
    here = rows * len(np.unique(block_of)) + np.unique(block_of, return_inverse=True)[1][cols]
    best = np.zeros(len(facts))
    np.maximum.at(best, rows, own)
    every = np.ones(len(own), dtype=bool)
    columns = {
        "best_for_fact": (own - rival(own, here, cols, every)) / len(WORDING),
        "best_for_cell": (own - rival(own, cols, things[rows], single)) / len(WORDING),
        "best_in_report": (own - best[rows]) / len(WORDING),
        "only_cell_of_unit": alone(here, same),
        "only_fact_of_unit": alone(cols, same & single),
        "part_of_rival": _beside_its_whole(facts, rows, cols, own),
    }
    for name, column in columns.items():
        values[:, AT[name]] = column


def _beside_its_whole(
    facts: Sequence[Fact], rows: IntArray, cols: IntArray, own: FloatArray
) -> FloatArray:
    """1 for a part where the whole that the text names fits the cell about as well."""
    found = np.zeros(len(rows))
    place = {c.id: i for i, f in enumerate(facts) if not f.is_sum for c in f.claims}
    at = zip(rows.tolist(), cols.tolist(), strict=True)
    fitting = dict(zip(at, own.tolist(), strict=True))
    parts = {i for i, fact in enumerate(facts) if fact.wholes}
    for k in np.flatnonzero(np.isin(rows, list(parts))).tolist():
        wholes = [place[w] for w in facts[rows[k]].wholes if w in place]
        best = max((fitting.get((w, int(cols[k])), -1.0) for w in wholes), default=-1.0)
        found[k] = float(best >= own[k] - _ABOUT * len(WORDING))
    return found


def _describe_sums(pairs: Pairs) -> None:
    """Sums beside their addends: a label that means one of them, or all of them alike.

    ``sum_spread`` is how unevenly the label fits the addends (1 where one can't be the cell at
    all), ``tells_one_addend`` that it has a word of one of them only; ``one_of_addends`` marks
    single addends of a sum that fits evenly.
    """
    sums = [i for i in np.unique(pairs.rows).tolist() if pairs.facts[i].is_sum]
    if not sums:
        return
    place = {fact.lead.id: i for i, fact in enumerate(pairs.facts) if not fact.is_sum}
    own = pairs.values[:, : len(WORDING)].sum(axis=1)
    worded = pairs.grid(own, -1.0)
    spread = pairs.values[:, AT["sum_spread"]]
    for i in sums:
        fact = pairs.facts[i]
        members = [place[claim.id] for claim in fact.claims if claim.id in place]
        mine = np.flatnonzero(pairs.rows == i)
        each = worded[members][:, pairs.cols[mine]]
        whole = bool(members) and len(members) == len(fact.claims)
        if not whole:
            spread[mine] = 1.0
            continue
        even = (each.max(axis=0) - each.min(axis=0)) / len(WORDING)
        spread[mine] = np.where(each.min(axis=0) >= 0, even, 1.0)
        words = [set(content_words(pairs.cells[j].indicator)) for j in pairs.cols[mine].tolist()]
        hits = [[bool(own & label) for own in telling_words([pairs.facts[m] for m in members])] for label in words]  # fmt: skip
        every = np.array([all(hit) for hit in hits])
        told = np.array([any(hit) for hit in hits]) & ~every
        spread[mine] = np.where(every, 0.0, spread[mine])
        pairs.values[mine, AT["tells_one_addend"]] = told
        evenly = pairs.cols[mine][(spread[mine] <= _EVEN) & ~told]
        addends = np.isin(pairs.rows, members) & np.isin(pairs.cols, evenly)
        pairs.values[addends, AT["one_of_addends"]] = 1.0


def _head(fact: Fact) -> str:
    """The noun that is counted, last word of it."""
    heads = content_words(fact.lead.head) or fact.words
    return heads[-1] if heads else ""


def _around(fact: Fact) -> str:
    return "".join(claim.context for claim in (fact.claims if fact.is_sum else fact.claims[:1]))


def _section_words(document: Document) -> Mapping[int, frozenset[str]]:
    """The words of each section's heading and of those above it, by section id."""
    words: dict[int, frozenset[str]] = {}
    for section in document.sections:
        above = words.get(section.parent, frozenset()) if section.parent is not None else None
        words[section.id] = frozenset(content_words(section.title)) | (above or frozenset())
    return words
