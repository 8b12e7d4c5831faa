"""Targets named only as what a result is measured against.

巡查河道784次，超过年初确定的750次 / 对照750次的目标，巡查河道784次 / 巡查河道784次（目标值750次）: the words right
before the second number say that it is a target and nothing else, so it is about the result beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims.clauses import Statement, hard_start
from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_REACHED = r"超额完成|超过|超出|高于|高出|多于|优于|好于|大于|达到?|完成|实现|低于|少于|小于|不及|未达到?|未完成"
_AGAINST = r"对照|对标|围绕|按照|根据|相比|对比|比|较|与"
_TIME = r"年初|年度|全年|本年度?|当年|原|预"
_SET = r"确定|设定|设置|核定|下达|制定|规定|要求|申报|定|计划|预期"
_NOUN = r"(?:绩效|工作|预期|计划|既定|考核)?(?:目标|任务|指标|计划)(?:任务|目标|指标)?(?:数量?|值|量)?|预期值"
_LINK = r"(?:的|为|是|:|约|应|共)"
_LEADING = r"^[,、;(]?(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+|\d{1,2}[.、])?(?:其|而|并|均|已|全部|分别)*"
_YARDSTICK = re.compile(
    rf"{_LEADING}(?:(?:{_REACHED}|{_AGAINST})了?)?(?:{_TIME})*(?:{_SET})?的?(?:{_NOUN}){_LINK}*$"
)
_SET_BEFORE = re.compile(rf"{_LEADING}(?:{_REACHED}|{_AGAINST})了?(?:{_TIME})*(?:{_SET}){_LINK}*$")
_MEASURED = re.compile(rf"{_LEADING}(?:{_REACHED}|{_AGAINST})了?(?:{_TIME})*(?:{_SET})?的?$")
_AFTER = re.compile(rf"^的?(?:{_TIME})*(?:{_SET})?的?(?:目标|任务|计划|指标)")
_CEILING = re.compile(rf"{_LEADING}(?:全部|严格)?(?:控制|压减|压缩|保持|稳定)在$")
_CEILING_AFTER = re.compile(r"^(?:元)?(?:以内|之内|以下|以上)")
_LIMIT_AFTER = re.compile(r"^的?(?:控制价|控制数|控制标准|限价|限额|上限|标准)")
_AHEAD = re.compile(rf"{_LEADING}(?:{_AGAINST})")
_SHARE_OF = re.compile(r"的$")
_LAST = re.compile(
    r"[,;(](?P<year>上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:同期|实际|支出|收入|决算|完成)*数?(?:则|仅)?(?:为|是)?$"
)
_LAST_WORDS = re.compile(
    r"^[(]?(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)?(?:同期|实际|支出|收入|决算|完成)*数?(?:则|仅)?(?:为|是)?$"
)
_RESULTS = (Role.ACTUAL, Role.RATE, Role.UNKNOWN, Role.FINAL, Role.HEADCOUNT)


def mark_yardsticks(
    statement: Statement, claims: Sequence[Claim], earlier: Sequence[Claim] = ()
) -> list[Claim]:
    """``claims`` with such targets as ``Role.TARGET``, under the indicator of their result.

    ``earlier`` are the claims of the sentence that this statement goes on with, where a page break
    cut it. A figure of another year behind the one it stands beside (…13万元，上年为15万元) is about
    the same thing too and keeps its role.
    """
    made = list(claims)
    for place, claim in enumerate(claims):
        if place and _of_another_year(statement, claim, made[place - 1]):
            beside = made[place - 1]
            made[place] = replace(claim, indicator=beside.indicator, head=beside.head)
            continue
        other = _result(statement, made, place, earlier)
        if other is not None:
            made[place] = replace(
                claim,
                role=Role.TARGET,
                indicator=other.indicator,
                context=other.context,
                head=other.head,
                direction=0,
                basis="",
            )
    return made


def _of_another_year(statement: Statement, claim: Claim, beside: Claim) -> bool:
    if not _LAST_WORDS.match(claim.indicator):
        return False
    before = statement.between(beside.quantity.span.end, claim.quantity.span.start)
    same = beside.quantity.dimension is claim.quantity.dimension
    return same and bool(_LAST.search(re.sub(r"\s", "", before)))


def _result(
    statement: Statement, claims: Sequence[Claim], place: int, earlier: Sequence[Claim]
) -> Claim | None:
    """The result that the claim at ``place`` is only the measure of; ``None`` where it is no such."""
    claim = claims[place]
    span = claim.quantity.span
    phrase = _phrase(statement, claims, place)
    after = "".join(statement.between(span.end, min(span.end + 12, statement.span.end)).split())
    signed = claim.quantity.comparator is not None
    measured = (
        (_MEASURED.match(phrase) and (_AFTER.match(after) or _LIMIT_AFTER.match(after)))
        or (_CEILING.match(phrase) and (signed or _CEILING_AFTER.match(after)))
        or (signed and not phrase.strip(",;(") and _LIMIT_AFTER.match(after))
    )
    if not (measured or _YARDSTICK.match(phrase) or _SET_BEFORE.match(phrase)):
        return None
    # 完成计划的105%: how much of the target was reached, no target.
    if claim.quantity.dimension is Dimension.PERCENT and _SHARE_OF.search(phrase) and not measured:
        return None
    found = next(_before(statement, claims[:place], claim, earlier), None)
    if found is None and _AHEAD.match(phrase):
        found = next(_behind(statement, claims[place + 1 :], claim), None)
    return found


def _phrase(statement: Statement, claims: Sequence[Claim], place: int) -> str:
    """The words right before the number, from the clause's start or the number before it."""
    start = claims[place].quantity.span.start
    begin = hard_start(statement, start)
    if place:
        begin = max(begin, claims[place - 1].quantity.span.end)
    return "".join(statement.between(begin, start).replace("*", "").split())


def _before(
    statement: Statement, claims: Sequence[Claim], claim: Claim, earlier: Sequence[Claim]
) -> Iterator[Claim]:
    """Results before the claim in its ;-segment, nearest first, a whole before its parts."""
    start = claim.quantity.span.start
    own = [
        c
        for c in claims
        if ";" not in statement.between(c.quantity.span.end, start) and _alike(c, claim)
    ]
    for number, found in reversed(list(enumerate(own))):
        end = own[number + 1].quantity.span.start if number + 1 < len(own) else start
        if "其中" in statement.between(found.quantity.span.end, end):
            yield found
    yield from reversed(own)
    if not claims:
        yield from (c for c in reversed(earlier) if _alike(c, claim))


def _behind(statement: Statement, claims: Sequence[Claim], claim: Claim) -> Iterator[Claim]:
    """The first number of the kind behind the claim in its ;-segment."""
    for found in claims:
        if ";" in statement.between(claim.quantity.span.end, found.quantity.span.start):
            return
        if found.quantity.dimension is claim.quantity.dimension:
            yield from [found] if _alike(found, claim) else []
            return


def _alike(result: Claim, target: Claim) -> bool:
    same = result.quantity.dimension is target.quantity.dimension
    return same and result.role in _RESULTS and bool(result.indicator)
