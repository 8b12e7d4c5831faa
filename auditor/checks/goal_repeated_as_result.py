"""EVI06."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.goal_cells import goal_and_result
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import Cell, CellField, ParsedTable

_EXPECTED = re.compile(r"预期目标|年初(?:设定)?目标|总体目标|绩效目标")
_ACHIEVED = re.compile(r"实际完成|完成情况|实现情况|达成情况")
_LEAST = 15
_SAME = 97


@check(id="EVI06", family=Family.EVIDENCE, severity=Severity.MEDIUM, contradiction=False)
def goal_repeated_as_result(ctx: CheckContext) -> Iterator[Tick]:
    """完成情况照抄预期目标。

    ## 检查内容
    自评表“实际完成情况”一栏与“预期目标”一栏、逐条评分的“绩效目标”与“完成情况”是否一字不差（标点、空格不计）。
    ## 为何重要
    照抄目标没有写出结果，不能作为完成目标的依据。
    ## 违反示例
    2023年度项目支出绩效自评表

    | 年度总体目标 | 预期目标 | 实际完成情况 |
    | --- | --- | --- |
    | | 修缮乡村放映室，放映公益电影，丰富群众的文化生活。 | 修缮乡村放映室，放映公益电影，丰富群众的文化生活。 |
    ## 符合示例
    2023年度项目支出绩效自评表

    | 年度总体目标 | 预期目标 | 实际完成情况 |
    | --- | --- | --- |
    | | 修缮乡村放映室，放映公益电影，丰富群众的文化生活。 | 修缮放映室2间，放映公益电影96场，观众满意度94%。 |
    ## 局限
    十五字以上才比较；改动了个别字词的仍视为照抄，写有新的数字的不提出。
    """
    for table in ctx.tables:
        pairs: list[tuple[Cell | CellField, Cell | CellField]] = [
            *goal_and_result(table, _EXPECTED, _ACHIEVED),
            *_in_rows(table),
        ]
        for goal, actual in pairs:
            a, b = _plain(goal.text), _plain(actual.text)
            if len(a) < _LEAST or len(b) < _LEAST:
                continue
            added = set(re.findall(r"\d+", b)) - set(re.findall(r"\d+", a))
            ok = bool(added) or fuzz.ratio(a, b) < _SAME
            shown = actual.text if len(actual.text) <= 40 else f"{actual.text[:40]}…"
            yield tick(
                "EVI06",
                ok,
                stated=shown,
                expected=goal.text[:40],
                working=f"{len(a)} ↔ {len(b)}",
                evidence=[
                    ctx.evidence(actual.span, EvidenceRole.STATED, "实际完成情况"),
                    ctx.evidence(goal.span, EvidenceRole.COUNTERPART, "预期目标"),
                ],
                facts={"table": table.table.caption},
                confidence=0.9,
            )


def _in_rows(table: ParsedTable) -> Iterator[tuple[CellField, CellField]]:
    """Goal and result of each row of a form that scores goals: 绩效目标 | 完成情况 | 分值 | 得分."""
    for row in table.indicators:
        if row.target is not None and row.actual is not None and row.target.span == row.name.span:
            yield row.target, row.actual


def _plain(text: str) -> str:
    return re.sub(r"[\s,。、;:!“”]", "", text)
