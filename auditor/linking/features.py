"""What speaks for and against a fact and a cell being about one thing. Values never enter.

All pairs of a report are described at once, as rows of one matrix with named columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.core.document import Document, ReportKind
from auditor.core.period import Role
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words
from auditor.linking.candidates import Fact, head_of, section_words, telling_words, thing_of
from auditor.linking.encoders import Encoder
from auditor.linking.grids import alone, distinct, rank, rival
from auditor.linking.lexis import FloatArray, IntArray
from auditor.linking.likeness import Characters, closes, shortened
from auditor.linking.narrowing import narrowed
from auditor.linking.openings import Openings, open_pairs
from auditor.linking.wording import WORDING, LabelIndex, Wording, labels_of

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
    """The possible pairs of a report, ``facts[rows[k]]`` with ``cells[cols[k]]``, cell by cell.

    ``blocks`` numbers the block of each pair (the cells of one role in one table), ``groups`` the
    fact in its block. ``values`` has a row a pair and a column for each of ``FEATURES``.
    """

    facts: Sequence[Fact]
    cells: Sequence[NumericCell]
    rows: IntArray
    cols: IntArray
    blocks: IntArray
    groups: IntArray
    values: FloatArray


def described(
    facts: Sequence[Fact],
    blocks: Sequence[Sequence[NumericCell]],
    goals: Sequence[bool],
    document: Document | None = None,
    encoder: Encoder | None = None,
) -> Pairs:
    """The pairs of ``facts`` with the cells of all blocks; ``goals`` marks blocks of targets that
    only a target can be about.
    """
    cells = [cell for block in blocks for cell in block]
    sizes = [len(block) for block in blocks]
    of_goals = np.repeat(np.array(goals, dtype=bool), sizes)
    found = open_pairs(facts, cells, of_goals, of_project=_of_one_project(cells, document))
    of_pairs = np.repeat(np.arange(len(blocks)), sizes)[found.cols]
    values = np.zeros((len(found.rows), len(FEATURES)))
    groups = of_pairs * len(facts) + found.rows
    pairs = Pairs(facts, cells, found.rows, found.cols, of_pairs, groups, values)
    if len(found.rows):
        forms = [labels_of(cell) for cell in cells]
        index = LabelIndex.of(
            f for f, goal in zip(forms, of_goals.tolist(), strict=True) if not goal
        )
        _describe(pairs, found, forms, index, document, encoder)
        _compare(pairs)
        _describe_sums(pairs)
    return pairs


def _of_one_project(cells: Sequence[NumericCell], document: Document | None) -> bool:
    """Whether the report is about one project, so that its form is the report's own."""
    if document is None or document.identity.report_kind is not ReportKind.PROJECT:
        return False
    return len({cell.subject for cell in cells} - {None}) <= 1


def _describe(
    pairs: Pairs,
    found: Openings,
    forms: Sequence[tuple[str, ...]],
    index: LabelIndex,
    document: Document | None,
    encoder: Encoder | None,
) -> None:
    """The features that don't depend on rivals."""
    facts, cells, rows, cols, values = (
        pairs.facts,
        pairs.cells,
        pairs.rows,
        pairs.cols,
        pairs.values,
    )
    worded = _Worded(facts, forms, index)
    across, _ = distinct(forms)
    known: dict[tuple[int, int], tuple[float, ...]] = {}
    told = []
    for i, j, form in zip(rows.tolist(), cols.tolist(), across[cols].tolist(), strict=True):
        pair = known.get((i, form))
        if pair is None:
            pair = known[i, form] = worded.of(i, forms[j])
        told.append(pair)
    values[:, [AT[name] for name in _WORDED]] = told
    if encoder is not None:
        grid = encoder([f.lead.indicator for f in facts], [form[0] for form in forms])
        values[:, AT["encoder"]] = grid[rows, cols]
    sections = section_words(document) if document is not None else {}
    columns: dict[str, FloatArray | list[float]] = {
        "unit": found.unit,
        "period": found.period,
        "role": found.role,
        "section_in_path": _section_fit(pairs, sections),
        **_derived(values, found.unit, found.role),
        "narrowed": narrowed(facts, cells, rows.tolist(), cols.tolist()),
        **_roles(facts, cells, found),
        **_projects(facts, cells, found),
    }
    for name, column in columns.items():
        values[:, AT[name]] = column


_WORDED: tuple[str, ...] = (
    *WORDING,
    "head_noun",
    "abbreviated",
    "shared_characters",
    "rare_characters",
    "unit_in_label",
)


class _Worded:
    """The features ``_WORDED`` of a fact and a form (a cell's wordings), a pair at a time."""

    def __init__(
        self, facts: Sequence[Fact], forms: Sequence[tuple[str, ...]], index: LabelIndex
    ) -> None:
        self._facts = facts
        self._wording = Wording(facts, forms, index)
        self._forms = {form: ("".join(form), content_words(form[0])) for form in forms}
        self._characters = Characters([words for _, words in self._forms.values()])
        self._said: dict[int, tuple[str, tuple[str, ...], frozenset[str], frozenset[str], str]] = {}

    def of(self, number: int, form: tuple[str, ...]) -> tuple[float, ...]:
        """The features in the order of ``_WORDED``."""
        told = self._said.get(number)
        if told is None:
            told = self._said[number] = self._of_fact(self._facts[number])
        head, words, own, around, unit = told
        text, label = self._forms[form]
        return (
            *self._wording.of(number, form),
            closes(head, label),
            shortened(words, text),
            self._characters.shared(own, label),
            self._characters.rarely_shared(around, label),
            float(bool(unit) and unit in text),
        )

    @staticmethod
    def _of_fact(fact: Fact) -> tuple[str, tuple[str, ...], frozenset[str], frozenset[str], str]:
        own = frozenset("".join(fact.words))
        unit = fact.lead.quantity.unit
        name = unit.name if unit is not None and len(unit.name) > 1 else ""
        words = tuple(word for word in fact.words if len(word) > 1)
        return head_of(fact), words, own, own.union(_around(fact)), name


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


def _section_fit(pairs: Pairs, sections: Mapping[int, frozenset[str]]) -> FloatArray:
    """Share of the words of a claim's headings that the cell's row and column labels have."""
    found = np.zeros(len(pairs.rows))
    paths: dict[int, frozenset[str]] = {}
    above = [fact.lead.section for fact in pairs.facts]
    told = [sections.get(section) if section is not None else None for section in above]
    for k, (i, j) in enumerate(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True)):
        words = told[i]
        if words:
            if j not in paths:
                cell = pairs.cells[j]
                parts = (*cell.row_path, *cell.col_path)
                paths[j] = frozenset(w for part in parts for w in content_words(part))
            found[k] = len(words & paths[j]) / len(words)
    return found


def _compare(pairs: Pairs) -> None:
    """How each pair's wording stands to that of its rivals, and its place in the order."""
    facts, rows, cols, values = pairs.facts, pairs.rows, pairs.cols, pairs.values
    own = values[:, : len(WORDING)].sum(axis=1)
    things, _ = distinct([thing_of(fact) for fact in facts])
    single = np.array([not fact.is_sum for fact in facts], dtype=bool)[rows]
    same = values[:, AT["unit"]] == 1.0
    best = np.zeros(len(facts))
    np.maximum.at(best, rows, own)
    every = np.ones(len(own), dtype=bool)
    columns = {
        "best_for_fact": (own - rival(own, pairs.groups, cols, every)) / len(WORDING),
        "best_for_cell": (own - rival(own, cols, things[rows], single)) / len(WORDING),
        "best_in_report": (own - best[rows]) / len(WORDING),
        "only_cell_of_unit": alone(pairs.groups, same),
        "only_fact_of_unit": alone(cols, same & single),
        "part_of_rival": _beside_its_whole(facts, rows, cols, own),
        "order": 1.0 - np.abs(rank(rows, pairs.blocks) - rank(cols, pairs.blocks)),
    }
    for name, column in columns.items():
        values[:, AT[name]] = column


def _beside_its_whole(
    facts: Sequence[Fact], rows: IntArray, cols: IntArray, own: FloatArray
) -> FloatArray:
    """1 for a part where the whole that the text names fits the cell about as well."""
    found = np.zeros(len(rows))
    parts = [i for i, fact in enumerate(facts) if fact.wholes]
    if not parts:
        return found
    place = {c.id: i for i, f in enumerate(facts) if not f.is_sum for c in f.claims}
    at = zip(rows.tolist(), cols.tolist(), strict=True)
    fitting = dict(zip(at, own.tolist(), strict=True))
    for k in np.flatnonzero(np.isin(rows, parts)).tolist():
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
    if not any(fact.is_sum for fact in pairs.facts):
        return
    place = {fact.lead.id: i for i, fact in enumerate(pairs.facts) if not fact.is_sum}
    places = list(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True))
    at = {pair: k for k, pair in enumerate(places)}
    own = pairs.values[:, : len(WORDING)].sum(axis=1).tolist()
    members_of: dict[int, tuple[list[int], list[set[str]]]] = {}
    for k, (i, j) in enumerate(places):
        fact = pairs.facts[i]
        if not fact.is_sum:
            continue
        if i not in members_of:
            known = [place[claim.id] for claim in fact.claims if claim.id in place]
            members_of[i] = (known, telling_words([pairs.facts[m] for m in known]))
        members, telling = members_of[i]
        if not members or len(members) < len(fact.claims):
            pairs.values[k, AT["sum_spread"]] = 1.0
            continue
        each = [at.get((m, j)) for m in members]
        fits = [own[n] if n is not None else -1.0 for n in each]
        label = set(content_words(pairs.cells[j].indicator))
        hits = [bool(words & label) for words in telling]
        spread = (max(fits) - min(fits)) / len(WORDING) if min(fits) >= 0 else 1.0
        spread = 0.0 if all(hits) else spread
        told = any(hits) and not all(hits)
        pairs.values[k, AT["sum_spread"]] = spread
        pairs.values[k, AT["tells_one_addend"]] = told
        if spread <= _EVEN and not told:
            pairs.values[[n for n in each if n is not None], AT["one_of_addends"]] = 1.0


def _around(fact: Fact) -> str:
    return "".join(claim.context for claim in (fact.claims if fact.is_sum else fact.claims[:1]))
