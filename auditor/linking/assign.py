"""The globally best assignment of facts to cells, one table at a time, with abstention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from auditor.core.claim import Claim
from auditor.core.interval import total
from auditor.core.link import Link, Relation
from auditor.core.period import Role
from auditor.core.table import NumericCell, ParsedTable
from auditor.language import content_words
from auditor.linking.candidates import Fact, facts_of, link_targets
from auditor.linking.features import LabelIndex, features
from auditor.linking.scorer import LinkScorer, RuleScorer, Scored

FloatArray = npt.NDArray[np.float64]

MAX_CELLS = 3_000
"""Grids with more numbers than this are lists, not forms; nothing is linked to them."""

_EVEN = 0.8
"""Addends fit a label evenly where the worst has at least this share of the best's score."""

_TIE = 0.015
"""Most that agreement of values may add: it breaks ties and never decides a link."""


def link_claims(
    claims: Sequence[Claim],
    tables: Sequence[ParsedTable],
    *,
    threshold: float = 0.5,
    scorer: LinkScorer | None = None,
) -> tuple[Link, ...]:
    """Links of all claims, sorted by claim position and cell.

    Among the cells of one role in one table (actuals, budgets, finals, …) a fact takes at most one
    cell and a cell at most one fact; a fact that the narrative states several times links each
    time. Below ``threshold`` a fact stays unlinked.
    """
    judge = scorer or RuleScorer()
    narrative = facts_of(claims)
    roleless = facts_of(claims, by_role=False)
    every = [cell for table in tables for cell in link_targets(table)]
    index = LabelIndex.of(every)
    links: list[Link] = []
    for table in tables:
        by_role: dict[Role, list[NumericCell]] = {}
        targets = link_targets(table)
        if len(targets) > MAX_CELLS:
            continue
        for cell in targets:
            by_role.setdefault(cell.role, []).append(cell)
        for role, cells in by_role.items():
            facts = roleless if role is Role.UNKNOWN else narrative
            links.extend(_assign(facts, cells, index, judge, threshold))
    return tuple(sorted(links, key=lambda k: (k.claim_ids, k.table_id, k.row, k.col)))


def _assign(
    facts: Sequence[Fact],
    cells: Sequence[NumericCell],
    index: LabelIndex,
    judge: LinkScorer,
    threshold: float,
) -> Iterator[Link]:
    if not facts or not cells:
        return
    scores = np.zeros((len(facts), len(cells)))
    scored: dict[tuple[int, int], Scored] = {}
    for i, fact in enumerate(facts):
        for j, cell in enumerate(cells):
            found = features(fact, cell, index)
            if found is None:
                continue
            result = judge.score(found)
            scored[i, j] = result
            scores[i, j] = result.probability + _tie(fact, cell)
    _weigh_sums(facts, cells, scores)
    scores[scores < threshold] = 0.0
    rows, cols = linear_sum_assignment(scores, maximize=True)
    taken: set[str] = set()
    chosen = sorted(
        ((i, j) for i, j in zip(rows.tolist(), cols.tolist(), strict=True) if scores[i, j] > 0),
        key=lambda pair: -scores[pair],
    )
    for i, j in chosen:
        fact = facts[i]
        ids = [claim.id for claim in fact.claims]
        if fact.is_sum and taken & set(ids):
            continue
        if fact.is_sum:
            taken.update(ids)
            yield _link(tuple(ids), cells[j], Relation.SUM, scored[i, j], judge)
            continue
        for claim in fact.claims:
            if claim.id not in taken:
                yield _link((claim.id,), cells[j], Relation.EQUAL, scored[i, j], judge)
        taken.update(ids)


def _weigh_sums(facts: Sequence[Fact], cells: Sequence[NumericCell], scores: FloatArray) -> None:
    """A sum stands just above its addends where the label fits them about equally, else aside.

    A label that means one addend only fits that one clearly better; a label for both (招揽人才
    over two kinds of talent) can't tell them apart.
    """
    place = {fact.lead.id: i for i, fact in enumerate(facts) if not fact.is_sum}
    for i, fact in enumerate(facts):
        if not fact.is_sum:
            continue
        members = [place[claim.id] for claim in fact.claims if claim.id in place]
        telling = _telling(facts, members)
        for j in range(len(cells)):
            if telling & set(content_words(cells[j].indicator)):
                scores[i, j] = 0.0
                continue
            each = [scores[m, j] for m in members]
            even = len(each) == len(fact.claims) and min(each) > _EVEN * max(each) > 0
            scores[i, j] = max(scores[i, j], max(each) + _TIE) if even and scores[i, j] else 0.0


def _telling(facts: Sequence[Fact], members: Sequence[int]) -> set[str]:
    """Words that only some addends have: a label with one of them means that addend alone."""
    each: list[set[str]] = [set(facts[m].words) for m in members]
    shared = each[0].intersection(*each[1:]) if each else set()
    return set().union(*each) - shared


def _tie(fact: Fact, cell: NumericCell) -> float:
    stated = total(c.quantity.base for c in fact.claims) if fact.is_sum else fact.lead.quantity.base
    return _TIE if stated.overlaps(cell.quantity.base) else 0.0


def _link(
    ids: tuple[str, ...], cell: NumericCell, relation: Relation, scored: Scored, judge: LinkScorer
) -> Link:
    return Link(
        claim_ids=ids,
        table_id=cell.table_id,
        row=cell.row,
        col=cell.col,
        cell_span=cell.span,
        relation=relation,
        probability=scored.probability,
        contributions=scored.contributions,
        source=judge.name,
    )
