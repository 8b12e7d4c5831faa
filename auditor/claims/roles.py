"""The part that a claim plays, its direction and its basis, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.claims.goals import ends_goals, is_goal_title
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.swift import swift

_UP = re.compile(r"增加|增长|上升|提高|提升|增|多|上涨|扩大")
_DOWN = re.compile(r"减少|下降|降低|压减|压缩|减|少|节约|缩减|回落|降|低|缩短")
_MOVE = re.compile(
    r"(?:(?:增加|减少|增长|下降|上升|降低|提高|提升|压减|增收|减收|增支|减支|净增|净减|增|减|多|少|上涨|缩减|压缩|回落|节约|缩短|(?<![最不提])高出?|(?<![最不降])低)(?:了|额|数|幅度)?(?:支出|收入)?"
    r"|增幅|降幅|减幅|涨幅|升幅|增长率|下降率|变动率)(?:达到?|为|约|近|超|:)*$"
)
_TO = re.compile(
    r"(?:增加|减少|增长|下降|上升|降低|提高|提升|增|减|降|升)(?:到|至)(?:了)?(?:(?:19|20)\d{2}年度?的?)?$"
)
_LED = re.compile(
    r"^(?:[一二三四五六七八九]是)?(?:同时|并)?(?P<verb>压减|压缩|核减|调减|减少|新增|增加|追加|增拨)[^,;。:\d]{2,24}$"
)
_BASIS = re.compile(
    r"(?:比|较|与|同)(上年度?|去年|上一年度?|\d{4}年度?|年初(?!预算|安排|批复|目标|设定)|年初预算|预算|计划|目标|全年预算|同期|上年同期)"
    r"|(同比|环比)"
)
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年)(?!结转|结余)[^。;]{0,40}(?:[,(]|本年|到|至)")
_PLAIN_MOVE = re.compile(
    r"(?:增长|下降|上升|降低|压缩|缩短|增幅|降幅|减幅|涨幅|升幅)\S{0,3}$|(?<!新)(?:增加|减少|提高|提升|压减)(?:了|额|数)?(?:达到?|为|约|近)?$"
)
_RAISED = re.compile(r"(?:提升|提高)\S{0,3}$")
"""Before an amount these close a name as often (职业技能提升90万元) as they tell of a change."""
_RATES = (Dimension.PERCENT, Dimension.POINTS, Dimension.MULTIPLE)
_PRIOR_FIGURE = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|年初(?!预算|安排)|(?:19|20)\d{2}年度?)(?:同期|决算|预算|末|底|支出|收入|总额)*数?的?$"
)
_SHARE = re.compile(r"占[^,;。、]{0,24}?(?:比例|比重|的|比)?(?:达到?|为|约|的)*$")
_SCORE = re.compile(r"得分|评分|自评分|自评总分|总分(?!值)|得$|评价分|打分|综合得|计$")
_SCORE_AHEAD = re.compile(r"(?:得分|总分|评分)[:：]\s*$")
_WEIGHT = re.compile(r"分值|权重|满分|标准分|总分值")
_RATE = re.compile(r"率|比例|比重|程度|度$")
_ESTABLISHMENT = re.compile(r"编制|核定|定编")
_POSTS_NAMED = re.compile(r"(?<!在)编制(?:人?数|总数)?(?:为|共有?|有)?\s*$")
"""在职人员编制14人 is of posts, whoever holds them."""
_HEADCOUNT = re.compile(
    r"实有|在职|在岗|在编|离退休|退休|离休|职工|干部职工|工作人员|聘用|临聘|人员总数|供养"
)
_TARGET = re.compile(
    r"目标|(?<![按照])计划(?!生育|方向|专项|类项目)|预期|力争|要求达|应达|任务数|预计|拟"
)
_PLAN_SECTION = re.compile(r"下一步|改进措施|今后|工作计划|打算|建议")
_RESULT_SECTION = re.compile(r"实现|完成|情况分析|成效|结果|履职|自评|结论|执行|绩效情况|产出")
_DONE = re.compile(
    r"计划(?:数|内|外)?的|(?:计划|目标|任务)完成率|(?:按照?|根据|依据|如)(?:年初|年度|工作|原定?|既定|预定)?(?:计划|目标|预期)|完成(?:目标|计划|年度)|超(?:额|计划|目标)|达到(?:预期|目标)|圆满|已"
)
ACHIEVED = re.compile(r"实际(?:完成|执行|支出|发放|到位)|已(?:全部)?完成")
"""What was done, even in a section of goals."""
_INITIAL = re.compile(r"年初(?:预算|安排|批复|部门预算|预算安排)|预算批复|批复预算|部门预算")
_BUDGET = re.compile(
    r"(?<!公共)(?<!基金)(?<!经营)预算(?!执行|完成|单位|绩效|管理)|(?:公共|基金|经营)预算(?!执行|完成|管理|财政|拨款|收入|支出)|安排|下达|批复|到位|资金总额|指标文|(?:追加|调整)后|可用|总投资|概算"
)
_SOURCE = re.compile(
    r"(?:按[^,;。:\d]{2,8}[,:])?(?:其中:?)?(?:一般公共|政府性基金|国有资本经营)预算(?:\([^()]*\))?"
)
_BY_SOURCE = re.compile(
    r"按(?:资金|经费|支出)?(?:来源|性质|渠道|类别)(?:划)?分|支出(?!预算)[^。;]{0,40}\d.*其中",
    re.DOTALL,
)
"""What follows is divided by the source of its money, whose names end in 预算."""
_FINAL = re.compile(
    r"实际(?:支出|完成|使用|执行|收入)|支出(?:完成|合计|总额|总计)|支付|列支|使用|花费|投入"
)
_RECEIVED = re.compile(r"实际(?:已)?到位(?!率)(?!.*支)")
"""What came in is neither the budget nor what was spent of it."""
_SPENT = re.compile(r"(?:当年|本年度?|全年)总?支出(?:共|为|是|达|:)*$")
_EXECUTED = re.compile(r"执行|决算|完成|使用|支出情况")
_BALANCE = re.compile(r"结转|结余|余额|资产(?!投资)|负债")
_INVESTED = re.compile(r"总投资|投资概算|概算(?:总)?投资")
"""A project's plan of money is its budget, no target to be reached."""
_RELATIVE = frozenset(
    {
        Role.CHANGE,
        Role.GROWTH,
        Role.SHARE,
        Role.RATE,
        Role.SCORE,
        Role.WEIGHT,
        Role.RULE,
        Role.PRIOR,
    }
)


@swift
@dataclass(frozen=True, slots=True)
class Part:
    """Role, direction (+1, −1, 0) and basis of one claim."""

    role: Role
    direction: int = 0
    basis: str = ""


def part_of(
    quantity: Quantity, phrase: str, clause: str, sentence_before: str, titles: tuple[str, ...]
) -> Part:
    """The part of ``quantity``.

    ``phrase`` are the words right before it, ``clause`` the comma clause up to it,
    ``sentence_before`` the sentence up to it, ``titles`` the section titles, innermost first.
    """
    if _PRIOR_FIGURE.search("".join(clause.split())):
        return Part(Role.PRIOR)
    moved = _movement(phrase or clause, clause, sentence_before, quantity)
    if moved is not None:
        return moved
    part = _level(quantity, phrase, clause, titles, sentence_before)
    if quantity.dimension is Dimension.SCORE and part.role is Role.UNKNOWN:
        part = Part(Role.SCORE) if _SCORE_AHEAD.search(sentence_before) else part
    reached = _TO.search("".join((phrase[-14:] or clause[-14:]).split()))
    if reached is None:
        return part
    return Part(part.role, -1 if _DOWN.search(reached.group()) else 1, part.basis)


def _level(
    quantity: Quantity, phrase: str, clause: str, titles: tuple[str, ...], before: str
) -> Part:
    if quantity.dimension in (Dimension.PERCENT, Dimension.MULTIPLE) and _SHARE.search(clause):
        return Part(Role.SHARE)
    if quantity.dimension is Dimension.SCORE:
        if _WEIGHT.search(phrase) and not _SCORE.search(phrase[-6:]):
            return Part(Role.WEIGHT)
        return Part(Role.SCORE if _SCORE.search(clause) else Role.UNKNOWN)
    planned = _planned(clause, titles)
    if quantity.dimension is Dimension.MONEY and _INVESTED.search(clause):
        planned = None if planned is Role.TARGET else planned
    if planned is not None:
        return Part(planned)
    if quantity.dimension is Dimension.PERCENT and (_RATE.search(clause) or not phrase):
        return Part(Role.RATE)
    if quantity.dimension is Dimension.PEOPLE:
        return Part(_staff_role(phrase, clause))
    if quantity.dimension is Dimension.MONEY:
        role = _money_role(phrase, clause)
        if role is Role.BUDGET and _SOURCE.fullmatch(phrase) and _BY_SOURCE.search(before):
            role = Role.UNKNOWN
        spent = role is Role.UNKNOWN and _SPENT.search(phrase) and not _budgeted(titles)
        return Part(Role.FINAL if spent else role)
    return Part(Role.ACTUAL)


def _budgeted(titles: Sequence[str]) -> bool:
    """Whether the innermost heading is about a budget as it was set."""
    return any("预算" in title and not _EXECUTED.search(title) for title in titles[:1])


def _movement(phrase: str, clause: str, before: str, quantity: Quantity) -> Part | None:
    tail = "".join((phrase[-14:] or clause[-14:]).split())
    if _TO.search(tail):
        return None
    movement = _MOVE.search(tail)
    if movement is None:
        money = quantity.dimension is Dimension.MONEY
        led = _LED.match("".join(clause.split())) if money else None
        basis = _basis(before) if led else ""
        if not led or not basis:
            return None
        return Part(Role.CHANGE, -1 if _DOWN.search(led.group("verb")) else 1, basis)
    basis = _basis(before)
    words = movement.group()
    direction = -1 if _DOWN.search(words) else 1
    relative = quantity.dimension in _RATES
    if not basis and not (_PLAIN_MOVE.search(tail) and (relative or not _RAISED.search(tail))):
        return None
    if quantity.dimension in (Dimension.PERCENT, Dimension.MULTIPLE):
        return Part(Role.GROWTH, direction, basis)
    return Part(Role.CHANGE, direction, basis)


def _basis(before: str) -> str:
    """What the sentence compares with, last named; 上年 where it gives last year's figure itself."""
    found = list(_BASIS.finditer(before))
    if found:
        return found[-1].group(1) or found[-1].group(2)
    return "上年" if _LAST_YEAR.search(before) else ""


def _planned(clause: str, titles: tuple[str, ...]) -> Role | None:
    headed = _planned_under(titles)
    if headed is Role.TARGET and ACHIEVED.search(clause):
        return None
    if headed is None and _TARGET.search(clause) and not _DONE.search(clause):
        return Role.TARGET
    return headed


@lru_cache(maxsize=1_024)
def _planned_under(titles: tuple[str, ...]) -> Role | None:
    for title in titles:
        if _PLAN_SECTION.search(title):
            return Role.PLAN
        if _RESULT_SECTION.search(title):
            break
        if is_goal_title(title):
            return Role.TARGET
        if ends_goals(title):
            break
    return None


def _staff_role(phrase: str, clause: str) -> Role:
    if _POSTS_NAMED.search(phrase):
        return Role.ESTABLISHMENT
    for text in (phrase, clause):
        if _HEADCOUNT.search(text):
            return Role.HEADCOUNT
        if _ESTABLISHMENT.search(text):
            return Role.ESTABLISHMENT
    return Role.ACTUAL


def _money_role(phrase: str, clause: str) -> Role:
    for text in (phrase, clause):
        if _BALANCE.search(text):
            return Role.BALANCE
        if _INITIAL.search(text) and "调整" not in text and "执行" not in text:
            return Role.INITIAL_BUDGET
        if _RECEIVED.search(text):
            return Role.UNKNOWN
        if "执行" in text or "决算" in text or "实际" in text:
            return Role.FINAL
        if _BUDGET.search(text):
            return Role.BUDGET
    return Role.FINAL if _FINAL.search(phrase) else Role.UNKNOWN


def states_level(role: Role) -> bool:
    """Whether a claim of ``role`` states an amount and not a change, a share or a rate of one."""
    return role not in _RELATIVE
