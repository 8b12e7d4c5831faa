"""Lists that go on in the paragraphs below: 基本支出451万元，其中： / 人员经费410万元，… / 公用经费41万元，…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.claims.lists import a_slip_away
from auditor.claims.parts import SUMMED, planned, same_kind
from auditor.claims.roles import states_level
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.document import Document
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.language import complement_set

_OPENS = re.compile(r"其中\s*[:,]?\s*$")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.、)]|[①-⑳]|\(?[一二三四五六七八九十]{1,3}[、)])")
_MOST = 20


def listed_below(document: Document, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """Whole and parts where a paragraph ends in 其中： and the next ones begin with a part each.

    Numbered paragraphs run as long as their numbers do (a subset: nothing says that all are there);
    others only as far as their kinds make up a whole. Budget and result are taken apart.
    """
    if "其中" not in document.folded:
        return
    paragraphs = _paragraphs(document)
    own: dict[int, list[Claim]] = {}
    places = {s.span.start: s.paragraph for s in document.sentences}
    for claim in claims:
        number = places.get(claim.sentence.start)
        if claim.cell is None and number is not None:
            own.setdefault(number, []).append(claim)
    for index, (number, span) in enumerate(paragraphs):
        if not _OPENS.search(span.cut(document.folded)):
            continue
        below = paragraphs[index + 1 : index + 1 + _MOST]
        wholes = _wholes(own.get(number, ()))
        for whole in wholes:
            parts = _parts(document, whole, below, own, strict=len(wholes) > 1)
            if len(parts) < 2 and below:
                parts = _side_by_side(whole, own.get(below[0][0], ()), strict=len(wholes) > 1)
            if len(parts) > 1 and _can_be(whole, parts):
                yield _group(whole, parts)


def _paragraphs(document: Document) -> list[tuple[int, CharSpan]]:
    found = []
    for number, sentences in groupby(document.sentences, key=lambda s: s.paragraph):
        run = list(sentences)
        found.append((number, CharSpan(run[0].span.start, run[-1].span.end)))
    return found


def _wholes(claims: Sequence[Claim]) -> list[Claim]:
    """The last amount planned and the last one real of a paragraph."""
    levels = [c for c in claims if states_level(c.role) and c.quantity.dimension in SUMMED]
    found = [
        next((c for c in reversed(levels) if planned(c) is side), None) for side in (True, False)
    ]
    return [c for c in found if c is not None and c.indicator]


def _parts(
    document: Document,
    whole: Claim,
    below: Sequence[tuple[int, CharSpan]],
    own: dict[int, list[Claim]],
    *,
    strict: bool,
) -> list[Claim]:
    """The parts below; ``strict``: the whole is told for budget and result, so each says which."""
    parts: list[Claim] = []
    numbered: bool | None = None
    for number, span in below:
        marked = _NUMBERED.match(span.cut(document.folded)) is not None
        part = _first(whole, own.get(number, ()), strict=strict)
        if part is None or part.section != whole.section or numbered not in (None, marked):
            break
        numbered = marked
        parts.append(part)
        if not marked and complement_set([p.indicator for p in parts]):
            return parts
    return parts if numbered else []


def _side_by_side(whole: Claim, claims: Sequence[Claim], *, strict: bool) -> list[Claim]:
    """The parts where one paragraph below holds them all: 基本支出451万元，项目支出80万元。"""
    first = claims[0].sentence if claims else None
    levels = [
        c
        for c in claims
        if c.sentence == first and states_level(c.role) and c.quantity.dimension in SUMMED
    ]
    sides = {planned(c) for c in levels}
    if strict and sides != {planned(whole)}:
        return []
    alike = len(sides) == 1 and all(same_kind(whole, c) for c in levels)
    known = complement_set([c.indicator for c in levels])
    return levels if alike and known and levels[0].section == whole.section else []


def _first(whole: Claim, claims: Sequence[Claim], *, strict: bool) -> Claim | None:
    """The paragraph's first amount, if it can be a part; a budget for a budget."""
    levels = [c for c in claims if states_level(c.role) and c.quantity.dimension in SUMMED]
    side = [c for c in levels if planned(c) == planned(whole)]
    if not side and not strict:
        side = [c for c in levels if c.role is Role.UNKNOWN]
    first = next(iter(side), None)
    return first if first and first in levels[:2] and same_kind(whole, first) else None


def _can_be(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts are known kinds, or the whole holds them but for one slip.

    Numbered paragraphs may divide a whole in two ways: 1.基本支出… 2.项目支出… 3.三公经费….
    """
    if complement_set([part.indicator for part in parts]):
        return True
    added = sum(part.quantity.base_value for part in parts)
    exact = total(part.quantity.base for part in parts).overlaps(whole.quantity.base)
    return exact or added <= whole.quantity.base_value or a_slip_away(whole, parts)


def _group(whole: Claim, parts: Sequence[Claim]) -> ClaimGroup:
    known = complement_set([part.indicator for part in parts])
    return ClaimGroup(
        id=f"{whole.id}-below-{parts[0].quantity.span.start}",
        kind=GroupKind.PARTITION if known else GroupKind.SUBSET,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=CharSpan(whole.quantity.span.start, parts[-1].quantity.span.end),
    )
