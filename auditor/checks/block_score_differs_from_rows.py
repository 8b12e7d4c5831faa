"""SCO09."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, filled, forms
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick, Verdict
from auditor.core.interval import plain, total
from auditor.core.quantity import Dimension
from auditor.core.table import CellField

_BLOCK = re.compile(r"产出|效益|满意度")
_WEIGHT = re.compile(r"(?:分值|满分|权重|总分值)(?:为|是|:)?$")
_TAKEN = re.compile(r"[,、]?(?:实际|自评)?得分?(?:为|是|:)?")


@check(id="SCO09", family=Family.SCORES, severity=Severity.MEDIUM)
def block_score_differs_from_rows(ctx: CheckContext) -> Iterator[Tick]:
    """正文所写一级指标得分与表中各行得分不符。

    ## 检查内容
    正文写明产出、效益、满意度指标的分值和得分，自评表中该类各行分值之和与之相同的，各行得分之和是否等于所写得分。
    ## 为何重要
    正文按一级指标汇总得分，汇总错了结论也随之出错。
    ## 违反示例
    产出指标分值60分，得分60分。

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 30 | 30 | |
    | 产出指标 | 编印资料 | ≥8册 | 7册 | 30 | 26.25 | 一册延后 |
    | 效益指标 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    ## 符合示例
    产出指标分值60分，得分56.25分。

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 30 | 30 | |
    | 产出指标 | 编印资料 | ≥8册 | 7册 | 30 | 26.25 | 一册延后 |
    | 效益指标 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    ## 局限
    分值与表中该类各行之和不同的、有行未填分值或得分的不判断；有几张自评表时，与任一张相符即视为相符。
    """
    told = list(_told(ctx))
    known = list(forms(ctx)) if told else []
    for name, weight, score in told:
        made = [t for form in known if (t := _tick(ctx, form, name, weight, score)) is not None]
        agreeing = [t for t in made if t.verdict is Verdict.CONSISTENT]
        yield from (agreeing or made)[:1]


def _told(ctx: CheckContext) -> Iterator[tuple[str, Claim, Claim]]:
    """Name, weight and score of each block that one clause of the text tells."""
    scores = [c for c in ctx.claims if c.quantity.dimension is Dimension.SCORE and c.cell is None]
    for weight, score in pairwise(scores):
        start = weight.sentence.start
        before = ctx.document.folded[start : weight.quantity.span.start]
        between = ctx.document.folded[weight.quantity.span.end : score.quantity.span.start]
        clause = re.split(r"[;。\n]", before)[-1]
        names = _BLOCK.findall(clause)
        if len(names) == 1 and _WEIGHT.search(clause.rstrip()) and _TAKEN.fullmatch(between):
            yield names[0], weight, score


def _tick(
    ctx: CheckContext,
    form: Form,
    name: str,
    weight: Claim,
    score: Claim,
) -> Tick | None:
    rows = [row for row in form.rows if name in row.level1]
    weights = filled([row.weight for row in rows])
    scores = filled([row.score for row in rows])
    if not rows or len(scores) < len(rows) or len(weights) < len(rows):
        return None
    if _sum(weights) != weight.quantity.value:
        return None
    quantities = [cell.quantity for cell in scores if cell.quantity is not None]
    expected = total(q.base for q in quantities)
    ok = score.quantity.base.overlaps(expected)
    shown = plain(_sum(scores))
    return tick(
        "SCO09",
        ok,
        stated=score.quantity.text,
        expected=shown,
        working=" + ".join(plain(q.value) for q in quantities)
        + f" = {shown} {'=' if ok else '≠'} {plain(score.quantity.value)}",
        evidence=(
            ctx.evidence(score, EvidenceRole.STATED, f"{name}指标得分"),
            *(form.evidence(ctx, cell, EvidenceRole.COMPUTED_FROM, "得分") for cell in scores),
        ),
        facts={"block": f"{name}指标", "table": form.caption},
        stated_bounds=score.quantity.base,
        expected_bounds=expected,
        difference=plain(score.quantity.value - _sum(scores)) + "分",
        confidence=0.9,
        constraint=sum_of(score.quantity, quantities),
    )


def _sum(cells: Sequence[CellField]) -> Decimal:
    return sum((c.quantity.value for c in cells if c.quantity is not None), Decimal(0))
