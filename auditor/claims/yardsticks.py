"""Targets named only as what a result is measured against.

巡查河道784次，超过年初确定的750次 / 对照750次的目标，巡查河道784次: the second number is about the first
one's thing, whatever words stand right before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.claims.clauses import Statement
from auditor.core.claim import Claim
from auditor.core.period import Role

_BEFORE = re.compile(
    r"(?:超过|超出|高于|多于|优于|达到|低于|少于|不及|未达到?)(?:了)?(?:年初|原定|预定|预期|年度|全年)?"
    r"(?:确定|设定|设置|核定|下达|计划|预期)的?(?:目标|任务|指标)?(?:数|值|量)?的?(?:为)?$"
)
_OPENING = re.compile(
    r"(?:对照|对标|围绕|按照|根据|相比|对比)(?:年初|全年|年度)?(?:确定|设定)?的?$"
)
_LAST = re.compile(
    r"[,;(](?P<year>上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:同期|决算数?)?(?:则|仅)?(?:为|是)?$"
)
_LAST_WORDS = re.compile(
    r"^[(]?(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)?(?:同期|决算数?)?(?:则|仅)?(?:为|是)?$"
)
_AFTER = re.compile(r"^的?(?:年初|年度|全年)?(?:目标|任务|计划)")


def mark_yardsticks(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """``claims`` with such targets as ``Role.TARGET``, under the indicator of their result.

    A figure of another year behind the one it stands beside (…13万元，上年为15万元) is about the
    same thing too and keeps its role.
    """
    made = list(claims)
    for place, claim in enumerate(claims):
        if place and _of_another_year(statement, claim, made[place - 1]):
            beside = made[place - 1]
            made[place] = replace(claim, indicator=beside.indicator, head=beside.head)
            continue
        other = _result(statement, claims, place)
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


def _result(statement: Statement, claims: Sequence[Claim], place: int) -> Claim | None:
    claim = claims[place]
    span = claim.quantity.span
    before = re.sub(r"\s", "", statement.between(statement.span.start, span.start))
    after = re.sub(r"\s", "", statement.between(span.end, min(span.end + 12, statement.span.end)))
    if _BEFORE.search(before):
        beside = claims[place - 1] if place else None
    elif _OPENING.search(before) and _AFTER.match(after):
        beside = claims[place + 1] if place + 1 < len(claims) else None
    else:
        return None
    if beside is None or beside.quantity.dimension is not claim.quantity.dimension:
        return None
    return beside if beside.role in (Role.ACTUAL, Role.RATE, Role.UNKNOWN, Role.FINAL) else None
