"""YEA12."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月")
_EVALUATED = re.compile(r"自评|绩效评价|评价工作|评价小组|自我评价")
_STEP = re.compile(r"成立|组织|开展|启动|进行|布置|召开|实施|撰写|形成|完成")
_OTHER = re.compile(
    r"监控|事前|目标申报|目标编制|中期|上半年|下达|印发|办法|通知|职责|批复|上一?年度"
)
_GROUNDS = re.compile(r"根据|依据|按照")
_EARLY = 10
_LEAD = 12
"""The date opens the sentence; one further in is about something else."""


@check(id="YEA12", family=Family.YEARS, severity=Severity.MEDIUM, contradiction=False)
def evaluated_before_year_end(ctx: CheckContext) -> Iterator[Tick]:
    """自评时间早于报告年度结束。

    ## 检查内容
    “20××年3月，成立自评小组开展自评”中的时间是否在报告年度结束之后。
    ## 为何重要
    年度没有结束就作全年自评，多半是沿用往年的文字或年份写错，自评过程不可信。
    ## 违反示例
    2023年3月6日至3月20日，我局成立自评小组，对2023年度部门整体支出开展绩效自评。
    ## 符合示例
    2024年3月6日至3月20日，我局成立自评小组，对2023年度部门整体支出开展绩效自评。
    ## 局限
    只提报告年度1月至9月的；句中说绩效监控、事前评估、目标申报、文件印发，或说上一年度自评的不提出；认不出报告年度的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        match = _DATE.search(text)
        behind = text[match.end() :] if match is not None else ""
        if match is None or not _EVALUATED.search(behind) or not _STEP.search(behind):
            continue
        told, month = int(match.group("year")), int(match.group("month"))
        ok: bool | None = told > year
        if not ok and (
            told != year
            or month >= _EARLY
            or _OTHER.search(text)
            or _GROUNDS.search(text, 0, match.start())
            or f"{year - 1}年" in behind
            or match.start() > _LEAD
        ):
            ok = None
        span = CharSpan(sentence.span.start + match.start(), sentence.span.start + match.end())
        yield tick(
            "YEA12",
            ok,
            stated=match.group(),
            expected=str(year + 1),
            working=f"{match.group()} ↔ > {year}-12",
            evidence=[ctx.evidence(span, EvidenceRole.STATED, "自评时间")],
            facts={"date": match.group(), "expected": str(year)},
            confidence=0.8,
        )
