"""Shares and rates: which two amounts a percentage is the quotient of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from auditor.claims.clauses import Statement
from auditor.claims.fulfilment import fulfilled
from auditor.claims.parts import planned
from auditor.claims.roles import states_level
from auditor.claims.shares import (
    base_named,
    clause_of,
    find_respective,
    find_share,
    make,
    quotient_fits,
    rate_fits,
    same_base,
    share_run,
)
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import normal_form

_EXECUTION = re.compile(r"执行率|支出进度|支付进度|支出率|预算完成率|资金使用率|资金支付率")
_COMPLETION = re.compile(r"完成率|完工率|竣工率")
_PAID = re.compile(r"^(?:资金|预算|实际)?(?:支付|支出|执行|使用|拨付)(?:率|进度)$")
_UNPAID = re.compile(
    r"[,;]?(?:尚|还)?(?:剩余)?未(?:支付?|支出|执行|使用|拨付|拨)(?:资金|金额)?(?:为|的)?"
)
_SPENT = frozenset({Role.FINAL})
_BUDGETED = frozenset({Role.BUDGET, Role.INITIAL_BUDGET})
_SPENDING = re.compile(
    r"^(?:全年|本年|年度|累计|实际|部门|单位|决算)?(?:总)?支出(?:总额|合计|总计)?$|^(?:全年)?执行数?$"
)
_EXECUTED = re.compile(
    r"(?:完成|执行|支付|支出|使用|拨付|兑付|发放)(?:数|金额|资金)?(?:为|了|共)?$"
)
_PLAN_NAMED = re.compile(r"(?:完成|为)([^,;。、\d]{0,14}?(?:预算|计划|目标|任务)数?)的$")
_PLAN_STATED = re.compile(
    r"(?:完成|为)[^,;。、\d]{0,10}(?:预算|计划|目标|任务)数?\d[\d.,]*[^,;。、\d]{1,4}的$"
)
_BARE = 2
"""Characters of a plan without a name of its own: 完成预算的62%."""
_NAMED_RATE = re.compile(r"([一-鿿]{2,6})率$|(满意)度$")
_NO_PART = re.compile(
    r"节约|节支|增长|下降|变动|溢价|结余|控制|流失|周转|负债|收益|贡献|增幅|降幅|升学|利用|差错|误差|发病|发案"
)
"""Rates that are no part over its whole."""
_OTHER_WORDS = {
    "整改": ("改正", "整治", "销号"),
    "利用": ("还田", "收储", "回收利用"),
    "办结": ("办复", "答复", "办好", "办妥"),
    "核查": ("核实", "查实"),
    "覆盖": ("接受", "享受", "惠及", "纳入"),
}
"""Other words for what a rate counts, beside those of its own name."""
_QUALIFIED = re.compile(r"按时|按期|及时|一次|首次|准时|当场|限时|提前|优良|优秀|有效|直接")
"""Words that make a rate one of fewer things: 按时办结率 isn't 办结 over 受理."""
_DONE = re.compile(r"已|实际|实[一-鿿]|完成|上岗|到位|落实")
_ALL = re.compile(
    r"[一-鿿]{0,4}[,、]?(?:并|已|均|现)*(?:全部|全数|均已)(?P<done>[一-鿿]{2,6})[,、;]?(?:[一-鿿]{2,8}率)(?:达到?|为|均?为|实现)?$"
)
_TASK = re.compile(r"(?:任务|计划|目标)(?:数|量|指标)?(?:为|是)?$")
_FULFILLED = re.compile(r"完成|达到|实现|超|按")
_LIMITS = ("<", "<=")
_REACH = 12
_WHOLE = 100


def find_ratios(
    statement: Statement,
    claims: Sequence[Claim],
    earlier: Sequence[Claim],
    parts: Set[str],
    split: Sequence[ClaimGroup] = (),
) -> Iterator[ClaimGroup]:
    """SHARE groups (share; part, wholes that it can be of) and RATIO groups (rate; numerator, denominators…).

    ``earlier`` are the claims before the statement, nearest last; ``parts`` the ids of claims that
    are parts of some whole, which can't be a total; ``split`` the groups of the statement.
    """
    if not any(_is_share_or_rate(claim) for claim in claims):
        return
    pool = [*earlier[-_REACH:], *claims]
    by_id = {claim.id: claim for claim in pool}
    wholes = {part: by_id[g.whole] for g in split for part in g.parts if g.whole in by_id}
    named: list[Claim] = []
    respective = tuple(find_respective(statement, claims, split))
    told = {group.whole for group in respective} | {c.id for c in share_run(statement, claims)}
    yield from respective
    for claim in claims:
        if claim.id in told or not _is_share_or_rate(claim):
            continue
        before = [c for c in pool if c.quantity.span.end <= claim.quantity.span.start]
        if claim.role is Role.SHARE:
            group = find_share(statement, claim, before, wholes, named, earlier)
            if group is not None:
                whole = next((c for c in (*earlier, *claims) if c.id == group.parts[1]), None)
                named = (base_named(statement, claim, whole) if whole else []) or named
                yield group
        elif claim.role is Role.RATE and re.search(r"[\d/÷×*]", claim.indicator):
            continue
        elif claim.role is Role.RATE and (left := _with_rest(statement, claim, claims)):
            yield left
        elif claim.role is Role.RATE and _EXECUTION.search(claim.indicator):
            yield from _execution(claim, before, parts)
        elif claim.role is Role.RATE and _COMPLETION.search(claim.indicator):
            own = [c for c in claims if c.quantity.span.end <= claim.quantity.span.start]
            planned = _completion(claim, own, parts) or fulfilled(statement, claim, own)
            near = [c for c in own if c.sentence == claim.sentence]
            yield from _by_name(statement, claim, near) if planned is None else planned
        elif claim.quantity.dimension is Dimension.PERCENT:
            end = claim.quantity.span.start
            own = [c for c in claims if c.quantity.span.end <= end and c.sentence == claim.sentence]
            yield from _of_plan(statement, claim, own, before)
            yield from _of_all(statement, claim, own) or _by_name(statement, claim, own)


def _is_share_or_rate(claim: Claim) -> bool:
    return (
        claim.role is Role.SHARE
        or claim.role is Role.RATE
        or claim.quantity.dimension is Dimension.PERCENT
    )


def _execution(rate: Claim, before: Sequence[Claim], parts: Set[str]) -> Iterator[ClaimGroup]:
    subject = normal_form(_EXECUTION.split(rate.indicator)[0].replace("预算", ""))
    near = [c for c in before if c.section == rate.section]
    if subject:
        near = [c for c in near if subject in c.indicator or subject in c.context]
    else:
        near = [c for c in near if c.id not in parts]
    spent = [
        c
        for c in near
        if c.role in _SPENT or (c.role is Role.UNKNOWN and _SPENDING.match(c.indicator))
    ]
    if not spent:
        return
    numerator = spent[-1]
    if _of_other_money(rate, numerator, before):
        return
    budgets = [
        c
        for c in near
        if c.role in _BUDGETED
        and same_base(c, numerator)
        and c.period.compatible(numerator.period)
        and _one_side(c, numerator)
    ]
    if budgets:
        yield make(GroupKind.RATIO, rate, (numerator, *budgets[-3:]))


def _of_other_money(rate: Claim, spent: Claim, before: Sequence[Claim]) -> bool:
    """Whether an amount of other money stands right before the rate.

    省级资金完成288.26万元，执行率99%: no spending that an earlier sentence tells.
    """
    last = before[-1]
    return (
        last.sentence == rate.sentence != spent.sentence
        and same_base(last, spent)
        and states_level(last.role)
        and not planned(last)
        and bool(_EXECUTED.search(last.context))
    )


def _with_rest(statement: Statement, rate: Claim, claims: Sequence[Claim]) -> ClaimGroup | None:
    """支付1851万元，未支付70万元，支付率96%: what was paid over what was paid and what wasn't."""
    if not _PAID.search(rate.indicator):
        return None
    own = [c for c in claims if c.quantity.span.end <= rate.quantity.span.start][-2:]
    if len(own) < len((rate, rate)) or not same_base(*own):
        return None
    spent, rest = own
    between = statement.between(spent.quantity.span.end, rest.quantity.span.start)
    if not _UNPAID.fullmatch(between) or "未" in spent.indicator or not states_level(spent.role):
        return None
    return replace(make(GroupKind.RATIO, rate, (spent, spent, rest)), summed=True)


def _one_side(a: Claim, b: Claim) -> bool:
    """Income is executed against budgeted income, spending against budgeted spending."""
    return ("收入" in a.context) == ("收入" in b.context) or "收入" not in b.context


def _of_plan(
    statement: Statement, rate: Claim, own: Sequence[Claim], before: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """决算支出599万元，完成调整预算的96%: the amount before, over the plan that is named."""
    clause = clause_of(statement, rate)
    levels = [c for c in own if states_level(c.role)]
    if _PLAN_STATED.search(clause) and len(levels) > 1 and same_base(levels[-1], levels[-2]):
        yield make(GroupKind.RATIO, rate, (levels[-2], levels[-1]))
        return
    match = _PLAN_NAMED.search(clause)
    if match is None or not levels:
        return
    reached = [c for c in levels if not planned(c)]
    done = reached[-1] if reached and planned(levels[0]) else levels[0]
    name = normal_form(match.group(1)).replace("后", "")
    if len(name) > _BARE:
        plans = [c for c in before if name in c.context.replace("后", "")]
    else:
        plans = [c for c in own if planned(c)]
    plans = [c for c in plans if same_base(c, done) and c is not done]
    if not planned(levels[0]):
        plans = [c for c in plans if not _of_a_whole(statement, c, done)]
    if plans:
        yield make(GroupKind.RATIO, rate, (done, *plans[-2:]))


def _of_a_whole(statement: Statement, plan: Claim, done: Claim) -> bool:
    """Whether 其中 parts the plan from what was done: it is the plan of all, and not of this part."""
    return "其中" in statement.between(plan.quantity.span.end, done.quantity.span.start)


def _of_all(statement: Statement, rate: Claim, own: Sequence[Claim]) -> list[ClaimGroup]:
    """发现问题880个并全部解决，办结率100%: all of them, so one number over itself."""
    if rate.role is not Role.RATE or not own or not states_level(own[-1].role):
        return []
    name = _NAMED_RATE.search(rate.indicator)
    if name is None or _NO_PART.search(name.group()) or _QUALIFIED.search(rate.indicator):
        return []
    counted = own[-1]
    between = statement.between(counted.quantity.span.end, rate.quantity.span.start)
    found = _ALL.match(between)
    said = found is not None and any(
        found.group("done")[at : at + 2] in rate.indicator
        for at in range(len(found.group("done")) - 1)
    )
    if (
        found is None
        or not (said or rate.quantity.value == _WHOLE)
        or counted.quantity.dimension is Dimension.PERCENT
    ):
        return []
    return [make(GroupKind.RATIO, rate, (counted, counted))]


def _by_name(statement: Statement, rate: Claim, own: Sequence[Claim]) -> Iterator[ClaimGroup]:
    """发现隐患1128项，整改1121项，整改率99.38%: the rate names what is over what."""
    match = _NAMED_RATE.search(rate.indicator)
    name = (match.group(1) or match.group(2)) if match is not None else ""
    if not name or rate.role is not Role.RATE:
        return
    other_words = next((w for known, w in _OTHER_WORDS.items() if known in name), ())
    if _NO_PART.search(name) and not other_words:
        return
    if "其中" in rate.context or _named_before(rate, name, own):
        return
    levels = [c for c in own if states_level(c.role)]
    due = _due(name, levels)
    if due is not None:
        yield make(GroupKind.RATIO, rate, due)
        return
    told = [name[at : at + 2] for at in range(len(name) - 1)]
    told.extend(pair[::-1] for pair in tuple(told))
    told.extend(other_words)
    named = {index: _named(told, levels[index]) for index in range(len(levels) - 1, 0, -1)}
    for index in sorted(named, key=lambda at: (-named[at], -at)):
        done = levels[index]
        if not named[index]:
            return
        if any(word not in done.context for word in _QUALIFIED.findall(rate.indicator)):
            return
        like = [
            c
            for c in reversed(levels[:index])
            if same_base(c, done) and not _listed_alike(statement, c, done, told)
        ]
        wholes = [c for c in like if _holds(c, done)]
        if not any(quotient_fits(rate, done, whole) for whole in wholes):
            groups = _run_before(levels[:index], done)
            added = total(c.quantity.base for c in groups)
            if len(groups) > 1 and rate_fits(rate, done.quantity.base.divide(added)):
                yield replace(make(GroupKind.RATIO, rate, (done, *groups)), summed=True)
                return
            if len(groups) > 1 and not wholes and rate.quantity.value <= _WHOLE:
                return
        wholes = wholes or [c for c in like[:1] if c is levels[index - 1]]
        if wholes:
            yield make(GroupKind.RATIO, rate, (done, *wholes))
        return


def _listed_alike(statement: Statement, a: Claim, b: Claim, told: Sequence[str]) -> bool:
    """结婚登记210对、离婚登记70对，登记合格率100%: both are what the rate is of, a list of kinds."""
    between = statement.between(a.quantity.span.end, b.quantity.span.start)
    words = [pair for pair in told if pair in b.indicator + b.head]
    return between.startswith("、") and all(pair in a.indicator + a.head for pair in words)


def _run_before(levels: Sequence[Claim], done: Claim) -> list[Claim]:
    """接收军官3人、士兵11人，安置14人: the groups right before what was done for all of them."""
    run: list[Claim] = []
    for claim in reversed(levels):
        if not same_base(claim, done):
            break
        run.insert(0, claim)
    return run


def _due(name: str, levels: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """应安置28人，已上岗27人，安置率…: what was due, and the amount of its unit right behind it."""
    for due, done in pairwise(levels):
        if not same_base(due, done) or not _holds(due, done):
            continue
        named = any(f"应{name[at : at + 2]}" in due.context for at in range(len(name) - 1))
        if named and _DONE.search(done.context):
            return done, due
    return None


def _holds(whole: Claim, part: Claim) -> bool:
    """Whether ``whole`` can be as much as ``part``; 1500余份 holds 1523份."""
    most, least = whole.quantity.base.high, part.quantity.base.low
    return most is None or least is None or most >= least


def _named(told: Sequence[str], claim: Claim) -> int:
    """How many of the syllable pairs of a rate's name the claim's words have; none if negated."""
    said = claim.indicator + claim.head
    if re.search(rf"[不未无待](?:{'|'.join(told)})", said):
        return 0
    return sum(pair in said for pair in told)


def _named_before(rate: Claim, name: str, own: Sequence[Claim]) -> bool:
    """Whether the sentence gave a rate of that name already: this one is of something else."""
    return any(c.role is Role.RATE and c.indicator.endswith(name[-2:] + "率") for c in own)


def _completion(rate: Claim, before: Sequence[Claim], parts: Set[str]) -> list[ClaimGroup] | None:
    """减贫任务126户，实际减贫118户，完成率…; ``None`` where no plan is told.

    No rate is known of a limit (目标值≤30分钟), nor one of parts (其中视频会议412场次), nor a second
    one behind the same result.
    """
    plans = [c for c in before if c.role in (Role.TARGET, Role.PLAN) or _set_as_task(c)]
    if not plans:
        return None
    plan = plans[-1]
    if plan.quantity.comparator in _LIMITS:
        return []
    done = [
        c
        for c in before
        if c.role is Role.ACTUAL and c not in plans and c.id not in parts and same_base(c, plan)
    ]
    if not done:
        return None
    whole = _plan_of(done[-1], plans, parts)
    if whole is None:
        return []
    told = (c for c in before if c.role is Role.RATE and _COMPLETION.search(c.indicator))
    if any(c.quantity.span.start > done[-1].quantity.span.start for c in told):
        return []
    return [make(GroupKind.RATIO, rate, (done[-1], whole))]


def _plan_of(done: Claim, plans: Sequence[Claim], parts: Set[str]) -> Claim | None:
    """The plan that ``done`` names (新建主管40公里、支管80公里，完成主管40公里), else the last one of a whole."""
    like = [c for c in plans if same_base(c, done)]
    named = [c for c in like if c.indicator and c.indicator in done.indicator]
    free = named or [c for c in like if c.id not in parts]
    return free[-1] if free else None


def _set_as_task(claim: Claim) -> bool:
    """Whether an amount is called a task and not one that was fulfilled: 年度减贫任务126户."""
    return bool(_TASK.search(claim.context)) and not _FULFILLED.search(claim.context)
