"""YEA06."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import agree, difference
from auditor.checks.base import CheckContext, Family, Scope, check, tick
from auditor.checks.last_year import place_in
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.report import Analysis

_KIND = r"(?:财政拨款)?(?:累计)?(?:结转(?:和|及)?结余|结转|结余)(?:资金)?(?:合计|总额|为|共)*$"
_OPENING = re.compile(rf"^(?:单位|部门|我[局院校])?(?:上年|年初|期初){_KIND}")
_CLOSING = re.compile(rf"^(?:单位|部门|我[局院校])?(?:年末|期末|年终){_KIND}")
_KINDS = re.compile(r"财政拨款|结转|结余")
_NO_LEVEL = frozenset(
    {Role.TARGET, Role.PLAN, Role.BUDGET, Role.INITIAL_BUDGET, Role.CHANGE, Role.PRIOR}
)


@check(id="YEA06", family=Family.YEARS, severity=Severity.MEDIUM, scope=Scope.PREVIOUS)
def opening_differs_from_last_closing(ctx: CheckContext) -> Iterator[Tick]:
    """年初结转结余与上年报告的年末数不符。

    ## 检查内容
    本年报告写明的年初（上年）结转结余与该单位上年报告（`--previous`）写明的年末结转结余是否相等。
    ## 为何重要
    年末数就是下一年的年初数，不等说明其中一年的报告有误，或年中调整了账务而未说明。
    ## 违反示例
    〔上年报告〕
    2022年收入490.00万元，支出488.20万元，年末结转结余12.60万元。
    〔本年报告〕
    年初结转结余16.20万元，全年收入512.00万元。
    ## 符合示例
    〔上年报告〕
    2022年收入490.00万元，支出488.20万元，年末结转结余12.60万元。
    〔本年报告〕
    年初结转结余12.60万元，全年收入512.00万元。
    ## 局限
    只看正文；两边的名称须同为结转、结余或结转结余，同为全部资金或财政拨款；一边有几个不同数的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if ctx.previous is None or year is None:
        return
    opening = _only(ctx.claims, _OPENING, year)
    closing = _only(ctx.previous.claims, _CLOSING, year - 1)
    for kind, claim in opening.items():
        if kind in closing:
            yield _tick(ctx, ctx.previous, claim, closing[kind])


def _only(
    claims: Sequence[Claim], pattern: re.Pattern[str], year: int
) -> dict[tuple[str, ...], Claim]:
    """The one figure of each kind of balance; kinds with two values are left out."""
    found: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        fits = claim.quantity.dimension is Dimension.MONEY and claim.role not in _NO_LEVEL
        if not fits or claim.cell is not None or claim.scope or not pattern.search(_named(claim)):
            continue
        if claim.period.year in (None, year, year - 1 if pattern is _OPENING else year):
            kind = tuple(dict.fromkeys(_KINDS.findall(_named(claim))))
            found.setdefault(kind, []).append(claim)
    return {
        kind: same[0]
        for kind, same in found.items()
        if len({c.quantity.base_value for c in same}) == 1
    }


def _named(claim: Claim) -> str:
    """What the clause itself names, without its year and 其中."""
    return re.sub(r"\s|^(?:其中|\d{4}年度?|[,:])+", "", claim.context)


def _tick(ctx: CheckContext, last: Analysis, opening: Claim, closing: Claim) -> Tick:
    a, b = opening.quantity, closing.quantity
    agreement = agree(a, b)
    start = min(closing.indicator_span.start, b.span.start)
    place = place_in(last, CharSpan(start, b.span.end), closing.indicator)
    ok = agreement.ok
    return tick(
        "YEA06",
        ok,
        stated=a.text,
        expected=b.text,
        working=f"{a.text} {show(a.base)} {'=' if ok else '≠'} {b.text} {show(b.base)}",
        evidence=[ctx.evidence(opening, EvidenceRole.STATED)],
        facts={"indicator": opening.indicator, "last": place.text, "last_file": place.file},
        stated_bounds=a.base,
        expected_bounds=b.base,
        difference=difference(a, b.base_value),
        severity=Severity.LOW if agreement.last_digit else None,
        confidence=0.8,
        elsewhere=[place],
    )
