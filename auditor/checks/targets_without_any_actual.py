"""TGT06."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import overall_scores
from auditor.checks.forms import Form, forms
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="TGT06", family=Family.TARGETS, severity=Severity.HIGH, contradiction=False)
def targets_without_any_actual(ctx: CheckContext) -> Iterator[Tick]:
    """只有指标值，没有任何完成值。

    ## 检查内容
    指标表列出年度指标值，却没有完成值栏或完成值全部空白，而报告已给出自评得分。
    ## 为何重要
    没有完成值的得分没有依据。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 |
    | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 年度计划 |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 年度计划 |

    经综合评价，自评得分100分。
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 |
    | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 12期 |
    | 满意度指标 | 满意度 | 学员满意度 | ≥90% | 95% |

    经综合评价，自评得分100分。
    ## 局限
    报告没有得分的（如绩效目标申报表）不提出；同一报告另有完成值的表时，只有目标的表视为申报表，不提出。
    """
    known = list(forms(ctx))
    scores = overall_scores(ctx)
    bare = [form for form in known if not _has_actual(form) and _targets(form) >= 2]
    measured = any(_has_actual(form) for form in known)
    for form in bare:
        cells = [row.target for row in form.rows if row.target is not None and row.target.text]
        ok: bool | None = None if measured or not scores else False
        score = scores[-1].quantity.text if scores else ""
        yield tick(
            "TGT06",
            ok,
            stated=score,
            expected=f"{len(cells)}",
            working=f"{len(cells)} : 0",
            evidence=[
                *(ctx.evidence(claim, EvidenceRole.STATED) for claim in scores[-1:]),
                *(
                    form.evidence(ctx, cell, EvidenceRole.COUNTERPART, row.level3)
                    for row in form.rows
                    for cell in (row.name, row.target)
                    if cell is not None and cell.text
                ),
            ],
            facts={"count": str(len(cells)), "score": score},
            confidence=0.95,
        )


def _has_actual(form: Form) -> bool:
    return any(row.actual is not None and row.actual.text for row in form.rows)


def _targets(form: Form) -> int:
    return sum(1 for row in form.rows if row.target is not None and row.target.text)
