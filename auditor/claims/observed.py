"""Relations by the form in which numbers stand: 93.3%（140户/150户）, 分别完成计划（40个、300栋）的105%、106%.

And those that only their numbers show (``observed``): they are recorded where they hold and say
nothing where they don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.claims.clauses import Statement, hard_start
from auditor.claims.parts import SUMMED, same_kind
from auditor.claims.roles import states_level
from auditor.claims.shares import OF, about, quotient_fits
from auditor.core.charspan import cover
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.document import Document
from auditor.core.interval import Interval, total
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import complement_set, normal_form

_OPENING = re.compile(r"^\s*\(\s*[^\d()]{0,4}$")
_SLASH = re.compile(r"^\s*[/÷]\s*$")
_EACH = re.compile(r"分别[^,;。\d()]{0,12}\(?$")
_OF_THEM = re.compile(r"^\s*\)?的$")
_NEXT = re.compile(r"^[、,和及]$")
_TOGETHER = re.compile(r"(?:合计|总计|共计|共有?)(?P<name>[一-鿿]{2,4})?$")
_NAMED_TOTAL = re.compile(r"^[一-鿿]{2,8}(?:共有?|合计|总计|共计|总数)(?:为|达)?$")
_DUE = re.compile(r"应(?P<done>[一-鿿])[一-鿿]{0,3}$")
_MANY = 8
_REACH = 12
_HUNDRED = Decimal(100)
_DEBTS = re.compile(r"负债(?:总额|总计|合计|总量)?$|总负债$")
_ASSETS = re.compile(r"资产(?:总额|总计|合计|总量)$|总资产$")
_FULL = re.compile(r"满分(?:为|是)?$")
_FULL_FIRST = re.compile(r"^[,、)]*(?:实际|自评)?得(?:分)?$")
_FULL_BEHIND = re.compile(r"^\(满分(?:为|是)?$")
_TOTAL_SCORE = re.compile(r"(?:综合|自评|最终|总)(?:评价)?(?:得分|分|评分)(?:为|是|:)?$")


def find_observed(
    statement: Statement,
    claims: Sequence[Claim],
    split: Sequence[ClaimGroup],
    earlier: Sequence[Claim] = (),
) -> Iterator[ClaimGroup]:
    """RATIO groups of brackets, of lists side by side and of 应…实…; PARTITION groups that hold.

    ``split`` are the groups of the statement found so far, ``earlier`` the claims before it.
    """
    known = {group.whole for group in split}
    yield from _shares(statement, [c for c in claims if c.id not in known], claims, earlier)
    yield from _debt(claims, earlier, known)
    if len(claims) < 3:
        return
    yield from (group for group in _fractions(statement, claims) if group.whole not in known)
    yield from (group for group in _side_by_side(statement, claims) if group.whole not in known)
    yield from (group for group in _due_and_done(statement, claims) if group.whole not in known)
    yield from _split_again(statement, claims, split)
    nested = {part for group in split for part in group.parts}
    free = [c for c in claims if states_level(c.role) and c.quantity.dimension in SUMMED]
    yield from _totals(free, known)
    yield from _named_totals(statement, free, nested)


def _gap(statement: Statement, before: Claim, after: Claim) -> str:
    return statement.between(before.quantity.span.end, after.quantity.span.start)


def _group(
    name: str, kind: GroupKind, whole: Claim, parts: Sequence[Claim], *, observed: bool = False
) -> ClaimGroup:
    return ClaimGroup(
        id=f"{whole.id}-{name}-{parts[0].quantity.span.start}",
        kind=kind,
        whole=whole.id,
        parts=tuple(part.id for part in parts),
        span=cover([whole.quantity.span, *(part.quantity.span for part in parts)]),
        observed=observed,
    )


def _fractions(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """满意度93.3%（140户/150户）."""
    for rate, part, whole in zip(claims, claims[1:], claims[2:], strict=False):
        written = _OPENING.match(_gap(statement, rate, part)) and _SLASH.match(
            _gap(statement, part, whole)
        )
        percent = rate.quantity.dimension is Dimension.PERCENT and rate.role is not Role.GROWTH
        if written and percent and same_kind(whole, part):
            yield _group("fraction", GroupKind.RATIO, rate, (part, whole))


def _side_by_side(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """改造小区42个、楼栋318栋，分别完成计划（40个、300栋）的105%、106%."""
    for index, claim in enumerate(claims):
        if index < 2:
            continue
        lead = statement.between(
            hard_start(statement, claim.quantity.span.start - 1), claim.quantity.span.start
        )
        if not _EACH.search(lead):
            continue
        plans = _run(statement, claims, index)
        rest = claims[index + len(plans) :]
        if not rest or not _OF_THEM.match(_gap(statement, plans[-1], rest[0])):
            continue
        rates = _run(statement, rest, 0)
        done = claims[max(index - len(plans), 0) : index]
        if not len(plans) == len(rates) == len(done) > 1:
            continue
        fitting = all(same_kind(b, a) for a, b in zip(done, plans, strict=True))
        if fitting and all(r.quantity.dimension is Dimension.PERCENT for r in rates):
            for rate, part, plan in zip(rates, done, plans, strict=True):
                yield _group("side", GroupKind.RATIO, rate, (part, plan))
        return


def _run(statement: Statement, claims: Sequence[Claim], start: int) -> list[Claim]:
    """The numbers from ``start`` on that only 、 or 和 parts from one another."""
    run = [claims[start]]
    for later in claims[start + 1 :]:
        if not _NEXT.match(_gap(statement, run[-1], later).strip()):
            break
        run.append(later)
    return run


def _shares(
    statement: Statement, open_: Sequence[Claim], claims: Sequence[Claim], earlier: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """免学费4175名，占在校生的97.41%: of a whole of that name anywhere before, where it fits."""
    for share in open_:
        if share.role is not Role.SHARE:
            continue
        start = share.quantity.span.start
        clause = statement.between(hard_start(statement, start), start)
        match = OF.search(clause)
        if match is None or match.start() > 1:
            continue
        name = normal_form(match.group(1))
        levels = [c for c in claims if c.quantity.span.end <= start and states_level(c.role)]
        if not levels or len(name) < 2:
            continue
        for whole in reversed((*earlier, *levels[:-1])):
            like = same_kind(whole, levels[-1]) and states_level(whole.role) and about(name, whole)
            if like and quotient_fits(share, levels[-1], whole):
                yield _group("share", GroupKind.SHARE, share, (levels[-1], whole), observed=True)
                break


def _debt(
    claims: Sequence[Claim], earlier: Sequence[Claim], known: set[str]
) -> Iterator[ClaimGroup]:
    """资产负债率: liabilities over assets, by their names."""
    for rate in claims:
        if not rate.indicator.endswith("资产负债率") or rate.id in known:
            continue
        before = [
            c
            for c in (*earlier[-_REACH:], *claims)
            if c.section == rate.section and c.quantity.span.end <= rate.quantity.span.start
        ]
        debts = [c for c in before if _DEBTS.search(c.indicator)]
        assets = [c for c in before if _ASSETS.search(c.indicator)]
        if debts and assets and same_kind(assets[-1], debts[-1]):
            yield _group("debt", GroupKind.RATIO, rate, (debts[-1], assets[-1]))


def scored_in_full(document: Document, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """得20分（满分20分）…满分30分，得28分…综合得分95.45分: scores of all that the 100 points are given for."""
    scores = [c for c in claims if c.quantity.dimension is Dimension.SCORE and c.cell is None]
    parts: list[Claim] = []
    points = 0
    for a, b in pairwise(scores):
        between = document.folded[a.quantity.span.end : b.quantity.span.start]
        full, taken = (a, b) if _FULL_FIRST.match(between) else (b, a)
        if full is b and not _FULL_BEHIND.match(between):
            continue
        if _FULL.search(full.context):
            parts.append(taken)
            points += int(full.quantity.value)
    totals = [c for c in scores if c not in parts and _TOTAL_SCORE.search(c.context)]
    if points != _HUNDRED or len(parts) < 3 or len({c.quantity.value for c in totals}) != 1:
        return
    yield _group("points", GroupKind.PARTITION, totals[0], parts)


def _due_and_done(statement: Statement, claims: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """应种86420剂次，实种84983剂次，接种率98.34%: three numbers in a row."""
    for due, done, rate in zip(claims, claims[1:], claims[2:], strict=False):
        named = _DUE.search(due.context) or _DUE.search(due.indicator)
        if named is None or rate.role is not Role.RATE or not same_kind(due, done):
            continue
        verb = named.group("done")
        told = re.search(rf"[实已]{verb}", done.context)
        if told and verb in rate.indicator and ";" not in _gap(statement, due, rate):
            yield _group("due", GroupKind.RATIO, rate, (done, due))


def _split_again(
    statement: Statement, claims: Sequence[Claim], split: Sequence[ClaimGroup]
) -> Iterator[ClaimGroup]:
    """学生4286人，其中一年级…、二年级…；男生2637人，女生1649人: a second split of the same whole."""
    by_id = {claim.id: claim for claim in claims}
    for group in split:
        if group.kind not in (GroupKind.PARTITION, GroupKind.SUBSET) or group.whole not in by_id:
            continue
        whole = by_id[group.whole]
        end = group.span.end if group.span else whole.quantity.span.end
        behind = [c for c in claims if c.quantity.span.start >= end and states_level(c.role)][:4]
        for pair in pairwise(behind):
            if not all(same_kind(whole, c) and c.id not in group.parts for c in pair):
                continue
            labels = [c.indicator for c in pair]
            if complement_set(labels) and _adds_up(whole, pair):
                yield _group("again", GroupKind.PARTITION, whole, pair, observed=True)
                break


def _totals(claims: Sequence[Claim], known: set[str]) -> Iterator[ClaimGroup]:
    """机关编制36名，实有35名；所属编制118名，实有109名；合计编制154名、实有144名."""
    for index, whole in enumerate(claims):
        found = _TOGETHER.search(whole.context.rstrip())
        if found is None or not found.group("name") or whole.id in known:
            continue
        behind = claims[index + 1 : index + 3]
        for each in (whole, *(c for c in behind if len(c.indicator) >= 2)):
            name = found.group("name") if each is whole else each.indicator[-4:]
            parts = [c for c in claims[:index] if c.indicator.endswith(name)]
            parts = [c for c in parts if same_kind(each, c)]
            if 2 <= len(parts) <= _MANY and _adds_up(each, parts):
                yield _group("together", GroupKind.PARTITION, each, parts, observed=True)


def _named_totals(
    statement: Statement, claims: Sequence[Claim], taken: set[str]
) -> Iterator[ClaimGroup]:
    """在编职工698人，合同制职工514人，在岗职工共1212人."""
    for index, whole in enumerate(claims):
        words = statement.between(
            hard_start(statement, whole.quantity.span.start), whole.quantity.span.start
        )
        if whole.id in taken or not _NAMED_TOTAL.match("".join(words.split())):
            continue
        run: list[Claim] = []
        for claim in reversed(claims[:index]):
            if not same_kind(whole, claim) or claim.id in taken or len(run) == _MANY:
                break
            run.insert(0, claim)
            if len(run) > 1 and _adds_up(whole, run):
                yield _group("named", GroupKind.PARTITION, whole, run, observed=True)
                break


def _adds_up(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the printed numbers give the whole; noughts and hedges prove nothing."""
    told = (whole, *parts)
    if any(c.quantity.hedge or c.quantity.comparator or not c.quantity.value for c in told):
        return False
    added: Interval = total(part.quantity.base for part in parts)
    return added.overlaps(whole.quantity.base)
