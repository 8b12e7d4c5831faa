"""TGT12."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick

_LEAST = 3


@check(id="TGT12", family=Family.TARGETS, severity=Severity.LOW, contradiction=False)
def description_repeats_name(ctx: CheckContext) -> Iterator[Tick]:
    """指标描述只是重复指标名称。

    ## 检查内容
    自评表设有“绩效指标描述”（指标解释、指标内容）一栏，而各行都与三级指标名称一字不差。
    ## 为何重要
    描述应说明怎样计算、数据从何而来；重复名称等于没有说明，指标无从核实。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 巡查河道次数 | 巡查河道次数 | ≥300次 | 工作计划 |
    | 产出指标 | 质量指标 | 水质达标率 | 水质达标率 | ≥95% | 工作计划 |
    | 效益指标 | 生态效益 | 河岸保洁覆盖率 | 河岸保洁覆盖率 | ≥90% | 工作计划 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 |
    | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 巡查河道次数 | 巡查员全年登记的巡查次数 | ≥300次 | 工作计划 |
    | 产出指标 | 质量指标 | 水质达标率 | 达标水样占抽检水样的比例 | ≥95% | 工作计划 |
    | 效益指标 | 生态效益 | 河岸保洁覆盖率 | 保洁河段占全部河段的比例 | ≥90% | 工作计划 |
    ## 局限
    须有三行以上且每一行都重复；同一张表合为一条提出。
    """
    for table in ctx.tables:
        rows = [r for r in table.indicators if r.description is not None and r.description.text]
        if len(rows) < _LEAST:
            continue
        same = [r for r in rows if r.description and _plain(r.description.text) == _plain(r.level3)]
        ok = len(same) < len(rows)
        yield tick(
            "TGT12",
            ok,
            stated=f"{len(same)}/{len(rows)}",
            expected="—",
            working="、".join(r.level3 for r in same) or "—",
            evidence=[
                piece
                for r in (same if not ok else rows[:1])
                if r.description is not None
                for piece in (
                    ctx.evidence(r.description, EvidenceRole.STATED, "指标描述", table.table.id),
                    ctx.evidence(r.name, EvidenceRole.COUNTERPART, "三级指标", table.table.id),
                )
            ],
            facts={"count": str(len(same)), "table": table.table.caption},
            confidence=0.95,
        )


def _plain(text: str) -> str:
    return re.sub(r"[\s,。、:;]", "", text)
