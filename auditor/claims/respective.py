"""What 分别 gives one by one: the areas of named places, and the changes of several amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims.clauses import Statement
from auditor.claims.parts import but_own_total
from auditor.claims.roles import states_level
from auditor.claims.shares import same_base
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_EACH = re.compile(r"分别(?:为|是|有)$")
_MOVED = re.compile(r"分别(?P<verb>增长|增加|上升|提高|下降|减少|降低)了?$")
_LAST = re.compile(r"(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:同期)?分别(?:为|是|有)?$")
_JOINTS = "、和及与"
_DOWN = ("下降", "减少", "降低")
_MOST = 10


def mark_respective(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """同比分别下降19.05%和14.29%: each is a growth; 上年分别为21起、16人: each is last year's."""
    found = list(claims)
    for index, claim in enumerate(claims):
        before = _before(statement, claims, index)
        moved, last = _MOVED.search(before), _LAST.search(before)
        if moved is not None and claim.quantity.dimension is Dimension.PERCENT:
            direction = -1 if moved["verb"] in _DOWN else 1
            for at in range(index, index + len(_run(statement, claims, index))):
                found[at] = replace(
                    claims[at],
                    role=Role.GROWTH,
                    direction=direction,
                    basis=claim.basis or "上年",
                    indicator="",
                )
        elif last is not None:
            for at in range(index, index + len(_run(statement, claims, index))):
                found[at] = replace(claims[at], role=Role.PRIOR)
    return found


def respective_moves(
    statement: Statement, claims: Sequence[Claim]
) -> tuple[tuple[Claim, Claim, Claim], ...]:
    """Amount, last year's and growth, where each of the three is a list of one length.

    事故17起、死亡14人，上年分别为21起、16人，同比分别下降19.05%和12.50%.
    """
    last: list[Claim] = []
    for index, claim in enumerate(claims):
        before = _before(statement, claims, index)
        if _LAST.search(before):
            last = _run(statement, claims, index)
        elif last and claim.role is Role.GROWTH and _MOVED.search(before):
            rates = _run(statement, claims, index)
            first = claims.index(last[0])
            levels = claims[max(first - len(last), 0) : first]
            if len(levels) == len(last) == len(rates) > 1 and all(
                same_base(a, b) for a, b in zip(levels, last, strict=True)
            ):
                return tuple(zip(levels, last, rates, strict=True))
    return ()


def distributed(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """新建渠道8.6公里，涉及甲、乙、丙3个村，长度分别为3.1公里、2.9公里、2.6公里.

    As many amounts as places are counted right behind an amount of their unit.
    """
    for index, first in enumerate(claims):
        if not _EACH.search(_before(statement, claims, index)) or index < 2:
            continue
        parts = _run(statement, claims, index)
        count = claims[index - 1].quantity
        counted = count.dimension is Dimension.COUNT and count.value == len(parts)
        whole = claims[index - 2]
        told = statement.between(whole.quantity.span.end, first.quantity.span.start)
        if not counted or not 2 <= len(parts) <= _MOST or "另" in told:
            continue
        if not states_level(whole.role) or not same_base(whole, first):
            continue
        if first.role is Role.PRIOR or not all(same_base(first, part) for part in parts):
            continue
        following = claims[index + len(parts) : index + len(parts) + 1]
        if not but_own_total(statement, whole, [*parts, *following]):
            continue
        yield ClaimGroup(
            id=f"{whole.id}-distributed-{first.quantity.span.start}",
            kind=GroupKind.PARTITION,
            whole=whole.id,
            parts=tuple(part.id for part in parts),
            span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
        )


def _before(statement: Statement, claims: Sequence[Claim], index: int) -> str:
    start = claims[index - 1].quantity.span.end if index else statement.span.start
    return "".join(statement.between(start, claims[index].quantity.span.start).split())


def _run(statement: Statement, claims: Sequence[Claim], index: int) -> list[Claim]:
    """The claim and those behind it that nothing but 、 or 和 parts from it."""
    run = [claims[index]]
    for later in claims[index + 1 :]:
        gap = statement.between(run[-1].quantity.span.end, later.quantity.span.start).strip()
        if not gap or gap.strip(_JOINTS):
            break
        run.append(later)
    return run
