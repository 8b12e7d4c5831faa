"""The globally best assignment of facts to cells, one table at a time, with abstention."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.interval import total
from auditor.core.link import Link, Relation
from auditor.core.period import Role
from auditor.core.table import NumericCell, ParsedTable
from auditor.linking.candidates import Fact, facts_of, goal_cells, link_targets, thing_of
from auditor.linking.encoders import Encoder, encoder_in
from auditor.linking.features import AT, Pairs, described
from auditor.linking.lexis import FloatArray
from auditor.linking.scorer import LinkScorer, probability
from auditor.linking.targets import PROBABILITY, links_by_target

_Place = tuple[int, int]
"""A fact and a cell of a block, by number."""

MAX_CELLS = 3_000
"""Grids with more numbers than this are lists, not forms; nothing is linked to them."""

_TIE = 0.06
"""Log-odds that agreement of values adds to a pair that is above the threshold without it: it
breaks ties and never decides a link."""

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
    cell, and a cell one fact and those that tell it again. Below ``threshold`` a fact stays
    unlinked. ``document`` gives the headings above the claims and what is said to be part of what;
    without ``tie`` values don't even part cells that fit equally well.
    """
    judge = scorer or LinkScorer()
    encoder = encoder_in(judge.encoder) if judge.encoder else None
    pairs = pairs_of(claims, tables, document, encoder)
    links = _assign(pairs, judge, threshold, _TIE if tie else 0.0) if len(pairs.rows) else ()
    if document is not None and threshold <= PROBABILITY:
        links = (*links, *links_by_target(claims, tables, tuple(links), document))
    return tuple(sorted(links, key=lambda k: (k.claim_ids, k.table_id, k.row, k.col)))


def pairs_of(
    claims: Sequence[Claim],
    tables: Sequence[ParsedTable],
    document: Document | None = None,
    encoder: Encoder | None = None,
) -> Pairs:
    """The described pairs of a report, the cells of one role in one table being a block."""
    blocks: list[list[NumericCell]] = []
    for table in tables:
        cells = link_targets(table)
        if len(cells) <= MAX_CELLS:
            by_role: dict[Role, list[NumericCell]] = {}
            for cell in cells:
                by_role.setdefault(cell.role, []).append(cell)
            blocks.extend(by_role.values())
    told = len(blocks)
    blocks.extend(block for table in tables if 0 < len(block := goal_cells(table)) <= MAX_CELLS)
    goals = [number >= told for number in range(len(blocks))]
    facts = facts_of(claims, document) if blocks else []
    return described(facts, blocks, goals, document, encoder)


def _assign(pairs: Pairs, judge: LinkScorer, threshold: float, tie: float) -> Iterator[Link]:
    facts, cells = pairs.facts, pairs.cells
    logits = judge.judge(pairs)
    taken: set[str] = set()
    block = -1
    for k in assigned(pairs, logits, threshold, tie):
        if pairs.blocks[k] != block:
            block, taken = int(pairs.blocks[k]), set()
        fact, cell = facts[pairs.rows[k]], cells[pairs.cols[k]]
        ids = [claim.id for claim in fact.claims]
        if fact.is_sum and taken & set(ids):
            continue
        found = (probability(logits[k]), judge.contributions(pairs.values[k]), judge.name)
        if fact.is_sum:
            yield _link(tuple(ids), cell, Relation.SUM, *found)
        else:
            for claim in fact.claims:
                if claim.id not in taken:
                    yield _link((claim.id,), cell, Relation.EQUAL, *found)
        taken.update(ids)


def assigned(pairs: Pairs, logits: FloatArray, threshold: float, tie: float = _TIE) -> list[int]:
    """The pairs (by number, block by block, surest first) whose log-odds above the threshold add up
    to most: the likeliest set of links.
    """
    floor = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else 0.0
    likely = np.flatnonzero((logits >= floor) & ~_wordless(pairs)).tolist()
    facts, cells = pairs.facts, pairs.cells
    by_block: dict[int, dict[_Place, int]] = {}
    for k in likely:
        place = (int(pairs.rows[k]), int(pairs.cols[k]))
        by_block.setdefault(int(pairs.blocks[k]), {})[place] = k
    found: list[int] = []
    for at in by_block.values():
        gains = {
            (i, j): float(logits[k])
            - floor
            + _LEAST
            + (tie if _agrees(facts[i], cells[j]) else 0.0)
            for (i, j), k in at.items()
        }
        found.extend(at[place] for place in _chosen(facts, gains))
    return found


def _wordless(pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that share no word and no character: unit and place alone make no link."""
    unnamed = pairs.values[:, AT["no_word_shared"]] > 0
    strange = pairs.values[:, AT["rare_characters"]] + pairs.values[:, AT["encoder"]] == 0
    wordless: NDArray[np.bool_] = np.logical_and(unnamed, strange)
    return wordless


def _chosen(facts: Sequence[Fact], gains: Mapping[_Place, float]) -> list[_Place]:
    """The best assignment, surest pair first, then the facts that tell a linked one again."""
    rows = sorted({i for i, _ in gains})
    cols = sorted({j for _, j in gains})
    row_of = {i: n for n, i in enumerate(rows)}
    col_of = {j: n for n, j in enumerate(cols)}
    grid = np.zeros((len(rows), len(cols)))
    for (i, j), gain in gains.items():
        grid[row_of[i], col_of[j]] = gain
    picked = zip(
        *(axis.tolist() for axis in linear_sum_assignment(grid, maximize=True)), strict=True
    )
    made = [(rows[a], cols[b]) for a, b in picked if grid[a, b] > 0]
    made.sort(key=lambda place: -gains[place])
    linked = {i for i, _ in made}
    holder = {j: i for i, j in made}
    best = {
        i: max((g, -j) for (a, j), g in gains.items() if a == i) for i in rows if i not in linked
    }
    again = [
        (i, j)
        for i, (_, negative) in best.items()
        if (j := -negative) in holder and _told_again(facts[i], facts[holder[j]])
    ]
    return [*made, *sorted(again, key=lambda place: -gains[place])]


def _told_again(fact: Fact, other: Fact) -> bool:
    """Whether the narrative may state one thing in both: elsewhere, in other words, not as its part."""
    if thing_of(fact) == thing_of(other):
        return True
    if fact.is_sum or other.is_sum:
        return False
    mine, theirs = {c.id for c in fact.claims}, {c.id for c in other.claims}
    if fact.wholes & theirs or other.wholes & mine or fact.wholes & other.wholes:
        return False
    return fact.lead.sentence != other.lead.sentence


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
