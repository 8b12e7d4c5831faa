"""Lists without a marker: 编制52人，行政34人、事业18人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from auditor.claims.clauses import Statement, bracketed
from auditor.claims.parts import SUMMED, TOTAL_WORD, same_kind
from auditor.claims.roles import states_level
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.language import complement_set, disjoint

_OFFICES = re.compile(r"(?:科室|机构|股室|处室|部门|站所|单位)$")


def find_unmarked(
    statement: Statement, claims: Sequence[Claim], seen: Set[str]
) -> Iterator[ClaimGroup]:
    """Lists without a marker: 编制52人，行政34人、事业18人."""
    levels = [c for c in claims if states_level(c.role) and c.quantity.dimension in SUMMED]
    inside = bracketed(statement)
    for index, whole in enumerate(levels):
        if whole.id in seen:
            continue
        own = [span for span in inside if span.contains(whole.quantity.span)]
        following = [
            c
            for c in levels[index + 1 :]
            if [span for span in inside if span.contains(c.quantity.span)] == own
        ]
        parts, known = _run(whole, following)
        if _brought_forward(levels[:index], parts):
            continue
        if parts and not _marked(statement, whole, parts) and not _cut(statement, whole, parts):
            yield ClaimGroup(
                id=f"{whole.id}-implicit-{parts[0].quantity.span.start}",
                kind=GroupKind.PARTITION,
                whole=whole.id,
                parts=tuple(part.id for part in parts),
                span=CharSpan(whole.quantity.span.start, parts[-1].quantity.span.end),
                observed=not known,
            )
            return


def _brought_forward(before: Sequence[Claim], parts: Sequence[Claim]) -> bool:
    """年初结转33万元，收入1184万元，支出1152万元，年末结转65万元: income alone isn't what was spent and left."""
    closing = any(part.role is Role.BALANCE for part in parts)
    return closing and any(claim.role is Role.BALANCE for claim in before)


def _marked(statement: Statement, whole: Claim, parts: list[Claim]) -> bool:
    text = statement.between(whole.quantity.span.end, parts[0].quantity.span.start)
    return bool(re.search(r"其中|包括", text))


def _cut(statement: Statement, whole: Claim, parts: list[Claim]) -> bool:
    """Whether a ; parts the amounts from what stands before: then they are no unmarked list of it."""
    return ";" in statement.between(whole.quantity.span.end, parts[0].quantity.span.start)


def _run(whole: Claim, following: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """The parts of an unmarked list: a known split, or a list that adds up under a total word.

    With it, whether the split is known.
    """
    run: list[Claim] = []
    for claim in following:
        if not same_kind(whole, claim) or _staffed(whole, claim) or _posts_of_office(whole, claim):
            break
        # 基本支出1253万元，上年同期1211万元；项目支出…: the same thing again is no part of itself.
        if claim.indicator == whole.indicator or claim.period.year != whole.period.year:
            break
        run.append(claim)
    for count in range(2, len(run) + 1):
        labels = [part.indicator for part in run[:count]]
        flows = {"收入", "支出"} & set(labels) and not TOTAL_WORD.search(whole.context)
        if complement_set(labels) and not flows and not _of_other_kind(whole, run[:count]):
            return run[:count], True
    if TOTAL_WORD.search(whole.context):
        for count in range(2, len(run) + 1):
            parts = run[:count]
            if total(p.quantity.base for p in parts).overlaps(whole.quantity.base):
                return parts, False
    return [], False


def _of_other_kind(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the whole excludes a part: 因公出国费170万元，公务用车购置…, 公务用车运行…."""
    return any(disjoint((whole.indicator, part.indicator)) for part in parts)


def _posts_of_office(whole: Claim, part: Claim) -> bool:
    """Whether one counts offices and the other posts: 内设3个科室，行政编制4个."""
    return "编制" in part.indicator and _OFFICES.search(whole.indicator) is not None


def _staffed(posts: Claim, people: Claim) -> bool:
    """Whether one is of posts and the other of people: 编制66人，在职65人，退休15人 is no list."""
    return posts.role is Role.ESTABLISHMENT and people.role is Role.HEADCOUNT
