"""Lists that 其中 doesn't open in the usual way: trailing totals, 其中 after a full stop, twins, scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from auditor.claims.clauses import Statement
from auditor.claims.parts import (
    AVERAGE,
    OTHERS,
    SUMMED,
    but_own_total,
    own_words,
    planned,
    sums_up,
    three_public,
)
from auditor.claims.roles import states_level
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import complement_set
from auditor.quantities.rewriting import fits, rewritings

_TRAILING_TOTAL = re.compile(
    r"(?:以上|两项|三项|全部|单位)?总(?:人数|数|户数|件数|金额)(?:为|是|有|计)?$"
)
"""A total behind its list that may also be a stock of its own: 转入3人，总人数89人."""
_LISTED = re.compile(r"其中|包括|包含|分别[为是]|^\s*:")
"""What parts a list from the amount before it."""
_CONTINUED = re.compile(r"^\s*其中[:,]?")
_OPEN = re.compile(r"等(?![奖级功])|主要|其余|包括但")
_TOTAL_SCORE = re.compile(r"自评|总分|总得分|综合(?:绩效)?(?:评价)?得分|评价得分|最终得分|得分为?$")
_NO_SCORE = re.compile(r"满分|分值|权重|扣|目标|标准|每")
_RESIDUAL = re.compile(r"节约|节$|结余|结转|剩余|溢价|追加")
_SUMMED = re.compile(r"(?:合计|总计|共计|总分|总得分)(?:得分|为|得|:)*$")
_FIRST_LEVEL = re.compile(
    r"^(?:其中)?(?:投入|过程|产出|效[益果]|决策|满意度|管理|预算|履职|资金|可持续)"
)
_FULL_MARKS = 100
"""What the weights of first-level indicators add up to: then they are no scores."""
_MANY = 6


def find_lists(
    statement: Statement,
    claims: Sequence[Claim],
    previous: Sequence[Claim],
    split: Sequence[ClaimGroup],
) -> Iterator[ClaimGroup]:
    """Groups beyond those of ``split``; ``previous`` are the claims of the statement before.

    ``previous`` is empty where that one stands in another paragraph.
    """
    nested = {part for group in split for part in group.parts}
    wholes = {group.whole for group in split}
    yield from _trailing(statement, claims, nested, wholes)
    if _CONTINUED.match(statement.masked):
        yield from _continued(statement, claims, previous, nested)
    yield from _twins(claims, split)
    yield from _scores(statement, claims)
    if _CONTINUED.match(statement.masked):
        yield from _scores_continued(statement, claims, previous)
    yield from _scored_before(statement, claims, previous)


def _one_unit(a: Claim, b: Claim) -> bool:
    left, right = a.quantity.unit, b.quantity.unit
    return left is not None and right is not None and left.base == right.base


def _heads(a: Claim, b: Claim) -> bool:
    """Persons and person-times in one count: 培训186人、98人，合计284人次."""
    return a.quantity.dimension is b.quantity.dimension is Dimension.PEOPLE


def _group(name: str, kind: GroupKind, whole: Claim, parts: Sequence[Claim]) -> ClaimGroup:
    return ClaimGroup(
        id=f"{whole.id}-{name}-{parts[0].quantity.span.start}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
    )


def _trailing(
    statement: Statement, claims: Sequence[Claim], nested: Set[str], wholes: Set[str]
) -> Iterator[ClaimGroup]:
    """接待费1.12万元，运行维护费1.95万元，共3.07万元."""
    for index, whole in enumerate(claims):
        words = own_words(statement, whole)
        sure = sums_up(words)
        told = sure or bool(_TRAILING_TOTAL.fullmatch(words))
        if not told or {whole.id} & (nested | wholes):
            continue
        if whole.quantity.dimension not in SUMMED:
            continue
        run = _run_before(statement, claims[:index], whole, nested)
        for start in range(len(run) - 1):
            if total(c.quantity.base for c in run[start:]).overlaps(whole.quantity.base):
                run = run[start:]
                break
        if 2 <= len(run) <= _MANY:
            kind = GroupKind.PARTITION if sure or _known(run) else GroupKind.SUBSET
            yield replace(_group("trailing", kind, whole, run), summed=sure)


def _known(run: Sequence[Claim]) -> bool:
    return bool(complement_set([part.indicator for part in run]))


def _run_before(
    statement: Statement, before: Sequence[Claim], whole: Claim, nested: Set[str]
) -> list[Claim]:
    run: list[Claim] = []
    after = whole
    for claim in reversed(before):
        if claim.id in nested:
            continue
        gap = statement.between(claim.quantity.span.end, after.quantity.span.start)
        if ";" in gap or _LISTED.search(gap) or not states_level(claim.role):
            break
        if not (_one_unit(claim, whole) or _heads(claim, whole)):
            break
        if claim.quantity.comparator or claim.quantity.hedge:
            break
        if claim.role is Role.ESTABLISHMENT and after.role is Role.HEADCOUNT:
            break
        run.insert(0, claim)
        after = claim
    return run


def _continued(
    statement: Statement, claims: Sequence[Claim], previous: Sequence[Claim], nested: Set[str]
) -> Iterator[ClaimGroup]:
    """…1268宗，交易额86.42亿元。其中，工程386宗、52.75亿元；采购…: a list for each unit.

    预算20万元，决算12万元。其中，接待费预算8万元，决算5万元；…: a list for each side, too.
    """
    seen: set[tuple[str, bool | None]] = set()
    for lead in claims:
        unit = lead.quantity.unit
        if unit is None or lead.quantity.dimension not in SUMMED or not states_level(lead.role):
            continue
        told = [c for c in previous if _one_unit(c, lead) and states_level(c.role)]
        two_sided = len({planned(c) for c in told}) > 1
        side = planned(lead) if two_sided else None
        if (unit.base, side) in seen:
            continue
        seen.add((unit.base, side))
        mine = [c for c in claims if side is None or planned(c) == side]
        parts = _one_a_segment(statement, mine, lead, nested)
        if len(parts) < 2:
            continue
        whole = _whole_before(told, parts, side)
        if whole is None or whole.section != lead.section:
            continue
        parts = but_own_total(statement, whole, parts)
        if len(parts) < 2:
            continue
        labels = [part.indicator for part in parts]
        stretch = statement.between(statement.span.start, parts[-1].quantity.span.end + 2)
        full = complement_set(labels) or OTHERS.search(labels[-1]) or three_public(whole, labels)
        opened = bool(_OPEN.search(stretch))
        kind = GroupKind.PARTITION if full and not opened else GroupKind.SUBSET
        made = _group("continued", kind, whole, parts)
        yield made if not opened else _opened(made)


def _whole_before(told: Sequence[Claim], parts: Sequence[Claim], side: bool | None) -> Claim | None:
    """The nearest amount that can be the whole; of one told twice, the side of the parts.

    Parts that don't say their side have a whole only where they add up to it.
    """
    sizes = sorted(part.quantity.base_value for part in parts)
    told = [c for c in told if not _RESIDUAL.search(c.indicator)]
    # A part that no amount before can hold is mistyped itself: then the others tell the whole.
    largest = sizes[-1] if any(c.quantity.base_value >= sizes[-1] for c in told) else sizes[-2]
    fitting = [c for c in reversed(told) if c.quantity.base_value >= largest]
    if side is None:
        return fitting[0] if fitting else None
    if all(part.role is Role.UNKNOWN for part in parts):
        added = total(part.quantity.base for part in parts)
        exact = [c for c in fitting if added.overlaps(c.quantity.base)]
        fitting = exact or [c for c in reversed(told) if a_slip_away(c, parts)]
    else:
        fitting = [c for c in fitting if planned(c) == side]
    return fitting[0] if fitting else None


def a_slip_away(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts would add up to ``whole`` with one of them mistyped by one slip."""
    for index, part in enumerate(parts):
        others = total(p.quantity.base for at, p in enumerate(parts) if at != index)
        wanted = whole.quantity.base - others
        if any(r.telling and fits(r.quantity.base, wanted) for r in rewritings(part.quantity)):
            return True
    return False


def _opened(group: ClaimGroup) -> ClaimGroup:
    return ClaimGroup(
        group.id, group.kind, group.whole, group.parts, group.items, group.span, open_list=True
    )


def _one_a_segment(
    statement: Statement, claims: Sequence[Claim], lead: Claim, nested: Set[str]
) -> list[Claim]:
    """The first amount of the lead's unit in each ;-segment, or all of a list with 、."""
    fitting = [
        c
        for c in claims
        if _one_unit(c, lead)
        and states_level(c.role)
        and c.id not in nested
        and c.indicator
        and not AVERAGE.search(c.indicator)
    ]
    if ";" not in statement.masked:
        return [c for c in fitting if not _RESIDUAL.search(c.indicator)]
    taken: dict[int, Claim] = {}
    for claim in fitting:
        at = statement.between(statement.span.start, claim.quantity.span.start).count(";")
        taken.setdefault(at, claim)
    return list(taken.values())


def _twins(claims: Sequence[Claim], split: Sequence[ClaimGroup]) -> Iterator[ClaimGroup]:
    """9826户14735人，其中城市684户986人、农村9142户13749人: the list in the other unit too."""
    by_id = {claim.id: claim for claim in claims}
    before: dict[str, Claim] = {}
    for first, second in pairwise(claims):
        if first.quantity.span.end == second.quantity.span.start:
            before[second.id] = first
    for group in split:
        members = [group.whole, *group.parts]
        twins = [before[m] for m in members if m in before]
        if len(twins) != len(members) or any(m not in by_id for m in members):
            continue
        if all(_one_unit(twins[0], twin) for twin in twins[1:]) and not group.open_list:
            yield _group("twins", group.kind, twins[0], twins[1:])


def _scores(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """自评得分96.3分，其中投入15分、过程23.5分、…: the scores taken, weights in brackets aside."""
    scores = [
        c for c in claims if c.quantity.dimension is Dimension.SCORE and not _weight(statement, c)
    ]
    for index, whole in enumerate(scores):
        told = whole.role is Role.SCORE or whole.context.rstrip().endswith("自评")
        if not told or not _TOTAL_SCORE.search(whole.context):
            continue
        parts = _but_one(scores[index + 1 :], whole)
        if len(parts) < 3 or len(parts) != len(scores) - index - 1:
            return
        between = statement.between(whole.quantity.span.end, parts[-1].quantity.span.end)
        fits = total(c.quantity.base for c in parts).overlaps(whole.quantity.base)
        led = len(re.findall(r"其中|包括|分别", between)) == 1
        if fits or (led and between.count(";") in (0, len(parts) - 1)):
            yield _group("scores", GroupKind.PARTITION, whole, parts)
        return


def _scores_continued(
    statement: Statement, claims: Sequence[Claim], previous: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """自评得分96.3分，等级为优。其中：投入分值15分，得分15分；过程…: the total in the sentence before."""
    totals = [
        c
        for c in previous
        if c.role is Role.SCORE and _TOTAL_SCORE.search(c.context.rstrip(":为是"))
    ]
    if len(totals) != 1 or not claims:
        return
    whole = totals[0]
    scores = [
        c for c in claims if c.quantity.dimension is Dimension.SCORE and not _weight(statement, c)
    ]
    parts = _but_one(scores, whole)
    if len(parts) < 3 or len(parts) != len(scores) or whole.section != parts[0].section:
        return
    fits = total(c.quantity.base for c in parts).overlaps(whole.quantity.base)
    weights = [
        c.quantity.value
        for c in claims
        if c.quantity.dimension is Dimension.SCORE and c not in scores
    ]
    # Without weights that make 100 in all, a first-level score (预算执行) may be left unsaid.
    if fits or (len(weights) == len(parts) and sum(weights) == _FULL_MARKS):
        yield _group("scores", GroupKind.PARTITION, whole, parts)


def _but_one(scores: Sequence[Claim], whole: Claim) -> list[Claim]:
    """The scores that the total can hold; all of them where it is one that it can't."""
    held = [c for c in scores if c.quantity.value <= whole.quantity.value]
    return list(scores) if len(scores) - len(held) == 1 and len(held) > 1 else held


def _scored_before(
    statement: Statement, claims: Sequence[Claim], previous: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """…产出得50分；满意度得10分。合计98.8分: the scores taken before their total."""
    for index, whole in enumerate(claims):
        if whole.quantity.dimension is not Dimension.SCORE or not _SUMMED.search(whole.context):
            continue
        scored = _but_one(
            [c for c in (*previous, *claims[:index]) if c.quantity.dimension is Dimension.SCORE],
            whole,
        )
        parts = [c for c in scored if c.role is Role.SCORE]
        parts = parts or [c for c in scored if _FIRST_LEVEL.search(c.context)]
        taken = all(re.search(r"得$", c.context) for c in parts) or (
            all(_FIRST_LEVEL.search(c.context) for c in parts)
            and sum(c.quantity.value for c in parts) != _FULL_MARKS
        )
        if taken and 3 <= len(parts) <= _MANY + 2:
            yield _group("scored", GroupKind.PARTITION, whole, parts)
        return


def _weight(statement: Statement, claim: Claim) -> bool:
    """Whether a score stands in a bracket (（15分）) or is a weight, a deduction or a rule.

    投入10分得9分: what stands right before 得 is the weight.
    """
    end = claim.quantity.span.end
    if re.match(r"[,的]?(?:自评)?得", statement.between(end, end + 5)):
        return True
    before = statement.between(statement.span.start, claim.quantity.span.start)
    inside = before.count("(") > before.count(")")
    return inside or bool(_NO_SCORE.search(re.split(r"[,;、()]", before)[-1]))
