"""The globally best assignment of facts to cells, one table at a time, with abstention."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.interval import total
from auditor.core.link import Link, Relation
from auditor.core.period import Role
from auditor.core.table import NumericCell, ParsedTable
from auditor.language import content_words
from auditor.linking.candidates import Fact, facts_of, goal_cells, link_targets, same_thing
from auditor.linking.features import FEATURES, Describer, Pairs
from auditor.linking.scorer import LinkScorer, probability
from auditor.linking.wording import FloatArray, LabelIndex

MAX_CELLS = 3_000
"""Grids with more numbers than this are lists, not forms; nothing is linked to them."""

_UNEVEN = 0.1
"""Addends fit a label evenly where their wording differs from it by no more than this."""

_TIE = 0.06
"""Log-odds that agreement of values adds to a pair that is above the threshold without it: it
breaks ties and never decides a link."""

_SUM_LEAD = 0.12
"""Log-odds by which a sum stands above its addends where the label fits them evenly."""

_LEAST = 1e-6
"""What a pair exactly at the threshold is worth, so that it counts as a link."""


def link_claims(
    claims: Sequence[Claim],
    tables: Sequence[ParsedTable],
    *,
    document: Document | None = None,
    threshold: float = 0.5,
    scorer: LinkScorer | None = None,
    tie: bool = True,
) -> tuple[Link, ...]:
    """Links of all claims, sorted by claim position and cell.

    Among the cells of one role in one table (actuals, budgets, finals, …) a fact takes at most one
    cell and a cell at most one fact; a fact that the narrative states several times links each
    time. Below ``threshold`` a fact stays unlinked. ``document`` gives the headings above the
    claims; without ``tie`` values don't even part cells that fit equally well.
    """
    judge = scorer or LinkScorer()
    links: list[Link] = []
    for pairs in pairs_of(claims, tables, document):
        links.extend(_assign(pairs, judge, threshold, _TIE if tie else 0.0))
    return tuple(sorted(links, key=lambda k: (k.claim_ids, k.table_id, k.row, k.col)))


def pairs_of(
    claims: Sequence[Claim], tables: Sequence[ParsedTable], document: Document | None = None
) -> Iterator[Pairs]:
    """The described pairs of a report, one role of one table at a time."""
    every = {table.table.id: link_targets(table) for table in tables}
    known = {key: cells for key, cells in every.items() if len(cells) <= MAX_CELLS}
    all_cells = [cell for cells in known.values() for cell in cells]
    goal_blocks = [block for table in tables if 0 < len(block := goal_cells(table)) <= MAX_CELLS]
    index = LabelIndex.of([cell for cells in every.values() for cell in cells])
    narrative = Describer.of(facts_of(claims), all_cells, index, document)
    roleless = Describer.of(facts_of(claims, by_role=False), all_cells, index, document)
    targets = [fact for fact in facts_of(claims) if fact.lead.role is Role.TARGET]
    goals = Describer.of(targets, [c for block in goal_blocks for c in block], index, document)
    for cells in known.values():
        by_role: dict[Role, list[NumericCell]] = {}
        for cell in cells:
            by_role.setdefault(cell.role, []).append(cell)
        for role, block in by_role.items():
            yield (roleless if role is Role.UNKNOWN else narrative).describe(block)
    for block in goal_blocks:
        yield goals.describe(block)


def _assign(pairs: Pairs, judge: LinkScorer, threshold: float, tie: float) -> Iterator[Link]:
    """Maximises the sum of the log-odds above the threshold: the likeliest set of links."""
    if not len(pairs.rows):
        return
    facts, cells = pairs.facts, pairs.cells
    places = list(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True))
    logits = judge.logits(pairs.values)
    floor = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else 0.0
    agree = np.array([_agrees(facts[i], cells[j]) for i, j in places])
    passed = (logits >= floor) & ~_wordless(pairs)
    worth = np.where(passed, logits - floor + tie * agree + _LEAST, 0.0)
    gains = pairs.grid(worth, 0.0)
    _weigh_sums(pairs, gains)
    at = {place: k for k, place in enumerate(places)}
    taken: set[str] = set()
    for i, j in _chosen(facts, gains):
        fact = facts[i]
        ids = [claim.id for claim in fact.claims]
        if fact.is_sum and taken & set(ids):
            continue
        k = at[i, j]
        found = (probability(logits[k]), judge.contributions(pairs.values[k]), judge.name)
        if fact.is_sum:
            yield _link(tuple(ids), cells[j], Relation.SUM, *found)
        else:
            for claim in fact.claims:
                if claim.id not in taken:
                    yield _link((claim.id,), cells[j], Relation.EQUAL, *found)
        taken.update(ids)


def _wordless(pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that share no word and no character: unit and place alone make no link."""
    unnamed = pairs.values[:, FEATURES.index("no_word_shared")] > 0
    strange = pairs.values[:, FEATURES.index("shared_characters")] == 0
    wordless: NDArray[np.bool_] = np.logical_and(unnamed, strange)
    return wordless


def _chosen(facts: Sequence[Fact], gains: FloatArray) -> list[tuple[int, int]]:
    """The best assignment, surest pair first, then the facts that say the same without a role."""
    rows, cols = linear_sum_assignment(gains, maximize=True)
    made = [(i, j) for i, j in zip(rows.tolist(), cols.tolist(), strict=True) if gains[i, j] > 0]
    made.sort(key=lambda pair: -gains[pair])
    linked = {i for i, _ in made}
    made.extend(
        (i, j)
        for i, fact in enumerate(facts)
        if i not in linked
        for k, j in tuple(made)
        if gains[i, j] > 0 and same_thing(fact, facts[k])
    )
    return made


def _weigh_sums(pairs: Pairs, gains: FloatArray) -> None:
    """A sum stands just above its addends where the label fits them about equally, else aside.

    A label that means one addend only fits that one clearly better; a label for both (招揽人才
    over two kinds of talent) can't tell them apart.
    """
    facts, cells = pairs.facts, pairs.cells
    place = {fact.lead.id: i for i, fact in enumerate(facts) if not fact.is_sum}
    uneven = pairs.grid(pairs.values[:, FEATURES.index("sum_spread")], 1.0)
    for i, fact in enumerate(facts):
        if not fact.is_sum:
            continue
        members = [place[claim.id] for claim in fact.claims if claim.id in place]
        telling = telling_words([facts[m] for m in members])
        for j in np.flatnonzero(gains[i]).tolist():
            if uneven[i, j] > _UNEVEN or telling & set(content_words(cells[j].indicator)):
                gains[i, j] = 0.0
            else:
                gains[i, j] = max(gains[i, j], *(gains[m, j] for m in members)) + _SUM_LEAD


def telling_words(members: Sequence[Fact]) -> set[str]:
    """Words that only some addends have: a label with one of them means that addend alone."""
    each: list[set[str]] = [set(member.words) for member in members]
    shared = each[0].intersection(*each[1:]) if each else set()
    return set().union(*each) - shared


def _agrees(fact: Fact, cell: NumericCell) -> bool:
    stated = total(c.quantity.base for c in fact.claims) if fact.is_sum else fact.lead.quantity.base
    return stated.overlaps(cell.quantity.base)


def _link(
    ids: tuple[str, ...],
    cell: NumericCell,
    relation: Relation,
    chance: float,
    contributions: tuple[tuple[str, float], ...],
    source: str,
) -> Link:
    return Link(
        claim_ids=ids,
        table_id=cell.table_id,
        row=cell.row,
        col=cell.col,
        cell_span=cell.span,
        relation=relation,
        probability=chance,
        contributions=contributions,
        source=source,
    )
