"""TGT10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import IndicatorRow

_COST = re.compile(
    r"成本|费用?|经费|资金|预算|支出|投资|投入|造价|单价|价格|控制|节约|节支|标准|补助|补贴|金额|元|概算|决算"
    r"|采购|薪|工资|人均|户均|均|超支|限额|水耗|能耗|用电|用水|耗|价"
)
_NO_COST = re.compile(
    r"(?:完成|合格|达标|覆盖|满意|及时|知晓|参与|到课|优良|办结|普及|入学|准确|公开|通过|巩固|就业|签约|规范管理)(?:率|度)$"
)
_NO_TIME = re.compile(r"(?:合格|满意|知晓|达标|优良)(?:率|度)$")
_TIME = re.compile(r"及时|按时|按期|准时|时限|时间|进度|当年|年度|期限|限时|当场")
_SATISFIED = re.compile(r"满意(?:率|度)$")


@check(id="TGT10", family=Family.TARGETS, severity=Severity.MEDIUM, contradiction=False)
def indicator_under_another_heading(ctx: CheckContext) -> Iterator[Tick]:
    """三级指标与所属二级指标不是一类。

    ## 检查内容
    成本指标下列的是完成率、合格率、满意度等；时效指标下列的是合格率、满意度；数量、质量指标下列的是满意度。
    ## 为何重要
    财预〔2020〕10号按数量、质量、时效、成本分设产出指标；填错类别等于该类没有考核。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 成本指标 | 任务完成率 | ≥95% | 98% | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 成本指标 | 预算控制率 | ≤100% | 98% | 10 | 10 | 无 |
    ## 局限
    只看名称以“率”“度”结尾、类别明显不合的指标；名称提到成本、费用、预算、资金等的不提出。
    """
    for form in forms(ctx):
        for row in form.rows:
            told = _told(row)
            if told is None:
                continue
            wrong, wanted = told
            cells = [(row.name, EvidenceRole.STATED, "三级指标")]
            if row.level2_field is not None:
                cells.append((row.level2_field, EvidenceRole.COUNTERPART, "二级指标"))
            if row.target is not None and row.target.text:
                cells.append((row.target, EvidenceRole.COUNTERPART, "指标值"))
            yield tick(
                "TGT10",
                not wrong,
                stated=row.level3,
                expected=row.level2,
                working=f"{row.level2} {'∌' if wrong else '∋'} {row.level3}",
                evidence=[form.evidence(ctx, cell, role, label) for cell, role, label in cells],
                facts={"indicator": row.level3, "heading": row.level2, "kind": wanted},
                confidence=0.85,
            )


def _told(row: IndicatorRow) -> tuple[bool, str] | None:
    """Whether the row stands under a heading of another kind, and which kind it is of."""
    name, heading = row.level3, row.level2
    if "成本" in heading:
        return (bool(_NO_COST.search(name)) and not _COST.search(name)), "成本"
    if "时效" in heading:
        return (bool(_NO_TIME.search(name)) and not _TIME.search(name)), "时效"
    if "数量" in heading or "质量" in heading:
        return bool(_SATISFIED.search(name)), heading
    return None
