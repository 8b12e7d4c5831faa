"""SCO05."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain, show


@check(id="SCO05", family=Family.SCORES, severity=Severity.MEDIUM)
def execution_score_contradicts_rate(ctx: CheckContext) -> Iterator[Tick]:
    """预算执行率得分与执行率不符。

    ## 检查内容
    预算执行率得分是否等于分值×执行率（不超过分值）。
    ## 为何重要
    财预〔2020〕10号自评表：执行率得分按执行率乘以分值计。
    ## 违反示例
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 100.00 | 70.00 | 10 | 70% | 10 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 符合示例
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
    | --- | --- | --- | --- | --- | --- | --- |
    | 年度资金总额 | 100.00 | 100.00 | 70.00 | 10 | 70% | 7 |

    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 举办培训 | ≥5期 | 6期 | 90 | 90 |
    ## 局限
    得分四舍五入到所写位数；执行率95%以上而得满分的地方办法常见，不作判断；分档计分的地方办法可在设置中关闭本项。
    """
    for table in ctx.tables:
        for fund in table.funds:
            weight, rate, score = fund.weight, fund.rate, fund.score
            if weight is None or rate is None or score is None:
                continue
            if weight.quantity is None or rate.quantity is None or score.quantity is None:
                continue
            full = weight.quantity.value
            share = rate.quantity.lenient.scale(Decimal("0.01") * full)
            low = min(share.low if share.low is not None else full, full)
            high = min(share.high if share.high is not None else full, full)
            expected = Interval(low, high)
            printed = Interval.truncated(score.quantity.value, max(score.quantity.decimals, 0))
            ok: bool | None = printed.overlaps(expected)
            if not ok and score.quantity.value == full and rate.quantity.value >= 95:
                ok = None
            yield tick(
                "SCO05",
                ok,
                stated=score.text,
                expected=show(expected, 3),
                working=f"{plain(full)} × {rate.text} = {plain(round(full * rate.quantity.value / 100, 3))} {'=' if ok else '≠'} {score.text}",
                evidence=(
                    ctx.evidence(score, EvidenceRole.STATED, "得分", table.table.id),
                    ctx.evidence(rate, EvidenceRole.COMPUTED_FROM, "执行率", table.table.id),
                    ctx.evidence(weight, EvidenceRole.COMPUTED_FROM, "分值", table.table.id),
                ),
                facts={"indicator": fund.name.text},
                stated_bounds=score.quantity.base,
                expected_bounds=expected,
                confidence=0.85,
            )
