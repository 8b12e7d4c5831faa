"""YEA02."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.document import Sentence
from auditor.core.finding import EvidenceRole, Severity, Tick

_SCORED = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?年度?\s?(?:部门|单位|本级|我[局委镇乡院馆校])?(?:整体)?(?:支出)?(?:预算)?绩效"
    r"(?:自评|评价|自我评价)?(?:综合|总|最终|自评)?(?:得分|评分|总分)"
)
_MET = re.compile(
    r"^\s*(?P<year>(?:19|20)\d{2})\s?年度?,?(?:我|本|全)[局委镇乡院馆校县市区中站所会办][^。;]{0,40}"
    r"(?:较好|全面|圆满|基本|顺利)地?完成了?(?:各项)?(?:年度|全年|年初)(?:各项|总体)?(?:绩效|目标)"
)
_RESULTS = re.compile(r"完成情况|绩效|成效|履职")
_BACKWARD = re.compile(
    r"上一?年|去年|往年|历年|以前年度|以往|(?:结果|成果)的?(?:应用|运用)|(?:应用|运用|整改)情况"
)
_COMPARED = re.compile(r"上年|去年|上一年|较(?!好)|比|提高|下降|历年|以往")


@check(id="YEA02", family=Family.YEARS, severity=Severity.HIGH)
def conclusion_of_another_year(ctx: CheckContext) -> Iterator[Tick]:
    """自评结论写的是其他年度。

    ## 检查内容
    “20××年度部门整体支出绩效自评得分……”中的年度是否为报告年度；写完成情况的一节开头“20××年，我局……较好完成了年度绩效目标任务”是否停在上一年。
    ## 为何重要
    结论的年度与报告不符，多半是沿用往年的报告。
    ## 违反示例
    综上，2021年度部门整体支出绩效自评得分96分。
    ## 符合示例
    综上，2023年度部门整体支出绩效自评得分96分。
    ## 局限
    只看自评得分前紧接的年度和一节的第一句；与往年得分作比较的句子、“上年度自评结果应用情况”一类章节不提出；认不出报告年度的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        match = _SCORED.search(text) or _met_last_year(ctx, sentence, year)
        if match is None or _COMPARED.search(text):
            continue
        right = int(match.group("year")) == year
        if not right and _looks_back(ctx, sentence):
            continue
        start = sentence.span.start + match.start("year")
        yield tick(
            "YEA02",
            right,
            stated=match.group("year"),
            expected=str(year),
            working=f"{match.group('year')} ↔ {year}",
            evidence=[ctx.evidence(CharSpan(start, start + 4), EvidenceRole.STATED, "结论年度")],
            facts={"year": match.group("year"), "expected": str(year)},
            severity=None if match.re is _SCORED else Severity.MEDIUM,
            confidence=0.85,
        )


def _looks_back(ctx: CheckContext, sentence: Sentence) -> bool:
    """Whether the sentence stands under a heading about last year's result and its use."""
    path = ctx.document.section_path(sentence.section)
    return any(_BACKWARD.search(section.title) for section in path)


def _met_last_year(ctx: CheckContext, sentence: Sentence, year: int) -> re.Match[str] | None:
    """2022年，我局…较好完成了年度绩效目标任务, first under a heading of the results of 2023."""
    match = _MET.match(sentence.span.cut(ctx.document.folded))
    if match is None or int(match["year"]) != year - 1 or sentence.section is None:
        return None
    section = ctx.document.sections[sentence.section]
    between = ctx.document.folded[section.heading.end : sentence.span.start]
    told = _RESULTS.search(section.title) and not _COMPARED.search(section.title)
    return match if told and not between.strip() and match["year"] not in section.title else None
