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
_HELD = re.compile(
    r"(?P<run>[一-鿿]{2,24}(?:节|庙会|灯会))[\")》]?(?:已|正式)?于\s?(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>1[0-2]|[4-9])\s?月(?:\s?[0-3]?\d\s?日|[上中下]旬)?"
    r"(?:在[一-鿿]{2,14})?(?:隆重|如期|成功|正式)?(?:开幕|启幕|开节|举办|举行|召开|启动)"
)
_NAMED = re.compile(r"(?P<year>(?:19|20)\d{2})\s?年(?P<name>[一-鿿·]{2,24})")
_PUT_OFF = re.compile(
    r"延[期至后迟]|推迟|顺延|改[期在为至]|原[定计]|补[办开]|暂停|疫情|跨年|再次|届|分别"
)
_SAME = 4
"""Characters that the end of both names must share: 文化艺术节, 采摘节 is too common."""


@check(id="YEA14", family=Family.YEARS, severity=Severity.MEDIUM)
def date_cannot_be(ctx: CheckContext) -> Iterator[Tick]:
    """日期不存在，或先后颠倒。

    ## 检查内容
    “×月×日”在当月有没有这一天；同一句中紧接着写的开工、竣工（完工、验收）年月，竣工是否不早于开工；文末落款日期是否不早于所写已完成的自评步骤；同一句中“2022年××文化节”是否写明于次年（报告年度）开幕、举办。
    ## 为何重要
    时效指标按日期评分，日期不可能成立时无法认定是否按时完成。
    ## 违反示例
    工程3月启动，6月31日前完成土地平整。
    ## 符合示例
    工程3月启动，6月30日前完成土地平整。
    ## 局限
    没有写年份的2月29日不提出；开工与竣工之间另有主语的不比较，只写到月的按月比较；落款与自评步骤按月比较，写明将要、计划、……前完成的不比较；节会只看节、庙会、灯会，一至三月举办的、写有延期或届次的不提出。
    """
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        if "月" not in text:
            continue
        yield from _days(ctx, sentence.span.start, text)
        yield from _works(ctx, sentence.span.start, text)
        yield from _fairs(ctx, sentence.span.start, text)
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


def _fairs(ctx: CheckContext, start: int, text: str) -> Iterator[Tick]:
    """举办2022年柳湖文化节等活动,其中文化节于2023年10月9日开幕, in a report of 2023."""
    held = _HELD.search(text)
    if held is None or _PUT_OFF.search(text):
        return
    year, run = int(held["year"]), held["run"]
    end = held.end("run")
    named = [
        m
        for m in _NAMED.finditer(text)
        if m.end("name") >= end or (run[:1] != "年" and run[-_SAME:] in m["name"])
    ]
    if year != ctx.document.identity.fiscal_year or len(named) != 1:
        return
    name = named[0]
    if int(name["year"]) != year - 1 or name.start() > held.start():
        return
    last = name.start("name") + name["name"].find(run[-_SAME:]) + len(run[-_SAME:])
    first = CharSpan(start + name.start(), start + last)
    when = CharSpan(start + held.start("year"), start + held.end())
    expected = when.cut(ctx.document.folded)
    yield _tick(ctx, False, (first, when), expected, f"{name['year']} ↔ {year}")


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
