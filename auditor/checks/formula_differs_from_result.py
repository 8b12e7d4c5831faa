"""RAT03."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.formulas import Formula, find_formulas
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain

_CHANGE = re.compile(
    r"\((?P<now>\d+(?:\.\d+)?)[-—–](?P<before>\d+(?:\.\d+)?)\)[÷/](?P<base>\d+(?:\.\d+)?)(?:×100%)?$"
)
_NAMED = re.compile(r"(?:变动率|变化率|增长率|增幅)")
_BEFORE = 60


@check(id="RAT03", family=Family.RATIOS, severity=Severity.HIGH)
def formula_differs_from_result(ctx: CheckContext) -> Iterator[Tick]:
    """算式与所写结果不符。

    ## 检查内容
    正文写出的算式（如“26/28×100%＝92.86%”“（58.6－63.4）÷63.4＝－7.57%”）按数字计算，是否等于等号后的结果；变动率、增长率为负而以本年数作分母的。
    ## 为何重要
    算式和结果写在一处，任何人都能复算；不符说明得分所依据的比率有误。
    ## 违反示例
    预算执行率=360.00/400.00×100%=91.00%。
    ## 符合示例
    预算执行率=360.00/400.00×100%=90.00%。
    ## 局限
    漏写括号的算式（9+4-2/9+4=84.6%）按加括号的读法成立即视为相符；只差正负号的不提出；各数末位按四舍五入或截位放宽；
    算式里单位不一、夹有文字的不计算。
    """
    for formula in find_formulas(ctx.document):
        fitting = [value for value in formula.values if _fits(formula, value)]
        value = (fitting or list(formula.values))[0]
        shown = _shown(value, percent=formula.percent)
        yield tick(
            "RAT03",
            bool(fitting),
            stated=formula.result_text,
            expected=shown,
            working=f"{formula.text} = {shown} {'=' if fitting else '≠'} {formula.result_text}",
            evidence=(
                ctx.evidence(formula.result_span, EvidenceRole.STATED),
                ctx.evidence(formula.span, EvidenceRole.COMPUTED_FROM),
            ),
            facts={"formula": formula.text},
            stated_bounds=formula.result,
            expected_bounds=value,
            confidence=0.95,
        )
        if fitting:
            yield from _own_base(ctx, formula)


def _own_base(ctx: CheckContext, formula: Formula) -> Iterator[Tick]:
    """变动率=(9.36-10.40)/9.36×100%: a change is of last year's figure, not of this year's."""
    match = _CHANGE.match("".join(formula.text.split()))
    lead = ctx.document.folded[max(formula.span.start - _BEFORE, 0) : formula.span.start]
    if match is None or not _NAMED.search(lead.split("\n")[-1]):
        return
    now, before = Decimal(match["now"]), Decimal(match["before"])
    if match["now"] != match["base"] or not now < before:
        return
    right = (now - before) / before * 100
    shown = f"{plain(round(right, 2))}%"
    yield tick(
        "RAT03",
        False,
        stated=formula.result_text,
        expected=shown,
        working=f"({match['now']}-{match['before']})/{match['before']}×100% = {shown} ≠ {formula.result_text}",
        evidence=(
            ctx.evidence(formula.result_span, EvidenceRole.STATED),
            ctx.evidence(formula.span, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"formula": formula.text},
        confidence=0.9,
    )


def _fits(formula: Formula, value: Interval) -> bool:
    return formula.result.overlaps(value) or (-formula.result).overlaps(value)


def _shown(value: Interval, *, percent: bool) -> str:
    if value.low is None or value.high is None:
        return "?"
    middle = (value.low + value.high) / 2
    return plain(round(middle, 2)) + ("%" if percent else "") if middle else str(Decimal(0))
