"""Facts (claims that say one thing) and cells that could state the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.swift import swift
from auditor.core.table import NumericCell, ParsedTable, TableKind
from auditor.language import content_words
from auditor.linking.structure import wholes_of, with_rates

_UNLINKED = frozenset({Role.CHANGE, Role.WEIGHT, Role.PLAN, Role.RULE})
_COUNTED = frozenset(
    {
        Dimension.PEOPLE,
        Dimension.COUNT,
        Dimension.LENGTH,
        Dimension.AREA,
        Dimension.WEIGHT,
        Dimension.VOLUME,
    }
)
_PLACE = re.compile(r"^在|^于|[村镇乡县区市校园馆街道路河站所社组]$")
_CELL_ROLES = frozenset({Role.WEIGHT})
_SUBTOTAL = re.compile(r"\s*(?:[一-鿿]{1,6})?小\s*计")


@swift
@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the narrative states it, once or several times.

    ``claims`` share indicator, unit, year and role; for a sum they are the addends. ``words`` are
    the content words of the indicator, ``context_words`` those of the clause around it. ``wholes``
    are the ids of the claims that the narrative says it is a part of.
    """

    claims: tuple[Claim, ...]
    is_sum: bool
    words: tuple[str, ...]
    wholes: frozenset[str] = frozenset()

    @property
    def lead(self) -> Claim:
        """The first claim, which stands for all."""
        return self.claims[0]

    @property
    def context_words(self) -> tuple[str, ...]:
        """The words of the clauses, segmented when asked for: few facts ever are."""
        told = self.claims if self.is_sum else self.claims[:1]
        return tuple(dict.fromkeys(w for claim in told for w in content_words(claim.context)))


def thing_of(fact: Fact) -> tuple[object, ...]:
    """What a fact is about, whatever the narrative says of its role; a sum is about itself."""
    return ("sum", fact.lead.id, len(fact.claims)) if fact.is_sum else _key(fact.lead)


def _key(claim: Claim) -> tuple[object, ...]:
    unit = claim.quantity.unit
    return (
        claim.indicator or claim.id,
        unit.base if unit is not None else None,
        claim.period.year,
        claim.head,
    )


def facts_of(claims: Sequence[Claim], document: Document | None = None) -> list[Fact]:
    """Claims gathered by what they say, never by their value; then the sums of neighbours.

    ``document`` tells parts from wholes: what is said to be a part is no addend.
    """
    wholes = wholes_of(claims, document.folded) if document is not None else {}
    claims = with_rates(claims)
    gathered: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.role in _UNLINKED or claim.quantity.unit is None:
            continue
        gathered.setdefault((*_key(claim), claim.role), []).append(claim)
    runs = [
        run
        for run in (*_runs(claims), *_repeated(claims))
        if not all(claim.id in wholes for claim in run)
    ]
    verbs = {claim.id: _verb(run[0]) for run in runs for claim in run[1:]}
    facts = [
        _fact(tuple(group), wholes, is_sum=False, verb=verbs.get(group[0].id, ""))
        for group in gathered.values()
    ]
    facts.extend(_fact(run, wholes, is_sum=True) for run in (*runs, *_paid_together(claims)))
    return facts


def _verb(first: Claim) -> str:
    """The word that governs a list: 引进 in 引进甲类人才26名、乙类人才8名."""
    words = content_words(first.indicator)
    return words[0] if words else ""


def _fact(
    claims: tuple[Claim, ...],
    wholes: Mapping[str, frozenset[str]],
    *,
    is_sum: bool,
    verb: str = "",
) -> Fact:
    words: list[str] = []
    for claim in claims if is_sum else claims[:1]:
        words.extend(content_words(claim.indicator))
    if not is_sum and verb:
        words.insert(0, verb)
    above = frozenset().union(*(wholes.get(claim.id, frozenset()) for claim in claims))
    return Fact(claims, is_sum, tuple(dict.fromkeys(words)), above)


def telling_words(members: Sequence[Fact]) -> list[set[str]]:
    """For each addend the words that not all have: a label with one of them means that addend, a
    label with some of each (会议费、培训费) all of them.
    """
    each: list[set[str]] = [set(member.words) for member in members]
    shared = each[0].intersection(*each[1:]) if each else set()
    return [words - shared for words in each]


def _runs(claims: Sequence[Claim]) -> Iterable[tuple[Claim, ...]]:
    """Runs of neighbours in one clause with one unit: 引进甲类人才26名、乙类人才8名."""
    run: list[Claim] = []
    for claim in claims:
        counted = claim.role is Role.ACTUAL and claim.quantity.dimension in _COUNTED
        if run and not (counted and _coordinate(run[-1], claim)):
            if len(run) >= 2:
                yield tuple(run)
            run = []
        if counted:
            run.append(claim)
    if len(run) >= 2:
        yield tuple(run)


def _paid_together(claims: Sequence[Claim]) -> Iterable[tuple[Claim, ...]]:
    """Two amounts side by side, which some forms put in one row: 会议费1.35万元、培训费2.20万元."""
    for before, after in pairwise(claims):
        paid = before.quantity.dimension is Dimension.MONEY and before.role not in _UNLINKED
        if paid and before.role is after.role and _coordinate(before, after):
            yield (before, after)


def _coordinate(before: Claim, after: Claim) -> bool:
    a, b = before.quantity, after.quantity
    if a.unit is None or b.unit is None or a.unit.base != b.unit.base:
        return False
    gap = after.indicator_span.start - a.span.end
    listed = re.sub(r"\s", "", a.text) in re.sub(r"\s", "", after.context)
    return before.sentence == after.sentence and 0 <= gap <= 2 and listed and bool(after.indicator)


def _repeated(claims: Sequence[Claim]) -> Iterable[tuple[Claim, ...]]:
    """One act told place by place: 在甲镇硬化道路4公里，在乙乡硬化道路6公里."""
    run: list[Claim] = []
    for claim in claims:
        if run and not _same_act(run[-1], claim):
            if len(run) >= 2:
                yield tuple(run)
            run = []
        if claim.role is Role.ACTUAL and claim.quantity.dimension in _COUNTED:
            run.append(claim)
    if len(run) >= 2:
        yield tuple(run)


def _same_act(before: Claim, after: Claim) -> bool:
    a, b = before.quantity.unit, after.quantity.unit
    if a is None or b is None or a.base != b.base or before.sentence != after.sentence:
        return False
    if before.indicator == after.indicator or after.role is not before.role:
        return False
    pairs = zip(reversed(before.indicator), reversed(after.indicator), strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    tail = before.indicator[len(before.indicator) - alike :]
    places = (before.indicator.removesuffix(tail), after.indicator.removesuffix(tail))
    return len(tail) >= 4 and all(_PLACE.search(place) for place in places)


def link_targets(table: ParsedTable) -> list[NumericCell]:
    """The numbers of a table that a narrative claim can be about.

    Row scores and weights are the form's own; of an indicator row with a numeric actual the
    actual and the rate, otherwise the target.
    """
    measured = _measured(table)
    return [cell for cell in _told(table) if (cell.row, cell.role) not in measured]


def goal_cells(table: ParsedTable) -> list[NumericCell]:
    """The targets of rows with a numeric actual: only a claim that states a target is about them."""
    measured = _measured(table)
    return [cell for cell in _told(table) if (cell.row, cell.role) in measured]


def _measured(table: ParsedTable) -> set[tuple[int, Role]]:
    """Rows of targets that aren't sums of money and have a numeric actual beside them."""
    money = {
        number.row
        for number in table.numbers
        if number.role is Role.TARGET and number.quantity.dimension is Dimension.MONEY
    }
    return {
        (row.row, Role.TARGET)
        for row in table.indicators
        if row.actual is not None and row.actual.quantity is not None and row.row not in money
    }


def _told(table: ParsedTable) -> list[NumericCell]:
    total_rows = {row.row for row in table.totals if not _SUBTOTAL.match(row.label.text)}
    found = []
    for number in table.numbers:
        if number.role in _CELL_ROLES:
            continue
        if number.role is Role.SCORE and (
            number.block is TableKind.FUNDS
            or (number.block is TableKind.INDICATORS and number.row not in total_rows)
        ):
            continue
        found.append(number)
    return found


def head_of(fact: Fact) -> str:
    """The noun that is counted, last word of it."""
    heads = content_words(fact.lead.head) or fact.words
    return heads[-1] if heads else ""


def section_words(document: Document) -> Mapping[int, frozenset[str]]:
    """The words of each section's heading and of those above it, by section id."""
    words: dict[int, frozenset[str]] = {}
    for section in document.sections:
        above = words.get(section.parent, frozenset()) if section.parent is not None else None
        words[section.id] = frozenset(content_words(section.title)) | (above or frozenset())
    return words
