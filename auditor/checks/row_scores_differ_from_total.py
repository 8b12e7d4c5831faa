"""SCO01."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.checks.amounts import in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, filled, forms, row_missing
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain, total
from auditor.core.quantity import Quantity
from auditor.core.table import CellField


@check(id="SCO01", family=Family.SCORES, severity=Severity.HIGH)
def row_scores_differ_from_total(ctx: CheckContext) -> Iterator[Tick]:
    """各行得分之和与总分不符。

    ## 检查内容
    自评表各指标得分（含预算执行率得分）相加是否等于总分；各部分的行得分相加是否等于小计。
    ## 为何重要
    总分决定评价等级，是自评结论的核心。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 50 | 50 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 9 | 问卷回收不足 |
    | 总分 | | | | | 100 | 98 | |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 50 | 50 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 9 | 问卷回收不足 |
    | 总分 | | | | | 100 | 99 | |
    ## 局限
    有指标行未填得分的、分值合计表明另有一行不在表内的不判断；小计与其各行的分值合计不等的不判断；预算执行率得分计入或不计入总分，任一成立即视为相符。
    """
    for form in forms(ctx):
        made = _of_total(ctx, form)
        if made is not None:
            yield made
        yield from _of_parts(ctx, form)


class _Sum(NamedTuple):
    """A score, of the whole form or a part, the scores that make it up, and whether they do."""

    stated: CellField
    quantity: Quantity
    parts: Sequence[CellField]
    ok: bool | None
    name: str


def _of_total(ctx: CheckContext, form: Form) -> Tick | None:
    stated = form.total.score if form.total is not None else None
    scores = filled([row.score for row in form.rows])
    if stated is None or stated.quantity is None or not scores:
        return None
    fund = form.fund.score if form.fund is not None else None
    with_fund = [*scores, fund] if fund is not None else list(scores)
    alone = _adds_up(scores, stated) or (form.told_twice and not _adds_up(with_fund, stated))
    parts = scores if alone else with_fund
    ok: bool | None = _adds_up(parts, stated)
    if not ok and (
        len(scores) < sum(1 for row in form.rows if row.score is not None)
        or row_missing(ctx, form)
        or form.row_unread
    ):
        ok = None
    return _tick(ctx, form, _Sum(stated, stated.quantity, parts, ok, "总分"))


def _of_parts(ctx: CheckContext, form: Form) -> Iterator[Tick]:
    """Each 小计 against its rows, above it or below, where their weights add up to its own."""
    parts = [row for row in form.table.totals if row.is_part and row is not form.total]
    ends = [part.row for part in parts]
    below = bool(ends) and ends[0] < form.rows[0].row
    ranges = pairwise([*ends, form.rows[-1].row + 1] if below else [-1, *ends])
    for part, (first, last) in zip(parts, ranges, strict=True):
        rows = [row for row in form.rows if first < row.row < last]
        weights = filled([row.weight for row in rows])
        scores = filled([row.score for row in rows])
        if (
            not part.score
            or not part.weight
            or not rows
            or not len(scores) == len(rows) == len(weights)
        ):
            continue
        if part.score.quantity is not None and _adds_up(weights, part.weight):
            ok, name = _adds_up(scores, part.score), part.label.text
            yield _tick(ctx, form, _Sum(part.score, part.score.quantity, scores, ok, name))


def _tick(ctx: CheckContext, form: Form, found: _Sum) -> Tick:
    stated, quantity, parts, ok = found.stated, found.quantity, found.parts, found.ok
    values = [cell.quantity for cell in parts if cell.quantity is not None]
    exact = sum((q.value for q in values), start=0 * quantity.value)
    result, unit = plain(exact), quantity.unit
    return tick(
        "SCO01",
        ok,
        stated=stated.text,
        expected=result,
        working=" + ".join(in_unit(q, unit) for q in values)
        + f" = {result} {'=' if ok else '≠'} {in_unit(quantity, unit)}",
        evidence=(
            form.evidence(ctx, stated, EvidenceRole.STATED, found.name),
            *(form.evidence(ctx, cell, EvidenceRole.COMPUTED_FROM, "得分") for cell in parts),
        ),
        facts={"table": form.caption, "total": found.name},
        stated_bounds=quantity.base,
        expected_bounds=total(q.base for q in values),
        difference=plain(quantity.value - exact) + "分",
        confidence=0.95,
        constraint=sum_of(quantity, values),
    )


def _adds_up(cells: Sequence[CellField], stated: CellField) -> bool:
    if stated.quantity is None:
        return False
    return total(c.quantity.base for c in cells if c.quantity is not None).overlaps(
        stated.quantity.base
    )
