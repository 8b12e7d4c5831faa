"""YEA13."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_AHEAD = re.compile(r"下一步|今后|打算|下阶段|改进措施|整改措施|工作计划")
_PLANNED = re.compile(
    r"(?:^|[,。;:、])(?:我[局委镇乡院馆校]|本[局部]|预计|力争)?(?P<year>(?:19|20)\d{2})\s?年度?"
    r"(?:内|底前|上半年|下半年)?(?:,)?(?:计划|将|拟|力争|争取|继续|预计|重点|确保)"
)


@check(id="YEA13", family=Family.YEARS, severity=Severity.LOW, contradiction=False)
def plan_of_a_past_year(ctx: CheckContext) -> Iterator[Tick]:
    """下一步打算写的是已过去的年度。

    ## 检查内容
    “下一步打算”“改进措施”中“20××年计划……”的年度是否晚于报告年度。
    ## 为何重要
    对已结束的年度作计划，多半是沿用了上年的文字，整改无从落实。
    ## 违反示例
    三、下一步打算

    2023年计划新建冷库2座，年底前投入使用。
    ## 符合示例
    三、下一步打算

    2024年计划新建冷库2座，年底前投入使用。
    ## 局限
    只看标题为下一步、打算、改进措施等的部分，年度须在句首或标点之后并紧接“计划、将、拟、力争”等词；认不出报告年度的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for sentence in ctx.document.sentences:
        path = ctx.document.section_path(sentence.section)
        if not any(_AHEAD.search(section.title) for section in path):
            continue
        text = sentence.span.cut(ctx.document.folded)
        for match in _PLANNED.finditer(text):
            told = int(match.group("year"))
            start = sentence.span.start + match.start("year")
            span = CharSpan(start, sentence.span.start + match.end())
            yield tick(
                "YEA13",
                told > year,
                stated=span.cut(ctx.document.folded),
                expected=str(year + 1),
                working=f"{told} ↔ > {year}",
                evidence=[ctx.evidence(span, EvidenceRole.STATED, "计划年度")],
                facts={"text": span.cut(ctx.document.folded), "expected": str(year)},
                confidence=0.8,
            )
