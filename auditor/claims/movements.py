"""Changes and growth: which level a change belongs to, and changes of parts of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from auditor.claims.bases import (
    MOVED,
    PLANNED_BASIS,
    REACH,
    first_amount,
    from_to,
    last_years,
    level_by_amounts,
    moved_since,
    named_level,
    one_dimension,
    own_level,
    planned_base,
    planned_before,
    prior_named,
    prior_of,
)
from auditor.claims.clauses import Statement
from auditor.claims.respective import respective_moves
from auditor.claims.roles import states_level
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.period import Role

_COMPARISON = re.compile(
    r"(?:比|较|与|同)(?:上年|去年|上一年|(?:19|20)\d{2}年|年初|预算|计划|目标|全年|调整|同期|批复)|同比|环比"
)
_NEXT = 8
"""Characters between a change and the rate that restates it."""
_REASON = re.compile(r":|其中|主要是|主要为|主要原因|原因是|主要系|系")
_OPEN = re.compile(r"主要|等")


def find_movements(
    statement: Statement,
    claims: Sequence[Claim],
    previous: Sequence[Claim] = (),
    earlier: Sequence[Claim] = (),
) -> Iterator[ClaimGroup]:
    """GROWTH groups (level; change, growth, prior) and CHANGE_PARTS groups of the statement.

    A level compared twice (较年初预算…，较上年…) makes a group for each comparison. A statement
    that begins with 比上年 compares the first amount of ``previous``, the statement before it; one
    that names what it compares (决算数比上年…) the nearest of that name among ``earlier``.
    """
    listed = respective_moves(statement, claims)
    for amount, prior, growth in listed:
        yield _group(GroupKind.GROWTH, amount, [growth, prior])
    told = {growth.id for _, _, growth in listed}
    attached: dict[tuple[str, int], list[Claim]] = {}
    by_id = {claim.id: claim for claim in (*earlier[-REACH:], *previous, *claims)}
    anchors = _anchors(statement)
    for claim in claims:
        if claim.role in (Role.CHANGE, Role.GROWTH) and claim.id not in told:
            anchor = _anchor(anchors, claim.quantity.span.start)
            found = _level_of(claim, claims, anchor, anchors)
            if claim.role is Role.GROWTH:
                found = _level_of_change(claim, anchor, attached, by_id) or found
            found = found or _told_before(statement, claim, claims, anchor, previous, earlier)
            if found is not None:
                attached.setdefault((found.id, anchor), []).append(claim)
    reached = {later.id: first for first, later in from_to(statement, claims)}
    for (level_id, anchor), moves in attached.items():
        level = by_id[level_id]
        if PLANNED_BASIS.search(moves[0].basis):
            base = planned_base(claims, level, moves[0], anchor) or planned_before(claims, level)
        else:
            base = (
                reached.get(level_id)
                or prior_named(claims, level, moves[0], anchor)
                or prior_of(level, moves[0], claims, tuple(reached.values()), anchors)
            )
        parts = [*moves, *([base] if base else [])]
        yield _group(GroupKind.GROWTH, level, parts)
    for later_id, first in reached.items():
        if not any(level_id == later_id for level_id, _ in attached):
            yield _group(GroupKind.GROWTH, by_id[later_id], [first])
    grouped = {move.id for moves in attached.values() for move in moves}
    yield from _without_level(claims, grouped)
    yield from _decompositions(statement, claims)


def _told_before(
    statement: Statement,
    move: Claim,
    claims: Sequence[Claim],
    anchor: int,
    previous: Sequence[Claim],
    earlier: Sequence[Claim],
) -> Claim | None:
    """What moved, where the sentence itself doesn't tell its amount before the move.

    By its place, the move's own name, the name of what is compared, or its size.
    """
    level = None
    if anchor == statement.span.start + _indent(statement):
        level = first_amount(move, claims, previous)
    if level is None and move.role is Role.CHANGE:
        level = own_level(move, earlier[-REACH:])
    if level is None and anchor >= 0:
        level = named_level(statement, move, anchor, earlier[-REACH:])
    if level is None and anchor >= 0:
        level = level_by_amounts(move, claims, anchor, earlier[-REACH:])
    return level


def _by_arithmetic(level: Claim, move: Claim, claims: Sequence[Claim], anchor: int) -> Claim:
    """The one amount that last year's figure and the change lead to, where the nearest isn't it.

    “三公”经费45.78万元，其中公务接待费3.18万元；较上年52.40万元减少6.62万元 is about the former.
    """
    prior = prior_named(claims, level, move, anchor) if move.role is Role.CHANGE else None
    if prior is None or _moved_to(level, prior, move):
        return level
    fitting = [
        c
        for c in claims
        if c.quantity.span.end <= prior.quantity.span.start
        and states_level(c.role)
        and c.role is not Role.PRIOR
        and one_dimension(c, move)
        and _moved_to(c, prior, move)
    ]
    return fitting[0] if len(fitting) == 1 else level


def _moved_to(level: Claim, prior: Claim, move: Claim) -> bool:
    gap = level.quantity.base - prior.quantity.base
    stated = move.quantity.base
    return stated.overlaps(gap) or (-stated).overlaps(gap)


def _without_level(claims: Sequence[Claim], grouped: Set[str]) -> Iterator[ClaimGroup]:
    """上年472万元，本年增加187万元，增长39.7%: the rate over the two figures that are there."""
    for index, (change, rate) in enumerate(pairwise(claims)):
        if change.role is not Role.CHANGE or rate.role is not Role.GROWTH:
            continue
        if rate.id in grouped or MOVED.sub("", rate.indicator).strip(",、"):
            continue
        before = [
            c
            for c in claims[:index]
            if one_dimension(c, change)
            and (c.role is Role.PRIOR or last_years(c, change, claims))
            and not moved_since(c, change, claims)
        ]
        if before:
            yield _group(GroupKind.RATIO, rate, [change, before[-1]])


def _level_of_change(
    rate: Claim,
    anchor: int,
    attached: Mapping[tuple[str, int], Sequence[Claim]],
    by_id: Mapping[str, Claim],
) -> Claim | None:
    """What the change right before the rate changed: 减少118件，下降7.02%."""
    if MOVED.sub("", rate.indicator).strip(",、"):
        return None
    for (level, where), moves in attached.items():
        gap = rate.quantity.span.start - moves[-1].quantity.span.end
        if where == anchor and moves[-1].role is Role.CHANGE and 0 <= gap <= _NEXT:
            return by_id[level]
    return None


def _indent(statement: Statement) -> int:
    return len(statement.masked) - len(statement.masked.lstrip())


def _anchors(statement: Statement) -> list[int]:
    """Where each comparison (较上年, 比预算, 同比) begins."""
    return [statement.span.start + m.start() for m in _COMPARISON.finditer(statement.masked)]


def _anchor(anchors: Sequence[int], position: int) -> int:
    """The comparison that ``position`` stands in, −1 for none."""
    before = [anchor for anchor in anchors if anchor <= position]
    return before[-1] if before else -1


def _group(
    kind: GroupKind, whole: Claim, parts: Sequence[Claim], *, opened: bool = False
) -> ClaimGroup:
    return ClaimGroup(
        id=f"{whole.id}-{kind.value}-{parts[0].quantity.span.start}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
        open_list=opened,
    )


def _level_of(
    move: Claim, claims: Sequence[Claim], anchor: int, anchors: Sequence[int]
) -> Claim | None:
    """The nearest amount before the move that can be what moved."""
    for claim in reversed([c for c in claims if c.quantity.span.end <= move.quantity.span.start]):
        start = claim.quantity.span.start
        if claim.role is Role.PRIOR or (0 <= anchor <= start and PLANNED_BASIS.search(move.basis)):
            continue
        if last_years(claim, move, claims):
            continue
        if claim.role in (Role.CHANGE, Role.GROWTH):
            again = _anchor(anchors, start) == anchor
            if again and claim.role is Role.CHANGE and move.role is Role.CHANGE:
                return None
            continue
        if not (states_level(claim.role) or claim.role is Role.RATE):
            continue
        if move.role is Role.CHANGE and not one_dimension(claim, move):
            continue
        if move.role is Role.GROWTH and not _fits_prior(claim, move, claims, anchor):
            continue
        if _of_a_part(claim, move):
            return None
        return _by_arithmetic(claim, move, claims, anchor)
    return None


def _of_a_part(level: Claim, move: Claim) -> bool:
    """支出1234万元，较上年增长8%，其中基本支出增加37万元: what moved here has no amount of its own."""
    subject = MOVED.sub("", move.indicator).strip(",、")
    among = move.context.lstrip().startswith("其中")
    return among and len(subject) >= 2 and subject not in level.indicator


def _fits_prior(level: Claim, move: Claim, claims: Sequence[Claim], anchor: int) -> bool:
    """Whether ``level`` is of the kind of last year's figure named before the move, if any is."""
    named = [
        c
        for c in claims
        if anchor <= c.quantity.span.start < move.quantity.span.start
        and anchor >= 0
        and c.role is Role.PRIOR
    ]
    return not named or one_dimension(level, named[-1])


def _decompositions(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    moves = [c for c in claims if c.role is Role.CHANGE]
    for index, whole in enumerate(moves[:-1]):
        between = statement.between(whole.quantity.span.end, moves[index + 1].quantity.span.start)
        marker = _REASON.search(between)
        if not marker:
            continue
        parts = [
            c for c in moves[index + 1 :] if one_dimension(whole, c) and c.basis == whole.basis
        ]
        if parts:
            unsaid = _amounts_without_move(statement, claims, parts[0], whole)
            opened = bool(_OPEN.search(marker.group())) or "主要" in between or unsaid
            yield _group(GroupKind.CHANGE_PARTS, whole, parts, opened=opened)
        return


def _amounts_without_move(
    statement: Statement, claims: Sequence[Claim], first: Claim, whole: Claim
) -> bool:
    """Whether some amount among the parts of a change says neither 增加 nor 减少."""
    return any(
        c.quantity.span.start > first.quantity.span.start
        and states_level(c.role)
        and one_dimension(c, whole)
        for c in claims
    )


def level_changes(groups: Sequence[ClaimGroup], claims: dict[str, Claim]) -> Iterator[ClaimGroup]:
    """CHANGE_PARTS from a partition whose whole and parts each state their own change.

    总支出A，增加a；其中基本支出B，增加b；项目支出C，减少c must give a = b − c.
    """
    changes: dict[str, Claim] = {}
    for group in groups:
        if group.kind is GroupKind.GROWTH:
            change = next((claims[p] for p in group.parts if claims[p].role is Role.CHANGE), None)
            if change is not None:
                changes[group.whole] = change
    for group in groups:
        if group.kind is not GroupKind.PARTITION or group.whole not in changes:
            continue
        if all(part in changes for part in group.parts):
            whole = changes[group.whole]
            parts = [changes[part] for part in group.parts]
            if all(part.basis == whole.basis for part in parts):
                yield _group(GroupKind.CHANGE_PARTS, whole, parts)
