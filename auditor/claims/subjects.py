"""Numbers whose own words say only what part they play: …目标值5期，实际完成6期; …预算3万元，实际支出2.5万元.

The thing is named before, by the number beside them or by the clause that they go on with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.claims.clauses import Statement, hard_start
from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import normal_form

_TIME = r"(?:全年|年度|本年度?|当年|年末|年底|截至[^,;。]{0,8}|(?:19|20)\d{2}年度?)"
_BARE = re.compile(
    rf"^[,、;(]?(?:其|而|并|均|已|全部|{_TIME})*"
    r"(?:实际(?:完成|支出|执行|使用|支付|达到|实现|到位|拨付|值)?|支出决算|决算|执行|完成|达到|全年(?:完成|执行|实际))"
    r"(?:指标)?(?:值|数额?|金额|情况|额)?(?:为|是|:|达到?|约|共)*$"
)
_ROLE_WORDS = re.compile(
    r"(?:(?:年初|全年|年度|调整后?的?|预期|计划|核定)*(?:(?<!公共)(?<!性基金)(?<!部门)预算|目标|指标|计划|任务)(?:安排|批复|资金|金额|申请)?(?:数量?|值|数额)?|指标值)$"
)
_GENERAL = re.compile(
    r"^(?:本年|全年|年度|部门|单位|整体|财政|总|可用|调整后?|预算|支出|收入|资金|经费|合计|总额|总计|年初|其中|数量|产出|效益|绩效|指标|目标|设定|完成|实际|达到|的|为|、|:)*$"
)
_OF_BUDGET = re.compile(
    r"(?:为|占|完成了?|达到?)(?:当年|本年|全年|年度|调整后?的?)*(?:支出)?预算(?:数|总额|资金)?(?:[\d.,]+[万亿]?元)?的$"
)
"""Before a percentage: the share of the budget that was spent, the execution rate by another name."""
_TITLE_TAIL = re.compile(
    r"(?:的?(?:支出|使用|收支|执行|安排|管理|决算|预算)?情况(?:说明|分析)?|说明|分析)$"
)
_FISCAL = re.compile(r"^[^,、;:\d]{0,10}(?:经费|支出|费用?|补助|专项资金)$")
_SPENT_ALONE = re.compile(
    rf"^(?:其|共|总|累计|合计|实际|{_TIME})*(?:列支|支出|支付|使用|执行|决算|发生|完成)*(?:决算|合计|总额|金额|数额?)?(?:为|是|:|达|共|约)*$"
)
_SOURCE = re.compile(
    r"(?:本级|上级|中央|省级|市级|县级|区级|年度|一般公共预算|政府性基金)*(?:财政)?(?:拨款|资金|补助|投入|安排)?(?:支出|收入)?"
)
_COMPARED = re.compile(
    r"(?:比|较|与|低于|高于|超过|超出|未超过|不超)(?:年初|全年|年度|调整)*(?:预算|控制)(?:数|安排|额|指标)?的?"
)
_SUMMED = re.compile(
    r"(?:(?:两|二|三|四|五|六)(?:者|项)|以上|累计|总)?(?:合计|共计|总计|总数|总量|共)(?:达到?|为|是|有|约)*"
)
_NEW = re.compile(r"^(?:新增|新建|新)")
_MARKS = re.compile(r"[\s*、,]+")
_MOST = 4
_MOVES = (Role.CHANGE, Role.GROWTH, Role.SHARE, Role.PRIOR)
_PLANNED = (Role.TARGET, Role.BUDGET, Role.INITIAL_BUDGET, Role.PLAN)
_DONE = (Role.ACTUAL, Role.FINAL, Role.RATE, Role.UNKNOWN, Role.TARGET)
_LABEL = re.compile(
    r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[一二三四五六七八九十]+是)?(?:[^:]{2,10}:)?"
)


def carry_subjects(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """``claims`` with the subject of the target or budget beside them where they name none."""
    made = list(claims)
    for place, claim in enumerate(claims):
        if _executed(statement, made[:place], claim):
            made[place] = replace(claim, indicator="预算执行率", role=Role.RATE)
            continue
        if claim.role not in _DONE or (claim.cell is not None and place == 0):
            continue
        start = claim.quantity.span.start
        begin = hard_start(statement, start)
        if place:
            begin = max(begin, claims[place - 1].quantity.span.end)
        phrase = "".join(statement.between(begin, start).replace("*", "").split())
        if not _BARE.match(phrase) and not (claim.role is Role.TARGET and _only_role(phrase)):
            continue
        subject = _beside(statement, made[:place], claim) or _clause_before(statement, begin, claim)
        if subject:
            made[place] = _about(claim, subject)
    return made


def _about(claim: Claim, subject: str) -> Claim:
    """``claim`` under ``subject``; where that only tells the source of funds, its own words stay."""
    name = subject + claim.indicator if _SOURCE.fullmatch(subject) else subject
    return replace(claim, indicator=name, context=subject + claim.context)


def name_bases(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """``claims`` whose amounts that others are only compared with are about the same thing:
    …接待费7.58万元，比预算8.50万元节约0.92万元.
    """
    made = list(claims)
    for place, claim in enumerate(claims):
        if not place or not _COMPARED.fullmatch(_between(statement, claims, place)):
            continue
        before = _told_before(statement, made, place)
        if before:
            subject = subject_of(before[-1].indicator)
            made[place] = _about(claim, subject) if subject else claim
    return made


def name_totals(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """``claims`` whose totals are about all that they add up or take up.

    培训186人、练习98人，合计284人; 新增2个，总数达到9个. For links only: a group of a whole and its
    parts is found by the total's own words.
    """
    made = list(claims)
    for place, claim in enumerate(claims):
        if not place or not _SUMMED.fullmatch(_between(statement, claims, place)):
            continue
        before = _told_before(statement, made, place)
        if before:
            made[place] = _of_all(claim, before)
    return made


def _between(statement: Statement, claims: Sequence[Claim], place: int) -> str:
    """The words of a claim behind the claim before, without marks."""
    start = claims[place].quantity.span.start
    begin = hard_start(statement, start)
    if place:
        begin = max(begin, claims[place - 1].quantity.span.end)
    return _MARKS.sub("", statement.between(begin, start))


def _told_before(statement: Statement, claims: Sequence[Claim], place: int) -> list[Claim]:
    """The levels of the claim's kind before it, up to a ；."""
    claim = claims[place]
    return [
        c
        for c in claims[:place]
        if c.quantity.dimension is claim.quantity.dimension
        and ";" not in statement.between(c.quantity.span.end, claim.quantity.span.start)
        and c.role not in _MOVES
    ]


def _of_all(claim: Claim, before: Sequence[Claim]) -> Claim:
    """A total that names nothing is about all that its neighbours in one unit are about."""
    unit = claim.quantity.unit
    people = claim.quantity.dimension is Dimension.PEOPLE
    own = [
        c
        for c in before
        if people or (c.quantity.unit and unit and c.quantity.unit.base == unit.base)
    ]
    names = "、".join(dict.fromkeys(_NEW.sub("", c.indicator) for c in own[-_MOST:]))
    if not names:
        return claim
    staff = people and any(c.role is Role.HEADCOUNT for c in own)
    return replace(
        claim,
        indicator=names + claim.indicator,
        context=names + claim.context,
        role=Role.HEADCOUNT if staff else claim.role,
    )


_SCORED = re.compile(r"((?:自评|评价|综合|总体|最终|总)+[得评]?分)\s*[:：]\s*$")


def name_scores(statement: Statement, claims: Sequence[Claim]) -> list[Claim]:
    """``claims`` whose scores are named by what stands before a colon: 自评得分：96分."""
    made = list(claims)
    for place, claim in enumerate(made):
        if claim.role is not Role.SCORE or claim.indicator:
            continue
        named = _SCORED.search(statement.between(statement.span.start, claim.quantity.span.start))
        if named:
            made[place] = replace(claim, indicator=named[1], context=named[1] + claim.context)
    return made


def name_by_heading(statement: Statement, claims: Sequence[Claim], title: str) -> list[Claim]:
    """``claims`` whose first amount is named by the heading right above: （三）“三公”经费。支出决算9万元.

    ``title`` is empty but for the statement that follows the heading.
    """
    made = list(claims)
    named = _FISCAL.search(_TITLE_TAIL.sub("", _LABEL.sub("", title)))
    subject = subject_of(named.group()) if named else ""
    if not subject or not claims or claims[0].quantity.dimension is not Dimension.MONEY:
        return made
    first = claims[0]
    words = re.sub(r"[\s*]", "", statement.between(statement.span.start, first.quantity.span.start))
    if _SPENT_ALONE.match(words):
        made[0] = replace(first, indicator=subject, context=subject + first.context)
    return made


def _executed(statement: Statement, before: Sequence[Claim], claim: Claim) -> bool:
    """Whether a percentage is the share of the whole budget that was spent."""
    if claim.quantity.dimension is not Dimension.PERCENT or not before:
        return False
    start = claim.quantity.span.start
    clause = re.sub(r"\s", "", statement.between(hard_start(statement, start), start))
    spent = [c for c in before if c.role in (Role.FINAL, Role.UNKNOWN)]
    whole = bool(spent) and not subject_of(spent[-1].indicator)
    return whole and bool(_OF_BUDGET.search(clause))


def _only_role(phrase: str) -> bool:
    return not _ROLE_WORDS.sub("", phrase.strip(",、;(为是:"))


def subject_of(indicator: str) -> str:
    """What an indicator is about without the words of its role; empty for whole budgets."""
    plain = normal_form(_ROLE_WORDS.sub("", indicator))
    return "" if _GENERAL.match(plain) or len(plain) < 2 else plain


def _beside(statement: Statement, before: Sequence[Claim], claim: Claim) -> str:
    """The subject of the nearest plan before in the ;-segment, of the same kind of number."""
    for other in reversed(before):
        gap = statement.between(other.quantity.span.end, claim.quantity.span.start)
        if ";" in gap:
            return ""
        if other.quantity.dimension is claim.quantity.dimension:
            return subject_of(other.indicator) if other.role in _PLANNED else ""
    return ""


def _clause_before(statement: Statement, begin: int, claim: Claim) -> str:
    """The words of the clause before, where no number stands in it."""
    if claim.quantity.dimension is Dimension.MONEY or begin <= statement.span.start:
        return ""
    earlier = hard_start(statement, begin - 1)
    words = re.sub(r"\s", "", statement.between(earlier, begin - 1))
    if re.search(r"\d", words) or statement.between(begin - 1, begin) not in (",", ":", "("):
        return ""
    return subject_of(_LABEL.sub("", words))
