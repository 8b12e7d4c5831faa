"""The indicator phrase of a quantity: what is counted, as the clause words it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.claims.clauses import Statement, hard_start, soft_end
from auditor.core.charspan import CharSpan
from auditor.core.quantity import Dimension, Quantity
from auditor.core.swift import swift
from auditor.language import normal_form

_HEADED = frozenset({Dimension.COUNT, Dimension.PEOPLE})
_TITLE = re.compile(r"《[^》]*》")
_HEAD_STOP = re.compile(
    r"[\d<>=%]|其中|中(?![心队学药医小国央级型期层共长高])|以上|以下|分别|占|比上年|较上年|同比|增长|增加|减少|下降|达|到"
)
_YEAR_ALONE = re.compile(
    r"[(]?(?:(?:19|20)\d{2}年度?|上年度?|去年|上一年度?)(?:同期)?(?:则|仅)?(?:为|是)?"
)
_AMONG = re.compile(r"^其中[:,]?")
_USED = re.compile(r"^(?:其中)?(?:主要|全部|分别)?用(?:于|在)(?=[一-鿿]{2})")
_HOLDING = re.compile(
    r"^[^,;。:\d]{2,12}?(?:中?(?:包含|包括|含(?![义金量有税]))(?:了|有)?)(?=[一-鿿]{2})"
)
"""基本支出含人员经费851万元: the amount is of what stands behind 含."""
_OUT_OF = re.compile(r"^[^,;。:、\d]{0,8}(?:支出|经费|资金|费用?|收入)中(?=[一-鿿]{2})")
_STAFF_OF = re.compile(
    r"^[^,;。:、\d]{2,16}?(?:[局委办部院]|大队|中心|政府|学校|联合会)(?=(?:现|共|核定)?有?(?:人员)?(?:编制|在职|实有))"
)
"""An agency that has posts or staff: 区公安局交警大队有编制44人."""
_MADE_OF = re.compile(r"^[^,;。:\d]{2,12}?由(?=[^,;。:\d]{2,12}$)")
_MADE = re.compile(r"组成|构成")


@swift
@dataclass(frozen=True, slots=True)
class Wording:
    """The words around a quantity: normal indicator phrase, its span, context clause, head noun."""

    indicator: str
    span: CharSpan
    context: str
    head: str


def word(
    statement: Statement, quantity: Quantity, previous_end: int, names: tuple[str, ...] = ()
) -> Wording:
    """The wording of ``quantity``; ``previous_end`` is where the quantity before it ended.

    The phrase reaches back to the last comma, or to the previous quantity of the same clause; it
    crosses 、 only where no quantity stands between (组织轮训、研讨3800人次 is one phrase).
    """
    clause = hard_start(statement, quantity.span.start)
    begin = max(clause, previous_end)
    begin = _skip(statement, begin, quantity.span.start)
    phrase = _without(statement.words(begin, quantity.span.start), names)
    head = _head(statement, quantity)
    context = statement.words(clause, quantity.span.start)
    if _MADE_OF.match(phrase) and _MADE.search(
        statement.words(quantity.span.end, statement.span.end)
    ):
        phrase = _MADE_OF.sub("", phrase)
        context = phrase
    plain = _HOLDING.sub("", _TITLE.sub("", phrase))
    plain = normal_form(_OUT_OF.sub("", _USED.sub("", _AMONG.sub("", plain))))
    plain = _STAFF_OF.sub("", plain)
    if _YEAR_ALONE.fullmatch(plain):
        plain = ""
    if previous_end > clause and not plain.strip("、,()的"):
        before = statement.words(clause, previous_end)
        told = re.sub(r"[\d.]+\S{0,2}$", "", _TITLE.sub("", before))
        listed = re.search(r"\d[^、]*、([^、\d]+)$", told)
        plain = normal_form(listed.group(1) if listed else told)
        begin = clause
    if not plain:
        earlier = hard_start(statement, max(clause - 1, statement.span.start))
        context = statement.words(earlier, quantity.span.start)
    if head and (quantity.dimension in _HEADED):
        indicator = plain + head if plain else head
    else:
        indicator = plain
    span = CharSpan(min(begin, quantity.span.start), quantity.span.start)
    return Wording(indicator, span, context + head, head)


def _without(phrase: str, names: tuple[str, ...]) -> str:
    """``phrase`` without the agency's own names in front: 组织部全年项目支出 → 全年项目支出."""
    plain = phrase.lstrip()
    for name in names:
        if plain.startswith(name):
            return plain[len(name) :]
    return phrase


def _skip(statement: Statement, begin: int, end: int) -> int:
    while begin < end and statement.at(begin) in " 、,()\n\t　":
        begin += 1
    return begin


def _head(statement: Statement, quantity: Quantity) -> str:
    if quantity.dimension not in _HEADED:
        return ""
    end = soft_end(statement, quantity.span.end)
    text = statement.words(quantity.span.end, end)
    stop = _HEAD_STOP.search(text)
    if stop:
        text = text[: stop.start()]
    return "".join(text.split()).strip("的")
