"""YEA05."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.checks.amounts import agree, difference
from auditor.checks.base import CheckContext, Family, Scope, check, tick
from auditor.checks.last_year import Figure, figures_of, words_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.report import Analysis


@check(id="YEA05", family=Family.YEARS, severity=Severity.MEDIUM, scope=Scope.PREVIOUS)
def last_years_figure_differs(ctx: CheckContext) -> Iterator[Tick]:
    """上年数与上年报告不符。

    ## 检查内容
    本年报告中的上年数（“2022年决算数”栏、“较上年的……”）与该单位上年报告（`--previous`）中同名科目的决算数是否一致。
    ## 为何重要
    上年数是增减变动的基础；与上年已报送、公开的数不同，须说明口径调整，否则有一处填错。
    ## 违反示例
    〔上年报告〕
    2022年基本支出488.20万元，其中人员经费401.10万元，公用经费87.10万元。
    〔本年报告〕
    2023年基本支出512.60万元，较上年的482.80万元增加29.80万元。
    ## 符合示例
    〔上年报告〕
    2022年基本支出488.20万元，其中人员经费401.10万元，公用经费87.10万元。
    〔本年报告〕
    2023年基本支出512.60万元，较上年的488.20万元增加24.40万元。
    ## 局限
    只比较预决算通用科目；上年报告中同一科目有几个数时，与任一个相符即视为相符，都不符且上年报告自身不一的不判断；概数、四舍五入按区间比较。
    """
    year = ctx.document.identity.fiscal_year
    if ctx.previous is None or year is None:
        return
    known: dict[str, list[Figure]] = {}
    for figure in figures_of(ctx.previous, year - 1, prior=False):
        known.setdefault(figure.name, []).append(figure)
    told: dict[tuple[str, object], list[Figure]] = {}
    for figure in _told(ctx, year - 1):
        told.setdefault((figure.name, figure.quantity.base_value), []).append(figure)
    for (name, _), figures in told.items():
        if name in known:
            yield _tick(ctx, ctx.previous, figures, known[name])


def _told(ctx: CheckContext, year: int) -> Iterator[Figure]:
    own = Analysis(ctx.document, tables=ctx.tables, claims=ctx.claims)
    yield from figures_of(own, year, prior=True)


def _tick(
    ctx: CheckContext, last: Analysis, told: Sequence[Figure], known: Sequence[Figure]
) -> Tick:
    first = told[0]
    fitting = [f for f in known if agree(first.quantity, f.quantity).ok is not False]
    shown = (fitting or known)[0]
    ok: bool | None = bool(fitting)
    if not fitting and any(agree(f.quantity, shown.quantity).ok is not True for f in known):
        ok = None
    a, b = first.quantity, shown.quantity
    last_digit = agree(a, b).last_digit
    place = words_of(last, shown)
    return tick(
        "YEA05",
        ok,
        stated=a.text,
        expected=b.text,
        working=f"{a.text} {show(a.base)} {'=' if ok else '≠'} {b.text} {show(b.base)}",
        evidence=[ctx.evidence(f.place, EvidenceRole.STATED) for f in told],
        facts={"indicator": first.name, "last": place.text, "last_file": place.file},
        stated_bounds=a.base,
        expected_bounds=b.base,
        difference=difference(a, b.base_value),
        severity=Severity.LOW if last_digit else None,
        confidence=0.75,
        elsewhere=[words_of(last, f) for f in (fitting or known)[:3]],
    )
