"""What a change or a rate changed: last year's figure, and the amount that moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.claims.clauses import Statement
from auditor.claims.parts import planned
from auditor.claims.roles import states_level
from auditor.core.claim import Claim
from auditor.core.period import Period, Role
from auditor.core.quantity import Dimension
from auditor.language import content_words, normal_form

_FROM = re.compile(r"(?:由|从)[^,;。]{0,16}$")


_TO = re.compile(
    r"^\s*(?:(?:增加|减少|增长|下降|提高|提升|上升|降低|缩短|压缩|压减|缩减|扩大|调整|变化|降|升|增)(?:到|至|为)|变(?:动|更)?为)"
)
_WITH = re.compile(
    r"[比较与同和](?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:的|同期)?[^,;:。\d]{0,12}$"
)
_BESIDE = re.compile(r"\s*(?:相比|比较|相较)")
_CLAUSE = 30
REACH = 14


_OWN_NAME = 5
"""Characters of a name that tells one amount from others."""
_TELLING = 3
"""Digits of a change by which an amount is known that no words name."""


_LAST_YEAR_BASIS = frozenset({"", "上年", "上年度", "去年", "同比", "上年同期"})


MOVED = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:的|同期|相比|决算数?)*|增加|减少|增长|下降|上升|降低|提高|提升|同比|增幅|降幅|减幅|涨幅|净增|约|为|达"
)


_BASIS_LEFT = re.compile(r"^(?:上年度?|去年|上一年度?)(?:同期)?(?:相比|比较)?")
_ACCOUNT = re.compile(r"(?:决算|执行|合计|总计|总额|完成)数?$")


_OF_ALL = re.compile(
    r"^(?:全年|本年|年度|当年|部门|单位|实际|财政拨款|一般公共预算|累计|总|\d{4}年度?)+"
)
_OWN_YEAR = re.compile(r"^\s*(?:[一二三四五六七八九十\d]{1,2}[、.])?\s*(?:19|20)\d{2}\s?年度?")
_WHOLES = frozenset({"支出", "收入", "总支出", "总收入"})


PLANNED_BASIS = re.compile(r"预算|计划|目标|任务")


def first_amount(move: Claim, claims: Sequence[Claim], previous: Sequence[Claim]) -> Claim | None:
    """What a sentence that begins with 比上年 speaks of: the first amount of the one before.

    Where the move has a subject of its own (与上年相比，交易宗数增加…), that must be named there.
    """
    words = _BASIS_LEFT.sub("", MOVED.sub("", move.indicator))
    subject = {w for w in content_words(words) if len(w) > 1}
    for claim in previous:
        if claim.context.lstrip().startswith("其中"):
            return None
        if subject and not subject & set(content_words(claim.indicator)):
            continue
        like = [c for c in (move, *claims) if one_dimension(claim, c)]
        if planned(claim) and _spent_behind(claim, move, previous):
            continue
        if states_level(claim.role) and like and claim.role is not Role.PRIOR:
            return claim
    return None


def _spent_behind(plan: Claim, move: Claim, previous: Sequence[Claim]) -> bool:
    """预算58万元，实际支出52万元。与上年相比…: what was spent is compared with last year's."""
    return not PLANNED_BASIS.search(move.basis) and any(
        c.role is Role.FINAL
        and one_dimension(c, plan)
        and c.quantity.span.start > plan.quantity.span.start
        for c in previous
    )


def named_level(
    statement: Statement, move: Claim, anchor: int, earlier: Sequence[Claim]
) -> Claim | None:
    """决算数比上年294万元增加18万元: the nearest amount before that is called 决算."""
    words = re.split(r"[,;:()。]", statement.words(statement.span.start, anchor))[-1]
    name = re.sub(r"[数额]$", "", normal_form(_OWN_YEAR.sub("", words)))
    if len(name) < 2 or re.search(r"\d", name):
        return None
    for claim in reversed(earlier):
        like = move.role is Role.GROWTH or one_dimension(claim, move)
        whole = _OF_ALL.sub("", _ACCOUNT.sub("", claim.indicator))
        told = claim.indicator.removesuffix("总额").removesuffix("数")
        called = whole == name if name in _WHOLES else told.endswith(name)
        if called and not claim.period.compatible(move.period):
            continue
        if claim.section == move.section and like and called:
            return claim if states_level(claim.role) else None
    return None


def own_level(move: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """公务接待费支出决算减少0.81万元: the nearest amount before of that very name."""
    if PLANNED_BASIS.search(move.basis):
        return None
    name = _ACCOUNT.sub("", normal_form(MOVED.sub("", move.indicator)).strip(",、"))
    if len(name) < _OWN_NAME:
        return None
    for claim in reversed(earlier):
        same = _ACCOUNT.sub("", claim.indicator) == name and one_dimension(claim, move)
        if same and claim.section == move.section and claim.period.compatible(move.period):
            return claim if states_level(claim.role) and not planned(claim) else None
    return None


def level_by_amounts(
    move: Claim, claims: Sequence[Claim], anchor: int, earlier: Sequence[Claim]
) -> Claim | None:
    """与上年2067.84万元相比减少268.31万元: the amount told before that lies just so far off."""
    prior = planned_base(claims, move, move, anchor)
    digits = move.quantity.value.as_tuple().digits
    if move.role is not Role.CHANGE or prior is None or len(digits) < _TELLING:
        return None
    if prior.role is not Role.PRIOR or PLANNED_BASIS.search(move.basis):
        return None
    for claim in reversed(earlier):
        if claim.section != move.section or not one_dimension(claim, move):
            continue
        gap = claim.quantity.base - prior.quantity.base
        stated = move.quantity.base
        fits = stated.overlaps(gap) or (-stated).overlaps(gap)
        if states_level(claim.role) and claim.role is not Role.PRIOR and fits:
            return claim
    return None


def planned_base(claims: Sequence[Claim], level: Claim, move: Claim, anchor: int) -> Claim | None:
    """The budget or target named right behind 比 or 较: 比预算20万元节约1万元."""
    for claim in claims:
        inside = anchor <= claim.quantity.span.start < move.quantity.span.start
        if inside and claim is not level and one_dimension(claim, level):
            return claim
    return None


def planned_before(claims: Sequence[Claim], level: Claim) -> Claim | None:
    """The one target or plan before the level: 目标90%，实际93.2%，较目标高3.2个百分点."""
    found = [
        c
        for c in claims
        if c.quantity.span.end <= level.quantity.span.start
        and planned(c)
        and one_dimension(c, level)
    ]
    return found[0] if len(found) == 1 and not planned(level) else None


def prior_named(claims: Sequence[Claim], level: Claim, move: Claim, anchor: int) -> Claim | None:
    """Last year's figure right behind 比 or 较: 比上年2.05万元下降9.27%."""
    found = planned_base(claims, level, move, anchor) if anchor >= 0 else None
    if found is None or found.role is not Role.PRIOR or moved_since(found, move, claims):
        return None
    return found


def moved_since(prior: Claim, move: Claim, claims: Sequence[Claim]) -> bool:
    """Whether another change stands between: the figure is that one's, not this part's."""
    return any(
        c.role is Role.CHANGE
        and c is not move
        and prior.quantity.span.end <= c.quantity.span.start < move.quantity.span.start
        for c in claims
    )


def last_years(claim: Claim, move: Claim, claims: Sequence[Claim]) -> bool:
    """Whether ``claim`` is last year's figure: 上年472万元，本年增加187万元."""
    year, now = claim.period.year, move.period.year
    if year is None or now is None:
        return False
    named = move.basis in _LAST_YEAR_BASIS or move.basis.startswith(str(year))
    if year == now - 1 and named:
        return True
    return any(
        c.quantity.span.end <= claim.quantity.span.start
        and c.period.year == year + 1
        and one_dimension(c, claim)
        and states_level(c.role)
        for c in claims
    )


def one_dimension(level: Claim, move: Claim) -> bool:
    """Whether ``move`` can be a change of ``level``: one unit, or points of a percentage."""
    if move.quantity.dimension is Dimension.POINTS:
        return level.quantity.dimension is Dimension.PERCENT
    a, b = level.quantity.unit, move.quantity.unit
    return a is not None and b is not None and a.base == b.base


def prior_of(
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
        if claim is level or claim in taken or not one_dimension(claim, level):
            continue
        if claim.indicator != level.indicator and not _adjoins(level, claim, claims):
            continue
        if not (states_level(claim.role) or claim.role is Role.PRIOR):
            continue
        if any(move.quantity.span.end <= a <= claim.quantity.span.start for a in anchors):
            continue
        if claim.role is Role.PRIOR and moved_since(claim, move, claims):
            continue
        if claim.period.year == level.period.year - 1:
            return claim
    return None


def mark_priors(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """由31%提升至52%, 与2019年的罚款12万元相比: last year's, whatever year the sentence names."""
    pairs = list(from_to(statement, claims))
    before = {earlier.id: _year_before(statement, earlier) for earlier, _ in pairs}
    after = {later.id: before[earlier.id] for earlier, later in pairs}
    marked = []
    for claim in claims:
        if claim.id in before:
            claim = replace(claim, role=Role.PRIOR, period=Period(before[claim.id]))
        elif states_level(claim.role) and _compared_with(statement, claim):
            claim = replace(claim, role=Role.PRIOR)
        elif claim.id in after:
            year, prior = claim.period.year, after[claim.id]
            if year is not None and prior is not None and year <= prior:
                claim = replace(claim, period=Period(prior + 1, claim.period.point))
        marked.append(claim)
    return marked


def _compared_with(statement: Statement, claim: Claim) -> bool:
    """Whether the figure stands between 与2019年的… and 相比."""
    span = claim.quantity.span
    before = statement.between(max(statement.span.start, span.start - _CLAUSE), span.start)
    after = statement.between(span.end, min(span.end + _CLAUSE, statement.span.end))
    return bool(_WITH.search(before) and _BESIDE.match(after))


def rates_in_brackets(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """较上年减少1.50万元（39.47%）: the rate of the change right before its bracket."""
    found = list(claims)
    for index, (change, rate) in enumerate(pairwise(claims), start=1):
        if change.role is not Role.CHANGE or rate.quantity.dimension is not Dimension.PERCENT:
            continue
        between = statement.between(change.quantity.span.end, rate.quantity.span.start)
        after = statement.between(rate.quantity.span.end, rate.quantity.span.end + 1)
        if between.strip() == "(" and after == ")":
            found[index] = replace(
                rate,
                role=Role.GROWTH,
                direction=change.direction,
                basis=change.basis,
                period=change.period,
                indicator="",
            )
    return found


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


def from_to(statement: Statement, claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of 由31%提升至52%: what it was and what it became."""
    for claim, later in pairwise(claims):
        after = statement.between(claim.quantity.span.end, later.quantity.span.start)
        before = statement.between(statement.span.start, claim.quantity.span.start)
        if _TO.match(after) and _FROM.search(before) and one_dimension(claim, later):
            yield claim, later
