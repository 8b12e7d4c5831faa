"""YEA14."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.signing import told_after_signing
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s?年\s?)?(?<![\d.])(?P<month>1[0-2]|0?[1-9])\s?月\s?(?P<day>3[0-9]|29)\s?[日号]"
)
_LEAP = 2024
"""A year with 29 days in February, for dates without a year."""
_DATE = r"(?P<year{0}>(?:19|20)\d{{2}})\s?年\s?(?P<month{0}>1[0-2]|0?[1-9])\s?月(?:\s?(?P<day{0}>[0-3]?\d)\s?日)?"
_BEGUN = r"(?:正式|全面)?(?:开工|动工|启动|进场施工|开始(?:施工|实施|建设))(?:建设|施工|实施)?"
_DONE = r"(?:底|初|中旬|[上下]旬)?(?:全面|全部|正式|如期|已|顺利|通过|完成){0,3}(?:竣工|完工|建成|交工|验收|交付使用|投入使用)"
_WORKS = re.compile(
    _DATE.format(1) + rf"{_BEGUN}[,、;]?(?:并|已|并已|计划)?(?:于|在|至)?" + _DATE.format(2) + _DONE
)


@check(id="YEA14", family=Family.YEARS, severity=Severity.MEDIUM)
def date_cannot_be(ctx: CheckContext) -> Iterator[Tick]:
    """日期不存在，或先后颠倒。

    ## 检查内容
    “×月×日”在当月有没有这一天；同一句中紧接着写的开工、竣工（完工、验收）年月，竣工是否不早于开工；文末落款日期是否不早于所写已完成的自评步骤。
    ## 为何重要
    时效指标按日期评分，日期不可能成立时无法认定是否按时完成。
    ## 违反示例
    工程3月启动，6月31日前完成土地平整。
    ## 符合示例
    工程3月启动，6月30日前完成土地平整。
    ## 局限
    没有写年份的2月29日不提出；开工与竣工之间另有主语的不比较，只写到月的按月比较；落款与自评步骤按月比较，写明将要、计划、……前完成的不比较。
    """
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        if "月" not in text:
            continue
        yield from _days(ctx, sentence.span.start, text)
        yield from _works(ctx, sentence.span.start, text)
    early = told_after_signing(ctx)
    if early is not None:
        shown = [span.cut(ctx.document.folded) for span in early]
        yield _tick(ctx, False, early, shown[1], f"{shown[0].strip()} < {shown[1]}")
    for table in ctx.tables:
        for cell in table.table.cells:
            if "月" in cell.text:
                yield from _days(ctx, cell.span.start, cell.span.cut(ctx.document.folded))


def _days(ctx: CheckContext, start: int, text: str) -> Iterator[Tick]:
    for match in _DAY.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        last = monthrange(int(match["year"] or _LEAP), month)[1]
        span = CharSpan(start + match.start(), start + match.end())
        yield _tick(
            ctx,
            day <= last,
            (span,),
            f"{month}月{last}日",
            f"{day} {'≤' if day <= last else '>'} {last}",
        )


def _works(ctx: CheckContext, start: int, text: str) -> Iterator[Tick]:
    for match in _WORKS.finditer(text):
        days = match["day1"] and match["day2"]
        parts = ("year", "month", "day") if days else ("year", "month")
        begun, done = (tuple(int(match[f"{part}{at}"]) for part in parts) for at in (1, 2))
        first = CharSpan(start + match.start(), start + match.start("year2"))
        last = CharSpan(start + match.start("year2"), start + match.end())
        shown = ("-".join(f"{number:02d}" for number in date) for date in (done, begun))
        working = f" {'≥' if done >= begun else '<'} ".join(shown)
        yield _tick(ctx, done >= begun, (last, first), first.cut(ctx.document.folded), working)


def _tick(
    ctx: CheckContext, ok: bool, spans: tuple[CharSpan, ...], expected: str, working: str
) -> Tick:
    stated = spans[0].cut(ctx.document.folded)
    roles = (EvidenceRole.STATED, EvidenceRole.COUNTERPART)
    return tick(
        "YEA14",
        ok,
        stated=stated,
        expected=expected,
        working=working,
        evidence=[
            ctx.evidence(span, role, "日期") for span, role in zip(spans, roles, strict=False)
        ],
        facts={"text": stated, "expected": expected},
        confidence=0.95,
    )
