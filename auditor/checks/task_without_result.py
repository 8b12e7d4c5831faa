"""TGT11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.goal_cells import goal_and_result
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import Cell, ParsedTable
from auditor.language import content_words

_EXPECTED = re.compile(r"预期目标|年初(?:设定)?目标|年度(?:总体|绩效)?目标|总体目标|绩效目标")
_ACHIEVED = re.compile(r"实际完成|完成情况|实现情况|达成情况|目标完成")
_TASK = re.compile(r"(?:任务|目标)\s?([一二三四五六七八九十\d]{1,2})\s?[:、.]")
_LEAST = 6
_GENERIC = frozenset(
    [
        "发展",
        "工作",
        "建设",
        "推进",
        "提升",
        "优势",
        "加强",
        "推动",
        "开展",
        "深入",
        "活动",
        "全面",
        "质量",
        "水平",
        "落实",
        "管理",
        "服务",
        "突出",
        "完成",
        "任务",
        "目标",
        "进一步",
        "持续",
        "有效",
        "不断",
        "确保",
        "实现",
        "提高",
        "促进",
        "做好",
        "组织",
        "实施",
        "保障",
        "积极",
        "强化",
        "高质量",
        "全县",
        "全市",
        "全区",
        "能力",
        "体系",
        "机制",
        "作用",
        "年度",
    ]
)


@dataclass(frozen=True, slots=True)
class _Task:
    span: CharSpan
    text: str
    words: frozenset[str]


@check(id="TGT11", family=Family.TARGETS, severity=Severity.MEDIUM, contradiction=False)
def task_without_result(ctx: CheckContext) -> Iterator[Tick]:
    """自评表总体目标中的一项任务没有完成情况。

    ## 检查内容
    自评表“预期目标”栏以“任务1、任务2……”分列的各项，在“实际完成情况”栏和本表指标中是否都有对应内容。
    ## 为何重要
    总体目标逐项列出，完成情况漏写一项，等于该项没有自评。
    ## 违反示例
    2023年度项目支出绩效自评表

    | 项目名称 | 惠农服务 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 年度总体目标 | 预期目标 | 实际完成情况 |
    | | 任务1：举办农机驾驶培训。任务2：修缮乡村放映室。 | 举办农机驾驶培训4期，参训人员全部取得证书。 |
    ## 符合示例
    2023年度项目支出绩效自评表

    | 项目名称 | 惠农服务 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 年度总体目标 | 预期目标 | 实际完成情况 |
    | | 任务1：举办农机驾驶培训。任务2：修缮乡村放映室。 | 举办农机驾驶培训4期，修缮放映室2间。 |
    ## 局限
    只看编号的任务；有一个实义词在完成情况、本表指标或（部门整体自评表的）正文成效部分出现即视为有结果；各项都没有对应的不提出。
    """
    if not ctx.says("任务", "目标"):
        return
    own = set(
        content_words(f"{ctx.document.identity.agency or ''}{ctx.document.identity.region or ''}")
    )
    for table in ctx.tables:
        for goal, actual in goal_and_result(table, _EXPECTED, _ACHIEVED):
            tasks = list(_tasks(ctx, goal, own))
            if len(tasks) < 2 or len(actual.text) < _LEAST:
                continue
            told = _told(ctx, table, actual)
            known = set(content_words(told))
            covered = [any(w in told or w in known for w in task.words) for task in tasks]
            if not any(covered):
                continue
            for task, ok in zip(tasks, covered, strict=True):
                if task.words:
                    yield _tick(ctx, table, task, actual, ok=ok)


def _tasks(ctx: CheckContext, goal: Cell, own: set[str]) -> Iterator[_Task]:
    text = goal.span.cut(ctx.document.folded)
    marks = [*_TASK.finditer(text)]
    if not marks:
        return
    ends = [m.start() for m in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        piece = text[mark.start() : end]
        trimmed = piece.rstrip()
        words = {
            word
            for word in content_words(text[mark.end() : end])
            if len(word) > 1 and word not in _GENERIC and word not in own
        }
        start = goal.span.start + mark.start()
        yield _Task(CharSpan(start, start + len(trimmed)), trimmed, frozenset(words))


def _told(ctx: CheckContext, table: ParsedTable, actual: Cell) -> str:
    """Everything that can be a task's result: the cell, the form's rows, a whole unit's narrative."""
    rows = "".join(
        f"{row.level3}{row.actual.text if row.actual else ''}" for row in table.indicators
    )
    narrative = "" if table.subject else _narrative(ctx)
    return actual.text + rows + narrative


def _narrative(ctx: CheckContext) -> str:
    sentences: Sequence[str] = [
        s.span.cut(ctx.document.folded)
        for s in ctx.document.sentences
        if not re.search(r"职责|职能|目标|改进|打算|下一步", ctx.title_of(s.section))
    ]
    return "".join(sentences)


def _tick(ctx: CheckContext, table: ParsedTable, task: _Task, actual: Cell, *, ok: bool) -> Tick:
    shown = task.text if len(task.text) <= 40 else f"{task.text[:40]}…"
    return tick(
        "TGT11",
        ok,
        stated=shown,
        expected="实际完成情况",
        working=f"{shown} ↔ {'✓' if ok else '∅'}",
        evidence=[
            ctx.evidence(task.span, EvidenceRole.STATED, "任务"),
            ctx.evidence(actual.span, EvidenceRole.COUNTERPART, "实际完成情况"),
        ],
        facts={"goal": shown, "table": table.table.caption},
        confidence=0.75,
    )
