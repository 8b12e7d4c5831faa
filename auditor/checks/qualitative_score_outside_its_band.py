"""SCO08."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, row_ticks
from auditor.checks.targets import numeric
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain, show
from auditor.core.table import IndicatorRow
from auditor.tables.vocabulary import squeeze

_MISSED = re.compile(r"^未(?:能)?(?:达成|达到|完成|实现)(?:年度|预期|绩效)*(?:指标|目标)?(?:值)?")
_PARTLY = re.compile(r"^部分(?:达成|达到|完成|实现)(?:年度|预期|绩效)*(?:指标|目标)?(?:值)?")
_REACHED = re.compile(
    r"^(?:全部|基本)?(?:或基本)?(?:达成|达到)(?:年度|预期|绩效)*(?:指标|目标)(?:值)?$"
)


@check(id="SCO08", family=Family.SCORES, severity=Severity.MEDIUM)
def qualitative_score_outside_its_band(ctx: CheckContext) -> Iterator[Tick]:
    """定性指标得分不在其完成档次内。

    ## 检查内容
    定性指标的完成值写明“达成”“部分达成”“未达成”的，得分是否在该档的分值比例之内（100—80%、80—60%、60—0%）。
    ## 为何重要
    财预〔2020〕10号：定性指标分为达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，
    分别按照该指标对应分值区间100—80%（含）、80—60%（含）、60—0%合理确定分值。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 管理制度 | 健全 | 部分达成年度指标 | 10 | 10 | 制度未修订完 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 管理制度 | 健全 | 部分达成年度指标 | 10 | 7 | 制度未修订完 |
    ## 局限
    只认以规定的档次用语开头的完成值，照抄三档选项的不判断；达成而得分低于该档的，写了原因的不提出；
    档次界限可在设置中修改（qualitative_full、qualitative_partial），设为 0 即关闭。
    """
    if not ctx.settings.qualitative_full:
        return
    yield from row_ticks(ctx, lambda form, row: _tick(ctx, form, row))


def _tick(ctx: CheckContext, form: Form, row: IndicatorRow) -> Tick | None:
    weight, score, actual = numeric(row.weight), numeric(row.score), row.actual
    if weight is None or score is None or actual is None or numeric(row.target) is not None:
        return None
    share = _band(ctx, squeeze(actual.text))
    if share is None or not weight.value:
        return None
    band = share.scale(weight.value)
    ok: bool | None = score.base.overlaps(band)
    below = band.low is not None and score.value < band.low
    if not ok and below and row.reason is not None and row.reason.text:
        ok = None
    fields = (
        (actual, "完成值", EvidenceRole.STATED),
        (row.score, "得分", EvidenceRole.STATED),
        (row.weight, "分值", EvidenceRole.COMPUTED_FROM),
    )
    return tick(
        "SCO08",
        ok,
        stated=plain(score.value),
        expected=show(band),
        working=f"{actual.text}: {plain(score.value)} {'∈' if ok else '∉'} {plain(weight.value)} × {show(share)} = {show(band)}",
        evidence=[
            form.evidence(ctx, cell, role, f"{row.level3} {label}")
            for cell, label, role in fields
            if cell is not None
        ],
        facts={"indicator": row.level3, "actual": actual.text},
        stated_bounds=score.base,
        expected_bounds=band,
        severity=Severity.LOW if below else None,
        confidence=0.85,
    )


def _band(ctx: CheckContext, actual: str) -> Interval | None:
    """The share of the weight that the words allow; ``None`` where they name no band, or several."""
    full = Decimal(str(ctx.settings.qualitative_full))
    part = Decimal(str(ctx.settings.qualitative_partial))
    if actual.count("达成") > 1:
        return None
    if _MISSED.match(actual):
        return Interval(Decimal(0), part)
    if _PARTLY.match(actual):
        return Interval(part, full)
    return Interval(full, Decimal(1)) if _REACHED.match(actual) else None
