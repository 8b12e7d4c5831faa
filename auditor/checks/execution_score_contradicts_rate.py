"""SCO05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, forms
from auditor.checks.targets import numeric
from auditor.core.constraint import Constraint, Term, ratio
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain, show
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import CellField

_EXECUTION = re.compile(r"预算执行率|资金执行率|支出执行率")
_CHARITY = Decimal("0.025")
"""What full marks in a form of whole numbers may have been rounded up by without a remark."""
_PLACES = 2
"""Places to which forms round a rate before they score it."""
_WHOLE = 100
_NEARLY = 99
"""From here on full marks are a rounding."""
_FULL_FROM = re.compile(
    r"(?:9\d|100)(?:\.\d+)?%(?:\(含\))?(?:及?以上|\(含\)以上|即|,)[^。;]{0,14}(?:满分|得\d+分|计\d+分|不扣分)"
    r"|(?:达到?|不低于|高于|大于|超过|≥)\s?(?:9\d|100)(?:\.\d+)?%[^。;]{0,14}(?:满分|得\d+分|计\d+分|不扣分)"
)


@check(id="SCO05", family=Family.SCORES, severity=Severity.MEDIUM)
def execution_score_contradicts_rate(ctx: CheckContext) -> Iterator[Tick]:
    """预算执行率得分与执行率不符。

    ## 检查内容
    预算执行率得分（资金栏或指标行）是否等于分值×执行率（不超过分值）。
    ## 为何重要
    财预〔2020〕10号自评表：执行率得分按执行率乘以分值计。
    ## 违反示例
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 100.00 | 70.00 | 10 | 70% | 10 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 符合示例
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 100.00 | 70.00 | 10 | 70% | 7 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 局限
    得分四舍五入到所写位数；文中写明“95%以上得满分”一类地方办法的、执行率99%以上得满分的不判断；得分为整数且低于
    按比例计算的，可能是分档计分，列为低级别；只用整数计分、执行率不足97.5%仍得满分的，也列为低级别；分档计分的地方办法可在设置中关闭本项。
    """
    lenient = bool(_FULL_FROM.search(ctx.document.folded))
    every = list(forms(ctx))
    finest = max((_places(form) for form in every), default=0)
    for form in every:
        fields = _funds(form) if form.fund is not None else _row(form)
        if fields is None:
            continue
        weight, rate, score, name = fields
        if weight.quantity is None or rate.quantity is None or score.quantity is None:
            continue
        full = weight.quantity.value
        share = _shown(rate.quantity).scale(Decimal("0.01") * full)
        low = min(share.low if share.low is not None else full, full)
        high = min(share.high if share.high is not None else full, full)
        expected = Interval(low, high)
        value = score.quantity.value
        places = max(score.quantity.decimals, 0)
        if value == full:
            places = max(places, finest)
        ok: bool | None = Interval.truncated(value, places).overlaps(expected)
        rounded = bool(ok) and value == full and high <= full - _CHARITY * full and not lenient
        ok = False if rounded else ok
        if not ok and (lenient or (value == full and rate.quantity.value >= _NEARLY)):
            ok = None
        yield tick(
            "SCO05",
            ok,
            stated=score.text,
            expected=show(expected, 3),
            working=f"{plain(full)} × {rate.text} = {plain(round(full * rate.quantity.value / 100, 3))} {'=' if ok else '≠'} {score.text}",
            evidence=(
                form.evidence(ctx, score, EvidenceRole.STATED, "得分"),
                form.evidence(ctx, rate, EvidenceRole.COMPUTED_FROM, "执行率"),
                form.evidence(ctx, weight, EvidenceRole.COMPUTED_FROM, "分值"),
            ),
            facts={"indicator": name},
            stated_bounds=score.quantity.base,
            expected_bounds=expected,
            confidence=0.85,
            constraint=_constraint(score.quantity, weight.quantity, rate.quantity),
            severity=Severity.LOW if rounded or (value < low and value == int(value)) else None,
        )


def _constraint(score: Quantity, weight: Quantity, rate: Quantity) -> Constraint:
    """score = weight × rate; full marks from 99 % on."""
    made = ratio(rate, score, weight)
    if score.value < weight.value:
        return made
    slack = weight.value * (_WHOLE - _NEARLY)
    terms = tuple(Term(-t.coefficient, t.factors) for t in made.terms)
    return Constraint(made.operands, terms, Interval(None, slack))


def _shown(rate: Quantity) -> Interval:
    """The rate as a form may have shown it: of 98.745 % the score may be taken from 98.75 %."""
    bounds = rate.lenient
    if rate.decimals <= _PLACES or bounds.low is None or bounds.high is None:
        return bounds
    half = Decimal(5).scaleb(-_PLACES - 1)
    return Interval(bounds.low - half, bounds.high + half)


Fields = tuple[CellField, CellField, CellField, str]


def _funds(form: Form) -> Fields | None:
    fund = form.fund
    if fund is None or fund.weight is None or fund.rate is None or fund.score is None:
        return None
    return fund.weight, fund.rate, fund.score, fund.name.text


def _row(form: Form) -> Fields | None:
    """预算执行率 as a row of the indicators, its target 100 %."""
    for row in form.rows:
        target = numeric(row.target)
        if not _EXECUTION.search(row.level3) or row.actual is None or target is None:
            continue
        if target.value == _WHOLE and row.weight is not None and row.score is not None:
            percent = row.actual.quantity
            if percent is not None and percent.dimension is Dimension.PERCENT:
                return row.weight, row.actual, row.score, row.level3
    return None


def _places(form: Form) -> int:
    """The most decimals of any score: then a full score printed without is exact."""
    cells = [*(row.score for row in form.rows), form.total.score if form.total else None]
    return max((c.quantity.decimals for c in cells if c and c.quantity), default=0)
