"""SCO06."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import in_one_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, row_ticks
from auditor.checks.targets import is_cost, kind_of, numeric
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain, show
from auditor.core.quantity import DISCRETE, Dimension
from auditor.core.table import IndicatorRow

_MEASURED = DISCRETE - {Dimension.RANK} | {
    Dimension.PERCENT, Dimension.AREA, Dimension.LENGTH, Dimension.WEIGHT, Dimension.VOLUME,
    Dimension.MONEY, Dimension.DURATION,
}  # fmt: skip


@check(id="SCO06", family=Family.SCORES, severity=Severity.LOW)
def score_above_partial_credit(ctx: CheckContext) -> Iterator[Tick]:
    """未完成指标的得分高于按比例应得分。

    ## 检查内容
    定量指标未达到指标值且已扣分的，得分是否不超过“分值×完成值÷指标值”（“≤”的指标为分值×指标值÷完成值）。
    ## 为何重要
    财预〔2020〕10号：未完成指标值的，按照完成值与指标值的比例记分。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 6期 | 10 | 9 | 受场地影响 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 6期 | 10 | 5 | 受场地影响 |
    ## 局限
    自行多扣的不提出；得满分的由TGT01提出；得分按所写位数四舍五入；有分档计分办法的，可在设置中以 partial_credit = false 关闭。
    """
    if not ctx.settings.partial_credit:
        return
    yield from row_ticks(ctx, lambda form, row: _tick(ctx, form, row))


def _tick(ctx: CheckContext, form: Form, row: IndicatorRow) -> Tick | None:
    target, actual = numeric(row.target), numeric(row.actual)
    weight, score = numeric(row.weight), numeric(row.score)
    if target is None or actual is None or weight is None or score is None:
        return None
    if target.dimension not in _MEASURED or kind_of(target) != kind_of(actual):
        return None
    pair = in_one_unit(actual, target)
    if pair is None or not pair[0].base_value or not pair[1].base_value:
        return None
    done, wanted = pair[0].base_value, pair[1].base_value
    most = target.comparator in ("<=", "<")
    if not most and target.comparator not in (">=", ">") and is_cost(row):
        return None
    share = wanted / done if most else done / wanted
    if not Decimal(0) < share < 1 or score.value >= weight.value or actual.hedge:
        return None
    limit = weight.value * share
    places = max(score.decimals, 0)
    ok = Interval.truncated(score.value, places).overlaps(Interval(None, limit))
    cells = [
        (row.score, "得分", EvidenceRole.STATED),
        (row.actual, "完成值", EvidenceRole.COMPUTED_FROM),
        (row.target, "指标值", EvidenceRole.COMPUTED_FROM),
        (row.weight, "分值", EvidenceRole.COMPUTED_FROM),
    ]
    quotient = f"{plain(wanted)} ÷ {plain(done)}" if most else f"{plain(done)} ÷ {plain(wanted)}"
    return tick(
        "SCO06",
        ok,
        stated=plain(score.value),
        expected=f"≤ {plain(round(limit, 2))}",
        working=f"{plain(weight.value)} × {quotient} = {plain(round(limit, 2))} {'≥' if ok else '<'} {plain(score.value)}",
        evidence=[
            form.evidence(ctx, cell, role, f"{row.level3} {label}")
            for cell, label, role in cells
            if cell is not None
        ],
        facts={"indicator": row.level3, "limit": show(Interval(None, round(limit, 2)))},
        stated_bounds=score.base,
        expected_bounds=Interval(None, limit),
        confidence=0.8,
    )
