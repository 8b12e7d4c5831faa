"""YEA10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_FORM = r"(?:自评表|自评报告|评价报告|评分表|打分表|基础数据表|指标(?:完成情况)?表)"
_TITLE = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})\s?年度?[^,。;:]{{0,30}}{_FORM}|{_FORM}\s?\((?P<behind>(?:19|20)\d{{2}})\s?年度?\)"
)
_COMPARED = re.compile(r"上年|较|对比|比较|及以后|[-—~至]\s?(?:19|20)\d{2}")


@check(id="YEA10", family=Family.YEARS, severity=Severity.MEDIUM, contradiction=False)
def form_of_another_year(ctx: CheckContext) -> Iterator[Tick]:
    """自评表标题写的是其他年度。

    ## 检查内容
    “20××年度……自评表”“基础数据表”等表和附件的标题年度是否为报告年度。
    ## 为何重要
    标题写成往年，可能是沿用或误附了往年的表。
    ## 违反示例
    附件1：2022年度部门整体支出绩效自评表

    填报单位：测试县农业农村局
    ## 符合示例
    附件1：2023年度部门整体支出绩效自评表

    填报单位：测试县农业农村局
    ## 局限
    只看独立成行的标题和表名，表头各栏的年度不看；晚于报告年度的、一次附有几个年度的不提出；认不出报告年度的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    titles = dict(_titles(ctx))
    found = {start: int(match["year"] or match["behind"]) for start, match in titles.items()}
    others = {told for told in found.values() if told != year}
    for start, told in found.items():
        match = titles[start]
        wrong = told < year and len(others) == 1 and year in found.values()
        if told != year and not wrong:
            continue
        span = CharSpan(start + match.start(), start + match.end())
        yield tick(
            "YEA10",
            told == year,
            stated=span.cut(ctx.document.folded),
            expected=str(year),
            working=f"{told} ↔ {year}",
            evidence=[ctx.evidence(span, EvidenceRole.STATED, "标题年度")],
            facts={
                "title": span.cut(ctx.document.folded),
                "year": str(told),
                "expected": str(year),
            },
            confidence=0.85,
        )


def _titles(ctx: CheckContext) -> Iterator[tuple[int, re.Match[str]]]:
    """Headings, captions and first cells that name a form and its year, by where they begin."""
    places = [section.heading for section in ctx.document.sections]
    places += [t.caption_span for t in ctx.document.tables if t.caption_span is not None]
    places += [t.table.caption_span for t in ctx.tables if t.table.caption_span is not None]
    places += [
        cell.span for t in ctx.tables for cell in t.table.cells if cell.row == 0 and cell.col == 0
    ]
    front = ctx.document.folded[:200].find("\n")
    places.append(CharSpan(0, max(front, 0)))
    for span in places:
        text = span.cut(ctx.document.folded)
        match = _TITLE.search(text)
        if match is not None and len(text) <= 60 and not _COMPARED.search(text):
            yield span.start, match
