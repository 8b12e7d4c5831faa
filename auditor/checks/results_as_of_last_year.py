"""YEA11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_AS_OF = re.compile(
    r"(?:截至|截止到?|至)\s?(?P<year>(?:19|20)\d{2})\s?年\s?(?:12\s?月(?:\s?31\s?日|底|末)?|底|末|年底|年末)"
    r"|[于在]\s?(?P<by>(?:19|20)\d{2})\s?年\s?\d{1,2}\s?月[^,。;]{0,4}前(?=[^,。;]{0,8}(?:全部|均已|已|全额|足额))"
)
_STAFF = re.compile(
    r"(?<![\d至截止到])(?P<year>20\d{2})\s?年(?:度)?(?:12\s?月\s?31\s?日|底|末|年底|年末)[,，]?[^,。;、\d]{0,12}?"
    r"(?:实有|在职|在编|在岗)(?=[^,。;、\d]{0,8}\d)"
)
"""2022年末实有在职人员60人: the staff at the end of a year."""
_COMPARED = re.compile(
    r"增加|减少|新增|净增|净减|调入|调出|同比|相比|[比较与]\s?(?:19|20)\d{2}|上年|年初"
)
_OF_RESULTS = re.compile(r"决算|绩效|自评")
_OPENING = 300
"""Characters in which a report says what it is."""
_DONE = re.compile(
    r"完成|完工|竣工|实现|建成|发放|支出|支付|拨付|达到|通过|办理|办结|使用|到位|在职|实有"
)
_EARLIER = re.compile(
    r"上年|年初|期初|结转|以前年度|历年|立项|批复|合同|招标|开工|启动|前期|建设期|规划|十三五|十四五|一期|成立|收回|欠|审计|资产|存量|名单|登记"
)


@check(id="YEA11", family=Family.YEARS, severity=Severity.MEDIUM, contradiction=False)
def results_as_of_last_year(ctx: CheckContext) -> Iterator[Tick]:
    """以上年末为截止日写本年的完成情况。

    ## 检查内容
    “截至20××年12月31日，……完成……”“于20××年12月20日前全部发放”“20××年末实有在职人员……”中的年度是否为报告年度。
    ## 为何重要
    截止日停在上一年，多半是沿用了往年的文字，所写结果不能作为本年完成情况。
    ## 违反示例
    （二）产出完成情况

    截至2022年12月31日，8处灌溉站全部完成改造并投入使用。
    ## 符合示例
    （二）产出完成情况

    截至2023年12月31日，8处灌溉站全部完成改造并投入使用。
    ## 局限
    只看年末的截止日，只提恰为上一年的；同句另有报告年度，或说上年、结转、立项、合同、资产等以往情况的不提出；认不出报告年度的不判断。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        match = _AS_OF.search(text)
        if match is not None:
            told = int(match["year"] or match["by"])
            ok = _judged(text, match, told, year)
        elif (match := _STAFF.search(text)) is not None:
            told = int(match["year"])
            ok = _staff(ctx, text, told, year)
        else:
            continue
        start = sentence.span.start + match.start()
        yield tick(
            "YEA11",
            ok,
            stated=match.group(),
            expected=str(year),
            working=f"{told} ↔ {year}",
            evidence=[
                ctx.evidence(
                    CharSpan(start, sentence.span.start + match.end()),
                    EvidenceRole.STATED,
                    "截止日",
                )
            ],
            facts={"date": match.group(), "expected": str(year)},
            confidence=0.8,
        )


def _judged(text: str, match: re.Match[str], told: int, year: int) -> bool | None:
    """Whether the results are told as of the report's year; ``None`` where last year can be meant."""
    if told == year:
        return True
    if told != year - 1 or not _DONE.search(text, match.end()):
        return None
    return None if _EARLIER.search(text) or str(year) in text else False


def _staff(ctx: CheckContext, text: str, told: int, year: int) -> bool | None:
    """The same of the staff at a year's end: a budget begins with last year's, a comparison names both."""
    if told == year:
        return True
    budget = "预算" in text or not _OF_RESULTS.search(ctx.document.folded, 0, _OPENING)
    both = re.search(rf"{year}\s?年(?:度)?(?:12\s?月|底|末|年末|年底)", text)
    if told != year - 1 or budget or both or _COMPARED.search(text):
        return None
    return False
