"""Quantities of the narrative → claims with indicator, role, period and place, and groups."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.claims.bases import mark_priors, rates_in_brackets
from auditor.claims.below import listed_below
from auditor.claims.clauses import Statement, Stretch, cell_stretches, hard_start, stretches
from auditor.claims.divisions import find_divisions
from auditor.claims.enumerations import find_enumerations, named_counts, named_lists
from auditor.claims.goals import goal_spans, merged, plan_spans, within
from auditor.claims.groups import find_groups
from auditor.claims.indicators import word
from auditor.claims.lists import find_lists
from auditor.claims.movements import find_movements, level_changes
from auditor.claims.observed import find_observed, scored_in_full
from auditor.claims.operands import find_operands, in_money, name_operands
from auditor.claims.periods import period_of
from auditor.claims.priors import name_priors
from auditor.claims.ratios import find_ratios
from auditor.claims.respective import distributed, mark_respective
from auditor.claims.roles import ACHIEVED, part_of, states_level
from auditor.claims.subjects import (
    carry_subjects,
    name_bases,
    name_by_heading,
    name_scores,
    name_totals,
)
from auditor.claims.yardsticks import mark_yardsticks
from auditor.core.claim import Claim, ClaimGroup
from auditor.core.document import Document, Sentence
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity

_RUN_IN = re.compile(
    r"\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.])\s*([^,。;:、\d]{2,20})[。:]"
)

_SENTENCE_END = re.compile(r"[。;:!?]")
_RUN_IN_REACH = 40
_NEAR = 40
"""How many claims back a sentence may take up what it compares."""


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """All claims in document order, and their groups."""

    claims: tuple[Claim, ...]
    groups: tuple[ClaimGroup, ...]


def extract_claims(document: Document, quantities: Sequence[Quantity]) -> ClaimSet:
    """The claims of the narrative and of free text in cells.

    ``quantities`` are all of the document's, sorted by position; those in numeric cells make
    no claims.
    """
    operands = find_operands(document, quantities)
    quantities = in_money(quantities, operands)
    starts = [quantity.span.start for quantity in quantities]
    claims: list[Claim] = []
    groups: list[ClaimGroup] = []
    members: set[str] = set()
    lead = _run_in_titles(document)
    goals = merged((*goal_spans(document), *plan_spans(document)))
    great = named_counts(document)
    previous: list[Claim] = []
    paragraph: int | None = None
    for stretch in _all_stretches(document):
        low = bisect.bisect_left(starts, stretch.span.start)
        high = bisect.bisect_left(starts, stretch.span.end)
        inside = [
            q for q in quantities[low:high] if q.unit is not None and q.span.end <= stretch.span.end
        ]
        statement = stretch.read(document) if inside or _holds(stretch, great) else None
        if statement is None or not inside:
            previous = []
            if statement is not None:
                claims.extend(_with_named(document, statement, [], groups))
            continue
        begin = len(groups)
        own = _claims_of(document, statement, inside, lead.get(_paragraph(statement)))
        own = [
            _as_goal(claim) if within(goals, claim.quantity.span.start) else claim for claim in own
        ]
        own = name_scores(statement, name_operands(own, operands))
        title = _heading_above(document, statement) or _opening(document, statement, lead)
        own = name_by_heading(statement, own, title)
        own = rates_in_brackets(statement, mark_priors(statement, own))
        own = mark_respective(statement, own)
        own = mark_yardsticks(statement, own, _cut_off(document, statement, claims[-_NEAR:]))
        own = name_bases(statement, carry_subjects(statement, own))
        split = (*find_groups(statement, own), *distributed(statement, own))
        own = inherit_roles(own, split)
        parts = {part for group in split for part in group.parts}
        divided = tuple(find_divisions(statement, own, claims, parts))
        groups.extend(divided)
        before = previous if _paragraph(statement) == paragraph is not None else []
        lists = tuple(find_lists(statement, own, before, split))
        groups.extend(lists)
        moving = len(own) > 1 or own[0].role in (Role.CHANGE, Role.GROWTH)
        moves = tuple(find_movements(statement, own, before, claims[-_NEAR:]) if moving else ())
        own = name_priors(own, moves, claims[-_NEAR:], members)
        previous, paragraph = own, _paragraph(statement)
        members |= {part for group in split for part in group.parts}
        groups.extend(split)
        groups.extend(moves)
        if moves:
            by_id = {claim.id: claim for claim in (*claims[-_NEAR:], *before, *own)}
            groups.extend(level_changes((*split, *moves), by_id))
        groups.extend(find_ratios(statement, own, claims, members, (*split, *divided, *lists)))
        groups.extend(find_observed(statement, own, groups[begin:], claims))
        groups.extend(find_enumerations(document, statement, own))
        own = _with_named(document, statement, own, groups)
        claims.extend(name_totals(statement, own))
    groups.extend(scored_in_full(document, claims))
    groups.extend(listed_below(document, claims))
    return ClaimSet(tuple(claims), tuple(groups))


def _holds(stretch: Stretch, places: Sequence[int]) -> bool:
    return any(stretch.span.start <= place < stretch.span.end for place in places)


def _with_named(
    document: Document, statement: Statement, own: list[Claim], groups: list[ClaimGroup]
) -> list[Claim]:
    """``own`` with the counts that are names elsewhere (等六大活动), their lists put to ``groups``."""
    named = tuple(named_lists(document, statement))
    groups.extend(listed for _, listed in named)
    found = [*own, *(claim for claim, _ in named)]
    return sorted(found, key=lambda claim: claim.quantity.span.start)


def _heading_above(document: Document, statement: Statement) -> str:
    """The title of the statement's section where the statement is the first behind it."""
    if statement.section is None or statement.cell is not None:
        return ""
    section = document.sections[statement.section]
    between = document.folded[section.heading.end : statement.span.start]
    return section.title if not between.strip() else ""


def _opening(document: Document, statement: Statement, titles: Mapping[int | None, str]) -> str:
    """The run-in title of the paragraph where nothing but it stands before the statement."""
    number = _paragraph(statement)
    title = titles.get(number, "") if number is not None else ""
    if not title:
        return ""
    before = document.folded[max(0, statement.span.start - _RUN_IN_REACH) : statement.span.start]
    opens = re.search(rf"(?:^|\n)[^\n]{{0,8}}{re.escape(title)}[。:]\s*$", before)
    return title if opens else ""


def _cut_off(
    document: Document, statement: Statement, before: Sequence[Claim]
) -> tuple[Claim, ...]:
    """The claims right before a statement that a page break cut from its sentence's beginning."""
    if not before or statement.cell is not None:
        return ()
    last = before[-1]
    between = document.folded[last.quantity.span.end : statement.span.start]
    return () if last.cell is not None or _SENTENCE_END.search(between) else tuple(before[-3:])


def _as_goal(claim: Claim) -> Claim:
    """A level or rate stated among the goals is a target, unless it is said to be done."""
    if ACHIEVED.search(claim.context):
        return claim
    if claim.role is Role.RATE or (states_level(claim.role) and claim.role is not Role.PLAN):
        return replace(claim, role=Role.TARGET)
    return claim


def inherit_roles(claims: Sequence[Claim], groups: Sequence[ClaimGroup]) -> list[Claim]:
    """Parts that don't say their role or year take both from their whole.

    ``全年预算资金…，其中：基本支出…`` makes 基本支出 a budget figure.
    """
    by_id = {claim.id: claim for claim in claims}
    for group in sorted(groups, key=lambda g: by_id[g.whole].quantity.span.start):
        whole = by_id[group.whole]
        for part in group.parts:
            claim = by_id[part]
            if claim.role in (Role.UNKNOWN, Role.ACTUAL) and whole.role is not Role.UNKNOWN:
                by_id[part] = replace(claim, role=whole.role, period=whole.period)
    return [by_id[claim.id] for claim in claims]


def _all_stretches(document: Document) -> Iterable[Stretch]:
    everything = [*stretches(document), *cell_stretches(document)]
    return sorted(everything, key=lambda s: (s.span.start, s.span.end))


def _paragraph(statement: Statement) -> int | None:
    return statement.sentences[0].paragraph if statement.cell is None else None


def _run_in_titles(document: Document) -> dict[int | None, str]:
    """Paragraph number → the title that opens it in running text: （二）绩效目标。新建公厕6座…"""
    titles: dict[int | None, str] = {}
    for sentence in document.sentences:
        match = _RUN_IN.match(sentence.span.cut(document.folded))
        if match and sentence.paragraph not in titles:
            titles[sentence.paragraph] = match.group(1)
    return titles


def _claims_of(
    document: Document, statement: Statement, quantities: Sequence[Quantity], run_in: str | None
) -> list[Claim]:
    claims: list[Claim] = []
    previous_end = statement.span.start
    titles = tuple(part.title for part in reversed(document.section_path(statement.section)))
    if run_in:
        titles = (run_in, *titles)
    identity = document.identity
    names = tuple(sorted(filter(None, (identity.agency, *identity.aliases)), key=len, reverse=True))
    for quantity in quantities:
        wording = word(statement, quantity, previous_end, names)
        clause_start = hard_start(statement, quantity.span.start)
        clause = statement.between(clause_start, quantity.span.start)
        before = statement.between(statement.span.start, quantity.span.start)
        phrase = statement.between(wording.span.start, quantity.span.start)
        part = part_of(quantity, phrase, clause, before, titles)
        sentence = _sentence_of(statement, quantity)
        claims.append(
            Claim(
                id=f"{document.id}-c{quantity.span.start}",
                quantity=quantity,
                indicator=wording.indicator,
                indicator_span=wording.span,
                period=period_of(before, document.identity.fiscal_year),
                role=part.role,
                section=statement.section,
                sentence=sentence.span,
                context=wording.context,
                head=wording.head,
                cell=statement.cell,
                direction=part.direction,
                basis=part.basis,
            )
        )
        if quantity.dimension is not Dimension.AGE:
            previous_end = quantity.span.end
    return claims


def _sentence_of(statement: Statement, quantity: Quantity) -> Sentence:
    return next(
        (s for s in statement.sentences if s.span.contains(quantity.span)),
        statement.sentences[0],
    )
