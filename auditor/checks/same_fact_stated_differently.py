"""NAR02."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from auditor.checks.aboutness import of_a_thing
from auditor.checks.amounts import agree, difference, in_one_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import ONE_GROUP
from auditor.checks.elimination import one_asked_for
from auditor.checks.telling import ACTS
from auditor.core.claim import Claim
from auditor.core.constraint import equal
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import content_words
from auditor.quantities.rewriting import Slip, rewritings

_TOTAL_SCORE = re.compile(
    r"自评(?:总)?(?:得)?分|综合(?:绩效)?(?:评价|自评)?(?:总)?(?:得)?分|总得分|总分(?!值)|最终得分|评价得分|绩效评价分"
)
_BUDGET_TERM = re.compile(
    r"^(?:本年|全年|年度|部门|单位)?(?:基本支出|项目支出|人员经费|(?:日常)?公用经费|[“\"]?三公[”\"]?经费(?:支出)?"
    r"|公务接待费?|公务用车(?:购置及)?运行(?:维护)?费|因公出国\(?境?\)?费?用?|总支出|支出总计|收入总计|总收入|预算资金"
    r"|预算总额|实际支出|支出合计|政府采购(?:金额|支出)|固定资产|资产总额|总资产|年末结转结余|年末结转和结余|年末结余[和与]?结转)$"
)
_LEFT = re.compile(r"结转[和与及]结余|结余[和与及]?结转")
_GENERIC = re.compile(r"总支出|预算资金|预算总额|实际支出|支出合计")
_OF_PROJECT = re.compile(r"项目|专项|工程|总投资|到位")
_TOTAL_TERM = re.compile(r"(?:^|年度?|全年|本年)((?:支出|收入)(?:总计|合计))(?:为|达|是)?\s*$")
_OVERALL = re.compile(
    r"^(?:本年|全年|年度|当年|部门|单位|实际|累计)*(?:总)?支出(?:决算|合计|总计|总额|执行|完成)?$"
)
_OVERALL_RATE = re.compile(r"^(?:全年|整体|总体|部门|单位)?(?:预算|支出)*执行率$")
_NARROWER = re.compile(
    r"三公|公务|接待|采购|项目|专项|工程|资产|基金|补助|补贴|会议|培训|经费|中央|省级|市级|县级|奖励|债券|人员|公用"
    r"|地方资金|其他资金|自筹|配套|结转资金|基本支出|收入预算|其中|上半年|季度|\d月|截至|截止|年初预算|财政拨款支出|进度"
)
_AHEAD = re.compile(r"明年|下年|次年|下一年|计划|拟|争取|力争|目标|达到|不低于|确保|提高到|预计")
_FUNDS = re.compile(
    r"财政拨款|一般公共预算|政府性基金|国有资本|专户|自有资金|自筹|本级|所属|下属|机关|汇总|上半年|季度|\d月(?:底|末)"
)
_DONE = frozenset(
    {"新增", "增加", "登记", "查办", "查处", "办结", "达到", "达", "实际", "全年", "已"}
)
_INSTALMENT = re.compile(r"第?[一二三四五六七八九十\d][批期](?:次)?(?:项目|工程|资金|次)")
"""一批项目…, 二批项目…: each has the same kinds of work in other amounts."""
_SEVERAL_YEARS = re.compile(r"[两二三四五六七]年(?:来|间)?(?:合计|共|累计|总)|历年")
_SWAPPABLE = 3
"""Digits that a number needs for two of them swapped to be no chance."""
_TELLING_NOUN = 2
_PARALLEL = 2
"""Names beside the compared one that two items share, in other amounts."""
_LEVELS = frozenset(
    {
        Role.ACTUAL,
        Role.FINAL,
        Role.BUDGET,
        Role.INITIAL_BUDGET,
        Role.UNKNOWN,
        Role.HEADCOUNT,
        Role.ESTABLISHMENT,
        Role.BALANCE,
        Role.SCORE,
    }
)


@check(id="NAR02", family=Family.NARRATIVE, severity=Severity.HIGH)
def same_fact_stated_differently(ctx: CheckContext) -> Iterator[Tick]:
    """同一事项前后数字不一致。

    ## 检查内容
    正文两处说的是同一指标、同一年度、同一口径，数值却不同。
    ## 为何重要
    前后不一说明数据来源不统一，审核时无法判断采用哪个数。
    ## 违反示例
    2023年基本支出512.60万元，用于单位正常运转。

    2023年全年基本支出521.60万元，比计划略少。
    ## 符合示例
    2023年基本支出512.60万元，用于单位正常运转。

    2022年全年基本支出521.60万元，当年人员较多。
    ## 局限
    只比较预决算通用科目、总支出、执行率、总得分和指标词完全相同且足够具体的事项，以及名词相同而只差相邻两位数字颠倒的三位以上的数；预算与决算、目标与完成、不同年度、不同项目下的
    同名事项不比较；概数按区间比较。
    """
    wholes = ctx.wholes
    owners = {part: whole.indicator for part, whole in wholes.items()}
    seen: dict[tuple[object, ...], Claim] = {}
    compared: set[str] = set()
    for claim in ctx.claims:
        key = _key(ctx, claim, owners.get(claim.id)) or _overall(ctx, claim)
        if key is None:
            continue
        first = seen.setdefault(key, claim)
        if first is claim or first.indicator_span.start == claim.indicator_span.start:
            continue
        if _other_scope(ctx, first, claim, wholes):
            continue
        if one_asked_for(ctx, first, claim) or one_asked_for(ctx, claim, first):
            continue
        compared.add(claim.id)
        yield _tick(ctx, first, claim)
    yield from _swapped(ctx, compared)


def _swapped(ctx: CheckContext, compared: Set[str]) -> Iterator[Tick]:
    """Two figures of one noun, the same but for two digits side by side: 新登记6428户, 新增6482户."""
    seen: dict[tuple[str, str], list[Claim]] = {}
    for claim in ctx.claims:
        unit = claim.quantity.unit
        stated = claim.role in (Role.ACTUAL, Role.UNKNOWN, Role.FINAL) and not claim.quantity.hedge
        if unit is None or not stated:
            continue
        digits = f"{claim.quantity.value.normalize():f}".replace(".", "")
        if len(digits.strip("0")) < _SWAPPABLE:
            continue
        known = seen.setdefault((unit.base, "".join(sorted(digits))), [])
        for first in known:
            if claim.id not in compared and _twins(first, claim):
                yield _tick(ctx, first, claim)
                break
        known.append(claim)


def _twins(a: Claim, b: Claim) -> bool:
    pair = in_one_unit(a.quantity, b.quantity)
    if pair is None or a.quantity.base_value == b.quantity.base_value or a.sentence == b.sentence:
        return False
    if not a.period.compatible(b.period) or ({Role.FINAL} & {a.role, b.role} and a.role != b.role):
        return False
    if not _one_noun(content_words(a.indicator), content_words(b.indicator)):
        return False
    return any(
        other.slip is Slip.SWAP and other.quantity.base_value == b.quantity.base_value
        for other in rewritings(a.quantity)
    )


def _one_noun(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether both names end in one telling word and differ in nothing but what was done."""
    if not a or not b or a[-1] != b[-1] or len(a[-1]) < _TELLING_NOUN:
        return False
    return set(a) ^ set(b) <= ACTS | _DONE


def _key(ctx: CheckContext, claim: Claim, owner: str | None) -> tuple[object, ...] | None:
    unit = claim.quantity.unit
    if unit is None or claim.role not in _LEVELS:
        return None
    if claim.role is Role.SCORE:
        grouped = ONE_GROUP.search(claim.context) or claim.cell is not None
        if grouped or not _TOTAL_SCORE.search(claim.context):
            return None
        return ("score", claim.scope, claim.period.year)
    role = Role.FINAL if claim.role is Role.UNKNOWN else claim.role
    year = (claim.period.year, claim.period.point)
    if unit.dimension is Dimension.MONEY:
        total = _TOTAL_TERM.search(claim.context)
        if total is not None:
            return (total.group(1), role, year)
        if not _BUDGET_TERM.match(claim.indicator) or _named_project(claim):
            return None
        name = _LEFT.sub("结转结余", claim.indicator)
        return (name.removeprefix("全年").removeprefix("日常"), role, year)
    words = content_words(claim.indicator)
    # 占总规模 names what a share is of and not whose it is.
    if _INSTALMENT.search(ctx.place_of(claim)) or claim.indicator.startswith("占"):
        return None
    if len(claim.indicator) < 6 or len(set(words)) < 3 or len(claim.indicator) > 24:
        return None
    return (claim.indicator, unit.base, role, year, owner)


def _overall(ctx: CheckContext, claim: Claim) -> tuple[object, ...] | None:
    """The unit's whole spending or its rate of execution, told where nothing narrower is spoken of."""
    if claim.cell is not None or _NARROWER.search(ctx.place_of(claim)):
        return None
    if claim.role is Role.PLAN and _AHEAD.search(ctx.place_of(claim)):
        return None
    rate = claim.quantity.dimension is Dimension.PERCENT and not claim.quantity.comparator
    if rate and claim.role in (Role.RATE, Role.PLAN) and _OVERALL_RATE.match(claim.indicator):
        return ("执行率", claim.period.year)
    money = claim.quantity.dimension is Dimension.MONEY
    stated = claim.role in (Role.FINAL, Role.UNKNOWN, Role.PLAN)
    if money and stated and _OVERALL.match(claim.indicator) and not of_a_thing(ctx, claim):
        return ("支出", claim.period.year)
    return None


def _other_scope(ctx: CheckContext, a: Claim, b: Claim, wholes: dict[str, Claim]) -> bool:
    """Parts of two different totals (all funds, fiscal funds), or funds named on one side only."""
    if a.sentence == b.sentence and a.quantity.text in b.context:
        return True
    if bool(_SEVERAL_YEARS.search(a.context)) != bool(_SEVERAL_YEARS.search(b.context)):
        return True
    if _nothing_of_a_part(ctx, a) != _nothing_of_a_part(ctx, b) or _of_parallel_items(ctx, a, b):
        return True
    first, second = wholes.get(a.id), wholes.get(b.id)
    if first and second and not first.quantity.base.overlaps(second.quantity.base):
        return True
    if _GENERIC.search(a.indicator) and _of_project(ctx, a) != _of_project(ctx, b):
        return True
    return _funds_named(ctx, a) != _funds_named(ctx, b)


def _nothing_of_a_part(ctx: CheckContext, claim: Claim) -> bool:
    """Whether a nought stands behind another amount: 住房支出基本支出1.98万元，项目支出0元 is of that line."""
    return claim.quantity.base_value == 0 and any(
        c.sentence == claim.sentence
        and c.quantity.dimension is claim.quantity.dimension
        and c.quantity.span.end <= claim.quantity.span.start
        for c in ctx.claims
    )


def _of_parallel_items(ctx: CheckContext, a: Claim, b: Claim) -> bool:
    """Whether two items tell the same of two things: 1.水稻：保费…，补贴40%… 2.油菜：保费…，补贴50%…"""
    if a.quantity.dimension is Dimension.MONEY:
        return False
    first, second = (ctx.paragraphs.get(c.sentence.start) for c in (a, b))
    if first is None or second is None or first == second:
        return False
    titles = [ctx.run_in_titles.get(number, "") for number in (first, second)]
    if not all(titles) or titles[0] == titles[1]:
        return False
    told = ctx.once(_told_by_paragraph)
    one, other = told.get(first, {}), told.get(second, {})
    others = [
        name for name in one.keys() & other.keys() - {a.indicator} if not one[name] & other[name]
    ]
    return len(others) >= _PARALLEL


def _told_by_paragraph(ctx: CheckContext) -> dict[int, dict[str, set[Decimal]]]:
    """The values told under each name, for each paragraph."""
    told: dict[int, dict[str, set[Decimal]]] = {}
    for claim in ctx.claims:
        number = ctx.paragraphs.get(claim.sentence.start)
        if number is not None and claim.indicator:
            values = told.setdefault(number, {}).setdefault(claim.indicator, set())
            values.add(claim.quantity.base_value)
    return told


def _of_project(ctx: CheckContext, claim: Claim) -> bool:
    """Whether the sentence or its headings speak of a project: 总投资…，实际支出… is spent on it."""
    return bool(_OF_PROJECT.search(ctx.place_of(claim)))


def _funds_named(ctx: CheckContext, claim: Claim) -> frozenset[str]:
    """Which kind of funds or part of the year the sentence and its heading limit the claim to."""
    return frozenset(_FUNDS.findall(ctx.place_of(claim)))


def _named_project(claim: Claim) -> bool:
    """Whether the claim speaks inside a section or cell about one project only."""
    return "项目" in claim.context and not claim.indicator.startswith("项目支出")


def _tick(ctx: CheckContext, first: Claim, second: Claim) -> Tick:
    found = agree(first.quantity, second.quantity)
    ok = found.ok
    relation = "=" if ok else "≠"
    a, b = first.quantity, second.quantity
    money = a.dimension in (Dimension.MONEY, Dimension.SCORE)
    severity = Severity.HIGH if money else Severity.MEDIUM
    if found.last_digit:
        severity = Severity.LOW if b.decimals > 0 else Severity.MEDIUM
    return tick(
        "NAR02",
        ok,
        stated=b.text,
        expected=a.text,
        working=f"{b.text} {show(b.base)} {relation} {a.text} {show(a.base)}",
        evidence=(
            ctx.evidence(second, EvidenceRole.STATED),
            ctx.evidence(first, EvidenceRole.COUNTERPART),
        ),
        facts={"indicator": second.indicator},
        stated_bounds=b.base,
        expected_bounds=a.base,
        difference=difference(b, a.base_value),
        severity=severity,
        confidence=0.9 if money else 0.75,
        constraint=equal(*pair, lenient=True) if (pair := in_one_unit(b, a)) else None,
    )
