"""SCO03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, filled, forms, row_missing
from auditor.checks.told_weights import ToldWeights, told_weights
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.table import CellField

_LABEL = re.compile(r"\(?\s*(\d{1,3}(?:\.\d+)?)\s*分?\s*\)?\s*$")


@check(id="SCO03", family=Family.SCORES, severity=Severity.MEDIUM)
def row_weights_differ_from_total(ctx: CheckContext) -> Iterator[Tick]:
    """分值之和与一级指标分值或总分值不符。

    ## 检查内容
    各三级指标分值相加是否等于一级指标所注分值（如“产出指标（50分）”）和总分值（默认100）；正文所列各一级指标分值之和是否为总分值。
    ## 为何重要
    财预〔2020〕10号：预算执行率10分、产出50分、效益30分、满意度10分，合计100分。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 40 | 40 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 | |
    | 总分 | | | | | 100 | 90 | |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 50 | 50 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 | |
    | 总分 | | | | | 100 | 100 | |
    ## 局限
    有指标行未填分值的不判断；预算执行率分值计入或不计入，任一成立即视为相符；表中没有总分行时不核对100分；总分也比各行
    得分之和多出不超过所缺分值的，视为另有一行（如预算执行率）不在表内，不判断。
    """
    for form in forms(ctx):
        weights = filled([row.weight for row in form.rows])
        if len(weights) < len(form.rows) or not weights:
            continue
        yield from _total(ctx, form, weights)
        yield from _groups(ctx, form)
    for told in told_weights(ctx):
        yield _told(ctx, told)


def _told(ctx: CheckContext, told: ToldWeights) -> Tick:
    full = Decimal(ctx.settings.form_total)
    ok = told.total == full
    return tick(
        "SCO03",
        ok,
        stated=plain(full),
        expected=plain(told.total),
        working=" + ".join(map(plain, told.values))
        + f" = {plain(told.total)} {'=' if ok else '≠'} {plain(full)}",
        evidence=[ctx.evidence(span, EvidenceRole.COMPUTED_FROM, "分值") for span in told.spans],
        facts={"table": "正文", "group": "总分"},
        confidence=0.9,
    )


def _sum(cells: Sequence[CellField]) -> Decimal:
    return sum((c.quantity.value for c in cells if c.quantity is not None), start=Decimal(0))


def _total(ctx: CheckContext, form: Form, weights: list[CellField]) -> Iterator[Tick]:
    stated = form.total.weight if form.total is not None else None
    fund = form.fund.weight if form.fund is not None else None
    if form.total is None or (stated is not None and stated.quantity is None):
        return
    expected = (
        stated.quantity.value
        if stated is not None and stated.quantity is not None
        else Decimal(ctx.settings.form_total)
    )
    sums = [_sum(weights)]
    parts = list(weights)
    if fund is not None and fund.quantity is not None:
        sums.append(_sum(weights) + fund.quantity.value)
        parts.append(fund)
    ok = expected in sums
    if not ok and (row_missing(ctx, form) or form.row_unread):
        return
    shown = parts if sums[-1] == expected or not (ok or form.told_twice) else weights
    label = stated or form.total.label
    yield tick(
        "SCO03",
        ok,
        stated=plain(expected),
        expected=plain(_sum(shown)),
        working=" + ".join(plain(c.quantity.value) for c in shown if c.quantity)
        + f" = {plain(_sum(shown))} {'=' if ok else '≠'} {plain(expected)}",
        evidence=(
            form.evidence(ctx, label, EvidenceRole.STATED, "总分值"),
            *(form.evidence(ctx, c, EvidenceRole.COMPUTED_FROM, "分值") for c in shown),
        ),
        facts={"table": form.caption, "group": "总分"},
        confidence=0.9,
    )


def _groups(ctx: CheckContext, form: Form) -> Iterator[Tick]:
    groups: dict[int, tuple[CellField, list[CellField]]] = {}
    for row in form.rows:
        label = row.level1_field
        if label is not None and row.weight is not None:
            groups.setdefault(label.span.start, (label, []))[1].append(row.weight)
    for label, weights in groups.values():
        match = _LABEL.search(label.text)
        if match is None:
            continue
        stated = Decimal(match.group(1))
        value = _sum(weights)
        ok: bool | None = stated == value
        fund = form.fund.weight if form.fund is not None else None
        if not ok and fund is not None and fund.quantity is not None:
            ok = value + fund.quantity.value == stated
        if not ok and form.row_unread:
            ok = None
        yield tick(
            "SCO03",
            ok,
            stated=label.text,
            expected=plain(value),
            working=" + ".join(plain(c.quantity.value) for c in weights if c.quantity)
            + f" = {plain(value)} {'=' if ok else '≠'} {plain(stated)}",
            evidence=(
                form.evidence(ctx, label, EvidenceRole.STATED, "一级指标分值"),
                *(form.evidence(ctx, c, EvidenceRole.COMPUTED_FROM, "分值") for c in weights),
            ),
            facts={"table": form.caption, "group": label.text},
            confidence=0.9,
        )
