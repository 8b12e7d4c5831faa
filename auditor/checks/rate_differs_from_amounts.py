"""RAT02."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.checks.amounts import (
    implausible,
    in_one_unit,
    in_unit,
    percent,
    quotient,
    without_comparator,
)
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.flows import Flows, balances_in_sentences, flows_of
from auditor.checks.rates_of_parts import rates_of_parts
from auditor.checks.short_of_budget import short_of_budget
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import ratio
from auditor.core.finding import Evidence, EvidenceRole, Severity, Tick
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import CellField, ParsedTable

_REACH = 10
_FULL = 100
_DONE = re.compile(
    r"(?:办结|办理|结案|审结|上报|报送|开放|完成|到位|执行|支付|回收|回复|合格|达标|验收|整改|就业|入学|签约)率$"
)
_EXECUTION = re.compile(r"^(?:全年|整体|总体|部门)?(?:预算|支出)*执行率$")
_COST = re.compile(r"成本|控制|不超过|投诉|事故|违规|差错|下降|降低")


@check(id="RAT02", family=Family.RATIOS, severity=Severity.HIGH)
def rate_differs_from_amounts(ctx: CheckContext) -> Iterator[Tick]:
    """执行率、控制率、完成率与金额算出的不符。

    ## 检查内容
    正文和表格所填的执行率、控制率、完成率，与同处所列的执行数与预算数、在职与编制人数、完成值与目标值之商是否一致；只写“比预算减少x”的，由差额推算预算数；合计的预算完成率不应高于每一分项的。
    ## 为何重要
    执行率直接决定预算执行得分。
    ## 违反示例
    2023年全年预算资金800.00万元，全年实际支出600.00万元，预算执行率85.00%。
    ## 符合示例
    2023年全年预算资金800.00万元，全年实际支出600.00万元，预算执行率75.00%。
    ## 局限
    同时有年初预算和全年预算时，与其中任一相符即视为相符；同节另两个金额之商与之
    相符的不判断；写成算式的见RAT03；完成率按100%封顶填写的视为相符；按末位四舍五入或截位放宽。
    """
    balances = ctx.once(balances_in_sentences)
    for group, rate, parts in ctx.groups_of(GroupKind.RATIO):
        numerator, *denominators = parts
        carried = next((b for b in balances if _is_over(b, rate, parts)), None)
        if carried is not None:
            yield _over_sum(ctx, rate, numerator, (carried.opening, carried.income))
        elif group.summed:
            yield _over_sum(ctx, rate, numerator, denominators)
        else:
            yield _narrative(ctx, rate, numerator, denominators)
    yield from _of_income(ctx)
    yield from short_of_budget(ctx)
    yield from rates_of_parts(ctx)
    for table in ctx.tables:
        yield from _funds(ctx, table)
        yield from _indicators(ctx, table)
        yield from _establishment(ctx, table)


def _is_over(flows: Flows, rate: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the rate is of the opening balance and the year's money together.

    上年结转15万元，本年预算240万元，支出231万元，…执行率90.59%: more could be spent than came in.
    """
    if flows.spending is not parts[0] or flows.income not in parts[1:]:
        return False
    pairs = [(parts[0].quantity, without_comparator(d.quantity)) for d in parts[1:]]
    return flows.spending.sentence == rate.sentence and _best(rate.quantity, pairs)[1] is False


def _narrative(
    ctx: CheckContext, rate: Claim, numerator: Claim, denominators: Sequence[Claim]
) -> Tick:
    pairs = [(numerator.quantity, without_comparator(d.quantity)) for d in denominators]
    index, ok = _best(rate.quantity, pairs)
    value = quotient(*pairs[index])
    far = (
        value is not None and value.low is not None and implausible(rate.quantity.value, value.low)
    )
    if (
        ok is False
        and not _beside(ctx, rate, (numerator, denominators[index]))
        and (far or _of_others(ctx, rate, numerator))
    ) or (ok is False and _from_above(ctx, rate, numerator, denominators[index])):
        ok = None
    capped = not ok and _capped(rate, *pairs[index])
    ok = True if capped else ok
    evidence = (
        ctx.evidence(rate, EvidenceRole.STATED),
        ctx.evidence(numerator, EvidenceRole.COMPUTED_FROM),
        ctx.evidence(denominators[index], EvidenceRole.COMPUTED_FROM),
    )
    names = (rate.indicator, numerator.indicator, denominators[index].indicator)
    made = _tick(rate.quantity, *pairs[index], ok, evidence, names, confidence=0.85)
    return replace(made, constraint=None) if capped else made


def _from_above(ctx: CheckContext, rate: Claim, numerator: Claim, denominator: Claim) -> bool:
    """Whether the rate's own paragraph tells a budget, and the spending is that of one above."""
    own, spent, planned = (
        ctx.paragraphs.get(c.sentence.start) for c in (rate, numerator, denominator)
    )
    return own == planned != spent and numerator.quantity.span.end < denominator.quantity.span.start


def _capped(rate: Claim, numerator: Quantity, denominator: Quantity) -> bool:
    """Whether more was done than planned and the rate of completion is written as 100 %."""
    full = rate.quantity.value == _FULL and rate.indicator.endswith("完成率")
    return full and numerator.base_value >= denominator.base_value


def _over_sum(
    ctx: CheckContext, rate: Claim, numerator: Claim, denominators: Sequence[Claim]
) -> Tick:
    """A rate over several groups together: 接收军官3人、士兵11人，安置14人，安置率100%."""
    above, below = numerator.quantity, [c.quantity for c in denominators]
    funds = total(q.base for q in below)
    expected = above.base.divide(funds)
    bounds = expected.scale(Decimal(_FULL)) if expected else None
    ok = bounds is not None and rate.quantity.lenient.overlaps(bounds)
    shown = percent(above.base_value, sum((q.base_value for q in below), Decimal(0)))
    joined = " + ".join(in_unit(q, above.unit) for q in below)
    return tick(
        "RAT02",
        ok,
        stated=rate.quantity.text,
        expected=shown,
        working=f"{in_unit(above, above.unit)} ÷ ({joined}) × 100% = {shown} {'=' if ok else '≠'} {rate.quantity.text}",
        evidence=(
            ctx.evidence(rate, EvidenceRole.STATED),
            *(ctx.evidence(c, EvidenceRole.COMPUTED_FROM) for c in (numerator, *denominators)),
        ),
        facts={
            "indicator": rate.indicator,
            "numerator": numerator.indicator,
            "denominator": "、".join(c.indicator for c in denominators),
        },
        stated_bounds=rate.quantity.base,
        expected_bounds=bounds,
        confidence=0.7,
        constraint=ratio(rate.quantity, above, *below),
    )


def _beside(ctx: CheckContext, rate: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the rate stands right behind its two counts: 收到411件，办结411件，办结率100%."""
    at = ctx.claims.index(rate)
    near = {c.id for c in ctx.claims[max(at - 2, 0) : at] if c.sentence == rate.sentence}
    return near == {part.id for part in parts} and bool(_DONE.search(rate.indicator))


def _of_income(ctx: CheckContext) -> Iterator[Tick]:
    """A rate of execution where no budget is told: spending over opening balance and income."""
    known = {group.whole for group in ctx.groups if group.kind is GroupKind.RATIO}
    told = [(c.role, c.quantity.dimension) for c in ctx.claims]
    told += [(n.role, n.quantity.dimension) for n in ctx.cells.values()]
    if {(Role.BUDGET, Dimension.MONEY), (Role.INITIAL_BUDGET, Dimension.MONEY)} & set(told):
        return
    for flows in flows_of(ctx):
        spent = flows.spending
        expected = spent.quantity.base.divide(flows.available)
        for rate in ctx.claims:
            here = rate.role is Role.RATE and _EXECUTION.match(rate.indicator)
            if expected is None or not here or rate.id in known:
                continue
            bounds = expected.scale(Decimal(100))
            ok = rate.quantity.lenient.overlaps(bounds)
            funds = flows.income.quantity.base_value + (
                0 if flows.inside else flows.opening.quantity.base_value
            )
            shown = percent(spent.quantity.base_value, funds)
            unit = spent.quantity.unit
            joined = "" if flows.inside else f"({in_unit(flows.opening.quantity, unit)} + "
            end = "" if flows.inside else ")"
            yield tick(
                "RAT02",
                ok,
                stated=rate.quantity.text,
                expected=shown,
                working=f"{in_unit(spent.quantity, unit)} ÷ {joined}{in_unit(flows.income.quantity, unit)}{end} × 100% = {shown} {'=' if ok else '≠'} {rate.quantity.text}",
                evidence=(
                    ctx.evidence(rate, EvidenceRole.STATED),
                    *(ctx.evidence(c, EvidenceRole.COMPUTED_FROM) for c in flows.members[:3]),
                ),
                facts={
                    "indicator": rate.indicator,
                    "numerator": spent.indicator,
                    "denominator": "年初结转与本年收入之和",
                },
                stated_bounds=rate.quantity.base,
                expected_bounds=bounds,
                confidence=0.7,
                severity=Severity.MEDIUM if rate.sentence == spent.sentence else Severity.LOW,
            )


def _of_others(ctx: CheckContext, rate: Claim, numerator: Claim) -> bool:
    """Whether two other amounts of the section give the rate: another budget, other funds."""
    near = [
        c.quantity
        for c in ctx.claims
        if c.section == rate.section
        and (c.quantity.dimension is Dimension.MONEY or c.sentence == rate.sentence)
        and c.cell is None
        and _base(c.quantity) == _base(numerator.quantity)
        and c.quantity.span.end <= rate.quantity.span.start
    ][-_REACH:]
    return any(
        above is not below
        and above.base_value != below.base_value
        and (found := quotient(above, below)) is not None
        and rate.quantity.lenient.overlaps(found)
        for above in near
        for below in near
    )


def _base(quantity: Quantity) -> str:
    return quantity.unit.base if quantity.unit is not None else ""


def _best(rate: Quantity, pairs: Sequence[tuple[Quantity, Quantity]]) -> tuple[int, bool | None]:
    """The pair that gives the rate, else the last pair and whether it is decidable."""
    decidable = False
    for index, (numerator, denominator) in enumerate(pairs):
        expected = quotient(numerator, denominator)
        if expected is None:
            continue
        decidable = True
        if rate.lenient.overlaps(expected):
            return index, True
    return len(pairs) - 1, False if decidable else None


def _tick(
    rate: Quantity,
    numerator: Quantity,
    denominator: Quantity,
    ok: bool | None,
    evidence: Sequence[Evidence],
    names: tuple[str, str, str],
    confidence: float = 0.95,
    *,
    promised: bool = True,
) -> Tick:
    expected = quotient(numerator, denominator)
    shown = percent(numerator.base_value, denominator.base_value)
    unit = denominator.unit
    sign = "=" if ok else "≠"
    return tick(
        "RAT02",
        ok,
        stated=rate.text,
        expected=shown,
        working=f"{in_unit(numerator, unit)} ÷ {in_unit(denominator, unit)} × 100% = {shown} {sign} {rate.text}",
        evidence=evidence,
        facts={"indicator": names[0], "numerator": names[1], "denominator": names[2]},
        stated_bounds=rate.base,
        expected_bounds=expected,
        confidence=confidence,
        constraint=replace(ratio(rate, numerator, denominator), promised=promised),
    )


def _funds(ctx: CheckContext, table: ParsedTable) -> Iterator[Tick]:
    for fund in table.funds:
        rate, executed = fund.rate, fund.executed
        if rate is None or executed is None or rate.quantity is None or executed.quantity is None:
            continue
        budgets = [f for f in (fund.budget, fund.initial) if f is not None and f.quantity]
        spent = ctx.with_unit(executed.quantity)
        pairs = [(spent, ctx.with_unit(f.quantity)) for f in budgets if f.quantity is not None]
        if not pairs:
            continue
        index, ok = _best(rate.quantity, pairs)
        if ok is False:
            index = 0
        yield _tick(
            rate.quantity,
            *pairs[index],
            ok,
            _places(ctx, table, rate, executed, budgets[index]),
            (f"{fund.name.text}执行率", "全年执行数", "预算数"),
            promised=not ok or sum(_best(rate.quantity, [pair])[1] is True for pair in pairs) == 1,
        )


def _places(
    ctx: CheckContext, table: ParsedTable, rate: CellField, *inputs: CellField
) -> list[Evidence]:
    found = [ctx.evidence(rate, EvidenceRole.STATED, table_id=table.table.id)]
    found += [ctx.evidence(f, EvidenceRole.COMPUTED_FROM, table_id=table.table.id) for f in inputs]
    return found


def _indicators(ctx: CheckContext, table: ParsedTable) -> Iterator[Tick]:
    for row in table.indicators:
        rate, actual, target = row.rate, row.actual, row.target
        if rate is None or actual is None or target is None:
            continue
        if rate.quantity is None or actual.quantity is None or target.quantity is None:
            continue
        if rate.quantity.dimension is not Dimension.PERCENT:
            continue
        if target.quantity.comparator in ("<", "<="):
            continue
        pair = in_one_unit(actual.quantity, target.quantity)
        if pair is None or actual.quantity.comparator:
            continue
        plain = without_comparator(pair[1])
        _, ok = _best(rate.quantity, [(pair[0], plain)])
        if _COST.search(row.level3) and not ok:
            continue
        capped = rate.quantity.value == _FULL and pair[0].base_value >= plain.base_value
        yield _tick(
            rate.quantity,
            pair[0],
            plain,
            True if capped else ok,
            _places(ctx, table, rate, actual, target),
            (f"{row.level3}完成率", "完成值", "目标值"),
        )


def _establishment(ctx: CheckContext, table: ParsedTable) -> Iterator[Tick]:
    cells = {(n.row, n.role): n for n in table.numbers}
    for row in sorted({n.row for n in table.numbers}):
        staff = cells.get((row, Role.HEADCOUNT))
        posts = cells.get((row, Role.ESTABLISHMENT))
        rate = cells.get((row, Role.RATE))
        if staff is None or posts is None or rate is None:
            continue
        _, ok = _best(rate.quantity, [(staff.quantity, posts.quantity)])
        yield _tick(
            rate.quantity,
            staff.quantity,
            posts.quantity,
            ok,
            [
                ctx.evidence(rate, EvidenceRole.STATED),
                ctx.evidence(staff, EvidenceRole.COMPUTED_FROM),
                ctx.evidence(posts, EvidenceRole.COMPUTED_FROM),
            ],
            ("控制率", "实际在职人数", "编制数"),
        )
