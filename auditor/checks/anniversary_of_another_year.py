"""YEA04."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import Evidence, EvidenceRole, Severity, Tick
from auditor.quantities import parse_cell

_FOUNDED = (
    (re.compile(r"建党|中国共产党成立|党成立"), 1921),
    (re.compile(r"建国|新中国成立|中华人民共和国成立|共和国成立"), 1949),
    (re.compile(r"建军|中国人民解放军(?:建军|成立)"), 1927),
    (re.compile(r"共青团成立|建团|中国共产主义青年团成立"), 1922),
    (re.compile(r"改革开放"), 1978),
    (re.compile(r"抗日战争胜利|抗战胜利"), 1945),
    (re.compile(r"长征胜利"), 1936),
)
_NAMED = re.compile(
    r"(?P<what>建党|中国共产党成立|建国|新中国成立|中华人民共和国成立|共和国成立|建军|共青团成立|建团|改革开放|抗日战争胜利|抗战胜利|长征胜利)"
    r"\s?(?P<count>\d{2,3}|[一二三四五六七八九十百零]{2,6})\s?周年"
)


@check(id="YEA04", family=Family.YEARS, severity=Severity.LOW, contradiction=False)
def anniversary_of_another_year(ctx: CheckContext) -> Iterator[Tick]:
    """周年与报告年度对不上。

    ## 检查内容
    “建党101周年”“新中国成立75周年”等周年数与报告年度是否相合。
    ## 为何重要
    周年对不上，多半是沿用了往年报告的文字。
    ## 违反示例
    组织开展庆祝建党101周年系列活动6场。
    ## 符合示例
    组织开展庆祝建党102周年系列活动6场。
    ## 局限
    只认建党、新中国成立、建军、建团、改革开放、抗战胜利和长征胜利；为下一年度的周年（提前筹备）和句中另写有年份的不提出。
    """
    year = ctx.document.identity.fiscal_year
    if year is None:
        return
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        for match in _NAMED.finditer(text):
            founded = next(base for what, base in _FOUNDED if what.search(match.group("what")))
            count = _count(match.group("count"))
            if count is None:
                continue
            held = founded + count
            ok: bool | None = held == year
            if not ok and (held == year + 1 or re.search(r"(?:19|20)\d{2}年", text)):
                ok = None
            start = sentence.span.start + match.start()
            yield tick(
                "YEA04",
                ok,
                stated=match.group(),
                expected=f"{year - founded}周年",
                working=f"{founded} + {count} = {held} {'=' if ok else '≠'} {year}",
                evidence=[
                    ctx.evidence(
                        CharSpan(start, start + len(match.group())), EvidenceRole.STATED, "周年"
                    ),
                    *_year_told(ctx, year),
                ],
                facts={"anniversary": match.group(), "year": str(held), "expected": str(year)},
                confidence=0.75,
            )


def _year_told(ctx: CheckContext, year: int) -> Iterator[Evidence]:
    """Where the report first names its year."""
    at = ctx.document.folded.find(str(year))
    if at >= 0:
        yield ctx.evidence(CharSpan(at, at + len(str(year))), EvidenceRole.COMPUTED_FROM, "年度")


def _count(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    found = parse_cell(f"{text}年")
    return int(found[0].value) if found else None
