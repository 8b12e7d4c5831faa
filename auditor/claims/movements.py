"""Changes and growth: which level a change belongs to, and changes of parts of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from auditor.claims.clauses import Statement
from auditor.claims.parts import planned
from auditor.claims.roles import states_level
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.period import Period, Role
from auditor.core.quantity import Dimension
from auditor.language import content_words, normal_form

_FROM = re.compile(r"(?:由|从)[^,;。]{0,16}$")
_TO = re.compile(
    r"^\s*(?:增加|减少|增长|下降|提高|提升|上升|降低|缩短|压缩|压减|缩减|扩大|降|升|增)(?:到|至|为)"
)
_COMPARISON = re.compile(
    r"(?:比|较|与|同)(?:上年|去年|上一年|(?:19|20)\d{2}年|年初|预算|计划|目标|全年|调整|同期|批复)|同比|环比"
)
_REACH = 14
_NEXT = 8
"""Characters between a change and the rate that restates it."""
_LAST_YEAR_BASIS = frozenset({"", "上年", "上年度", "去年", "同比", "上年同期"})
_MOVED = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:的|同期|相比|决算数?)*|增加|减少|增长|下降|上升|降低|提高|提升|同比|增幅|降幅|减幅|涨幅|净增|约|为|达"
)
_PLANNED_BASIS = re.compile(r"预算|计划|目标|任务")
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
    attached: dict[tuple[str, int], list[Claim]] = {}
    by_id = {claim.id: claim for claim in (*earlier[-_REACH:], *previous, *claims)}
    anchors = _anchors(statement)
    for claim in claims:
        if claim.role in (Role.CHANGE, Role.GROWTH):
            anchor = _anchor(anchors, claim.quantity.span.start)
            level = _level_of(claim, claims, anchor, anchors)
            if claim.role is Role.GROWTH:
                level = _level_of_change(claim, anchor, attached, by_id) or level
            if level is None and anchor == statement.span.start + _indent(statement):
                level = _first_amount(claim, claims, previous)
            if level is None and anchor >= 0:
                level = _named_level(statement, claim, anchor, earlier[-_REACH:])
            if level is not None:
                attached.setdefault((level.id, anchor), []).append(claim)
    reached = {later.id: first for first, later in _from_to(statement, claims)}
    for (level_id, anchor), moves in attached.items():
        level = by_id[level_id]
        if _PLANNED_BASIS.search(moves[0].basis):
            prior = _planned_base(claims, level, moves[0], anchor) or _planned_before(claims, level)
        else:
            prior = (
                reached.get(level_id)
                or _prior_named(claims, level, moves[0], anchor)
                or _prior_of(level, moves[0], claims, tuple(reached.values()), anchors)
            )
        parts = [*moves, *([prior] if prior else [])]
        yield _group(GroupKind.GROWTH, level, parts)
    for later_id, first in reached.items():
        if not any(level_id == later_id for level_id, _ in attached):
            yield _group(GroupKind.GROWTH, by_id[later_id], [first])
    grouped = {move.id for moves in attached.values() for move in moves}
    yield from _without_level(claims, grouped)
    yield from _decompositions(statement, claims)


def _without_level(claims: Sequence[Claim], grouped: Set[str]) -> Iterator[ClaimGroup]:
    """上年472万元，本年增加187万元，增长39.7%: the rate over the two figures that are there."""
    for index, (change, rate) in enumerate(pairwise(claims)):
        if change.role is not Role.CHANGE or rate.role is not Role.GROWTH:
            continue
        if rate.id in grouped or _MOVED.sub("", rate.indicator).strip(",、"):
            continue
        before = [
            c
            for c in claims[:index]
            if _one_dimension(c, change)
            and (c.role is Role.PRIOR or _last_years(c, change, claims))
            and not _moved_since(c, change, claims)
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
    if _MOVED.sub("", rate.indicator).strip(",、"):
        return None
    for (level, where), moves in attached.items():
        gap = rate.quantity.span.start - moves[-1].quantity.span.end
        if where == anchor and moves[-1].role is Role.CHANGE and 0 <= gap <= _NEXT:
            return by_id[level]
    return None


def _indent(statement: Statement) -> int:
    return len(statement.masked) - len(statement.masked.lstrip())


def _first_amount(move: Claim, claims: Sequence[Claim], previous: Sequence[Claim]) -> Claim | None:
    """What a sentence that begins with 比上年 speaks of: the first amount of the one before.

    Where the move has a subject of its own (与上年相比，交易宗数增加…), that must be named there.
    """
    subject = {w for w in content_words(_MOVED.sub("", move.indicator)) if len(w) > 1}
    for claim in previous:
        if claim.context.lstrip().startswith("其中"):
            return None
        if subject and not subject & set(content_words(claim.indicator)):
            continue
        like = [c for c in (move, *claims) if _one_dimension(claim, c)]
        if states_level(claim.role) and like and claim.role is not Role.PRIOR:
            return claim
    return None


def _named_level(
    statement: Statement, move: Claim, anchor: int, earlier: Sequence[Claim]
) -> Claim | None:
    """决算数比上年294万元增加18万元: the nearest amount before that is called 决算."""
    words = re.split(r"[,;:()。]", statement.between(statement.span.start, anchor))[-1]
    name = re.sub(r"[数额]$", "", normal_form(words))
    if len(name) < 2 or re.search(r"\d", name):
        return None
    for claim in reversed(earlier):
        like = move.role is Role.GROWTH or _one_dimension(claim, move)
        if claim.section == move.section and like and claim.indicator.endswith(name):
            return claim if states_level(claim.role) else None
    return None


def _anchors(statement: Statement) -> list[int]:
    """Where each comparison (较上年, 比预算, 同比) begins."""
    return [statement.span.start + m.start() for m in _COMPARISON.finditer(statement.masked)]


def _anchor(anchors: Sequence[int], position: int) -> int:
    """The comparison that ``position`` stands in, −1 for none."""
    before = [anchor for anchor in anchors if anchor <= position]
    return before[-1] if before else -1


def _planned_base(claims: Sequence[Claim], level: Claim, move: Claim, anchor: int) -> Claim | None:
    """The budget or target named right behind 比 or 较: 比预算20万元节约1万元."""
    for claim in claims:
        inside = anchor <= claim.quantity.span.start < move.quantity.span.start
        if inside and claim is not level and _one_dimension(claim, level):
            return claim
    return None


def _planned_before(claims: Sequence[Claim], level: Claim) -> Claim | None:
    """The one target or plan before the level: 目标90%，实际93.2%，较目标高3.2个百分点."""
    found = [
        c
        for c in claims
        if c.quantity.span.end <= level.quantity.span.start
        and planned(c)
        and _one_dimension(c, level)
    ]
    return found[0] if len(found) == 1 and not planned(level) else None


def _prior_named(claims: Sequence[Claim], level: Claim, move: Claim, anchor: int) -> Claim | None:
    """Last year's figure right behind 比 or 较: 比上年2.05万元下降9.27%."""
    found = _planned_base(claims, level, move, anchor) if anchor >= 0 else None
    if found is None or found.role is not Role.PRIOR or _moved_since(found, move, claims):
        return None
    return found


def _moved_since(prior: Claim, move: Claim, claims: Sequence[Claim]) -> bool:
    """Whether another change stands between: the figure is that one's, not this part's."""
    return any(
        c.role is Role.CHANGE
        and c is not move
        and prior.quantity.span.end <= c.quantity.span.start < move.quantity.span.start
        for c in claims
    )


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
        if claim.role is Role.PRIOR or (0 <= anchor <= start and _PLANNED_BASIS.search(move.basis)):
            continue
        if _last_years(claim, move, claims):
            continue
        if claim.role in (Role.CHANGE, Role.GROWTH):
            again = _anchor(anchors, start) == anchor
            if again and claim.role is Role.CHANGE and move.role is Role.CHANGE:
                return None
            continue
        if not (states_level(claim.role) or claim.role is Role.RATE):
            continue
        if move.role is Role.CHANGE and not _one_dimension(claim, move):
            continue
        if move.role is Role.GROWTH and not _fits_prior(claim, move, claims, anchor):
            continue
        return claim
    return None


def _last_years(claim: Claim, move: Claim, claims: Sequence[Claim]) -> bool:
    """Whether ``claim`` is last year's figure: 上年472万元，本年增加187万元."""
    year, now = claim.period.year, move.period.year
    if year is None or now is None:
        return False
    if year == now - 1 and move.basis in _LAST_YEAR_BASIS:
        return True
    return any(
        c.quantity.span.end <= claim.quantity.span.start
        and c.period.year == year + 1
        and _one_dimension(c, claim)
        and states_level(c.role)
        for c in claims
    )


def _fits_prior(level: Claim, move: Claim, claims: Sequence[Claim], anchor: int) -> bool:
    """Whether ``level`` is of the kind of last year's figure named before the move, if any is."""
    named = [
        c
        for c in claims
        if anchor <= c.quantity.span.start < move.quantity.span.start
        and anchor >= 0
        and c.role is Role.PRIOR
    ]
    return not named or _one_dimension(level, named[-1])


def _one_dimension(level: Claim, move: Claim) -> bool:
    if move.quantity.dimension is Dimension.POINTS:
        return level.quantity.dimension is Dimension.PERCENT
    a, b = level.quantity.unit, move.quantity.unit
    return a is not None and b is not None and a.base == b.base


def _prior_of(
    level: Claim,
    move: Claim,
    claims: Sequence[Claim],
    taken: Sequence[Claim],
    anchors: Sequence[int],
) -> Claim | None:
    """Last year's figure of the same thing: named alike, or the very next amount.

    A figure behind the move belongs to it only where no other comparison begins between.
    """
    if level.period.year is None:
        return None
    for claim in claims:
        if claim is level or claim in taken or not _one_dimension(claim, level):
            continue
        if claim.indicator != level.indicator and not _adjoins(level, claim, claims):
            continue
        if not (states_level(claim.role) or claim.role is Role.PRIOR):
            continue
        if any(move.quantity.span.end <= a <= claim.quantity.span.start for a in anchors):
            continue
        if claim.role is Role.PRIOR and _moved_since(claim, move, claims):
            continue
        if claim.period.year == level.period.year - 1:
            return claim
    return None


def mark_priors(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """由31%提升至52%: the first figure is last year's, whatever year the sentence names."""
    pairs = list(_from_to(statement, claims))
    before = {earlier.id: _year_before(statement, earlier) for earlier, _ in pairs}
    after = {later.id: before[earlier.id] for earlier, later in pairs}
    marked = []
    for claim in claims:
        if claim.id in before:
            claim = replace(claim, role=Role.PRIOR, period=Period(before[claim.id]))
        elif claim.id in after:
            year, prior = claim.period.year, after[claim.id]
            if year is not None and prior is not None and year <= prior:
                claim = replace(claim, period=Period(prior + 1, claim.period.point))
        marked.append(claim)
    return marked


def _year_before(statement: Statement, claim: Claim) -> int | None:
    """The year of the first figure of 由…到…: the one it names, else the year before."""
    year = claim.period.year
    words = statement.between(statement.span.start, claim.quantity.span.start)
    named = re.search(r"(?:(?:19|20)\d{2}年|上年|去年|上一年)\D{0,8}$", words)
    return year if named or year is None else year - 1


def _adjoins(level: Claim, prior: Claim, claims: Sequence[Claim]) -> bool:
    """Whether ``prior`` is the first amount behind ``level``."""
    behind = [
        c
        for c in claims
        if c.quantity.span.start > level.quantity.span.start
        and (states_level(c.role) or c.role is Role.PRIOR)
    ]
    return bool(behind) and behind[0] is prior


def _from_to(statement: Statement, claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    for claim, later in pairwise(claims):
        after = statement.between(claim.quantity.span.end, later.quantity.span.start)
        before = statement.between(statement.span.start, claim.quantity.span.start)
        if _TO.match(after) and _FROM.search(before) and _one_dimension(claim, later):
            yield claim, later


def _decompositions(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    moves = [c for c in claims if c.role is Role.CHANGE]
    for index, whole in enumerate(moves[:-1]):
        between = statement.between(whole.quantity.span.end, moves[index + 1].quantity.span.start)
        marker = _REASON.search(between)
        if not marker:
            continue
        parts = [
            c for c in moves[index + 1 :] if _one_dimension(whole, c) and c.basis == whole.basis
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
        and _one_dimension(c, whole)
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
