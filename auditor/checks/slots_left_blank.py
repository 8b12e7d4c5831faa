"""TPL03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import ParsedTable

_LABEL = (
    r"填表人|填报人|制表人|经办人|联系人|填报日期|填表日期|填报时间|填表时间|联系电话|单位负责人(?:签字|签章)?"
    r"|部门负责人(?:签字)?|负责人(?:签字|签章)|审核人|复核人|评价组组长(?:签字)?|单位(?:盖章|公章)"
)
_SLOT = re.compile(rf"(?:{_LABEL})(?:\([^()\n]{{0,8}}\))?:")
_BLANK = re.compile(r"[ \t_]*(?=$|\n|(?:" + _LABEL + r")(?:\([^()\n]{0,8}\))?:)")
_SIGNED = re.compile(r"^(?:本人)?签(?:字|名|章)(?:栏|处)?$")
_SIGNATURE = re.compile(r"负责人\(?签[字名章]\)?:|负责人(?:\(签[字名章]\)):")
_LEAST = 2
_FILLED = 3
"""Slots filled beside a blank signature: whoever typed these left the form unsigned."""


@check(id="TPL03", family=Family.TEMPLATE, severity=Severity.LOW, contradiction=False)
def slots_left_blank(ctx: CheckContext) -> Iterator[Tick]:
    """签字栏、填表人等应填处空白。

    ## 检查内容
    “填表人： 填报日期： 联系电话： 单位负责人签字：”一行中有两处以上空白，或其余三处都已填写、独缺负责人签字；人员名单表设有签字栏而全部空白。
    ## 为何重要
    自评表须由填报人、负责人签字确认，空白的无法确认责任。
    ## 违反示例
    填表人：        填报日期：          联系电话：            单位负责人签字：
    ## 符合示例
    填表人：陈某    填报日期：2024年3月6日    联系电话：0555-6280000    单位负责人签字：刘某
    ## 局限
    公开版可能隐去签名，故列为低级别；其他一处空白的不提出；几处表尾空白合为一条；签字在扫描件上的看不到。
    """
    lines = list(_lines(ctx.document.folded))
    blank = [(span, names) for span, names, ok in lines if not ok]
    chosen = blank or [(span, names) for span, names, _ in lines[:1]]
    if chosen:
        names = chosen[0][1]
        yield _tick(ctx, [span for span, _ in chosen], names, ok=not blank)
    for table in ctx.tables:
        yield from _roster(ctx, table)


def _lines(text: str) -> Iterator[tuple[CharSpan, str, bool]]:
    """Lines of slots: their span, the names of those that are blank (or all), whether they are filled."""
    at = 0
    for line in text.split("\n"):
        slots = list(_SLOT.finditer(line)) if line.count(":") >= _LEAST else []
        if len(slots) >= _LEAST:
            blank = [m for m in slots if _BLANK.match(line, m.end())]
            signed = len(slots) - len(blank) < _FILLED or not any(
                _SIGNATURE.search(m.group()) for m in blank
            )
            ok = len(blank) < _LEAST and signed
            shown = slots if ok else blank
            span = CharSpan(at + shown[0].start(), at + shown[-1].end())
            yield span, "、".join(m.group().rstrip(":") for m in shown), ok
        at += len(line) + 1


def _roster(ctx: CheckContext, table: ParsedTable) -> Iterator[Tick]:
    """A roster's column for signatures."""
    rows = table.table.rows()
    for number, head in enumerate(rows[:3]):
        column = next((c for c in head if _SIGNED.match("".join(c.text.split()))), None)
        named = any("姓名" in c.text for c in head)
        if column is None or not named or number + 1 >= len(rows):
            continue
        below = [next((c for c in row if c.col == column.col), None) for row in rows[number + 1 :]]
        filled = [c for c in below if c is not None and c.text.strip()]
        last = rows[-1][-1]
        span = CharSpan(column.span.start, max(last.span.end, column.span.end))
        yield _tick(ctx, [span], f"{column.text}（{len(below)}人）", ok=bool(filled))
        return


def _tick(ctx: CheckContext, spans: Sequence[CharSpan], names: str, *, ok: bool) -> Tick:
    return tick(
        "TPL03",
        ok,
        stated=names,
        expected="—",
        working=f"{names}: {'✓' if ok else '∅'}",
        evidence=[ctx.evidence(span, EvidenceRole.STATED, names) for span in spans],
        facts={"slots": names},
        confidence=0.9,
    )
