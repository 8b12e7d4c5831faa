"""SCO07."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, filled, forms
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.table import CellField, IndicatorRow

_KINDS = ("产出", "效益", "满意度")
_REASON = re.compile(
    r"分值(?:权重)?[^。;]{0,10}(?:调整|设定|设置)|权重[^。;]{0,10}(?:调整|设定|设置|为)|指标体系"
)


@check(id="SCO07", family=Family.SCORES, severity=Severity.NOTE, contradiction=False)
def first_level_weights_differ_from_rule(ctx: CheckContext) -> Iterator[Tick]:
    """一级指标分值与规定不同。

    ## 检查内容
    自评表产出、效益、满意度指标的分值合计是否为规定的50、30、10分（预算执行率10分），可在设置中按地方办法修改。
    ## 为何重要
    财预〔2020〕10号：原则上预算执行率和一级指标权重统一设置为10、50、30、10分，确需调整的应有理由。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 40 | 40 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 40 | 40 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 | |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 50 | 50 | |
    | 效益指标 | 社会效益 | 群众知晓率 | ≥90% | 91% | 30 | 30 | |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 | |
    ## 局限
    单位可按规定调整，故只作提示；三类指标不全、设有其他一级指标（决策、过程等）、文中说明权重如何设置的不判断。
    """
    known = ctx.settings
    wanted = (known.weight_output, known.weight_benefit, known.weight_satisfaction)
    if _REASON.search(ctx.document.folded):
        return
    for form in forms(ctx):
        groups = _groups(form)
        if groups is None:
            continue
        sums = [_sum(groups[kind]) for kind in _KINDS]
        ok = sums == [Decimal(value) for value in wanted]
        if sum(sums) not in (known.form_total, known.form_total - known.weight_execution):
            continue
        stated = "/".join(plain(value) for value in sums)
        rule = "/".join(str(value) for value in wanted)
        cells = [cell for kind in _KINDS for cell in filled([r.weight for r in groups[kind]])]
        yield tick(
            "SCO07",
            ok,
            stated=stated,
            expected=rule,
            working=f"{stated} {'=' if ok else '≠'} {rule}",
            evidence=[form.evidence(ctx, cell, EvidenceRole.STATED, "分值") for cell in cells],
            facts={"table": form.caption},
            confidence=0.9,
        )


def _groups(form: Form) -> dict[str, list[IndicatorRow]] | None:
    """The rows by kind; ``None`` where a kind is missing, another one is there or a weight lacks."""
    groups: dict[str, list[IndicatorRow]] = {kind: [] for kind in _KINDS}
    for row in form.rows:
        if "执行" in row.level1 or re.search(r"(?:预算|资金|支出)执行率$", row.level3):
            continue
        kind = next((k for k in reversed(_KINDS) if k in row.level1), None)
        if kind is None or row.weight is None or row.weight.quantity is None:
            return None
        if "满意" in row.level2:
            kind = "满意度"
        groups[kind].append(row)
    return groups if all(groups.values()) else None


def _sum(rows: list[IndicatorRow]) -> Decimal:
    cells: list[CellField] = filled([row.weight for row in rows])
    return sum((c.quantity.value for c in cells if c.quantity is not None), start=Decimal(0))
