"""EVI07."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role

_CLAIMED = re.compile(r"逐(?:项|条|一)(?:进行)?(?:了)?(?:对比|对照|比对|比较|核对)")
_DUTY = re.compile(r"职责|职能|改进|打算|下一步|建议")


@check(id="EVI07", family=Family.EVIDENCE, severity=Severity.LOW, contradiction=False)
def comparison_claimed_but_not_made(ctx: CheckContext) -> Iterator[Tick]:
    """称逐项对比而全文没有对比。

    ## 检查内容
    正文称以目标和指标为依据“逐项对比分析”，而全文没有一处列出目标值及其完成值（自评表或正文）。
    ## 为何重要
    说了方法而没有结果，自评结论没有依据。
    ## 违反示例
    本次自评以年初确定的绩效指标为依据，逐项进行对比分析。自评得分96分。
    ## 符合示例
    本次自评以年初确定的绩效指标为依据，逐项进行对比分析。举办培训6期，达到5期的目标。自评得分96分。
    ## 局限
    自评表未随报送的会提出，需向单位索取；目标与结果写法特殊的可能认不出。
    """
    pairs = any(
        row.target is not None and row.actual is not None and row.actual.text
        for table in ctx.tables
        for row in table.indicators
    )
    beside = {c.sentence for c in ctx.claims if c.role is Role.TARGET} & {
        c.sentence
        for c in ctx.claims
        if c.role in (Role.ACTUAL, Role.RATE, Role.FINAL, Role.UNKNOWN)
    }
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        match = _CLAIMED.search(text)
        if match is None or _DUTY.search(ctx.title_of(sentence.section)):
            continue
        ok = pairs or bool(beside)
        yield tick(
            "EVI07",
            ok,
            stated=match.group(),
            expected="目标值与完成值",
            working=f"{match.group()} ↔ {'✓' if ok else '∅'}",
            evidence=[ctx.evidence(sentence.span, EvidenceRole.STATED, "评价方法")],
            facts={"text": match.group()},
            confidence=0.7,
        )
        return
