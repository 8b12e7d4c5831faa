"""YEA08."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, Scope, check, tick
from auditor.checks.last_year import place_in
from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Sentence
from auditor.core.finding import EvidenceRole, Severity, Tick

_STANDING = re.compile(r"基本情况|概况|职责|职能|机构|依据|背景|历史|沿革")
_HISTORY = re.compile(
    r"自|起[,，至]|以来|成立|设立|组建|更名|印发|下发|制定|出台|通过|文件|规划|批复|修订|截至|上年|去年|相比|较|同比|年初|年末|结转|首|曾"
)
_NAMED = re.compile(r"《[^》]*》|〔[^〕]*〕|\[[^\]]*\]")
_LEAST = 12


@check(
    id="YEA08",
    family=Family.YEARS,
    severity=Severity.MEDIUM,
    scope=Scope.PREVIOUS,
    contradiction=False,
)
def sentence_of_last_year_kept(ctx: CheckContext) -> Iterator[Tick]:
    """写着上年年份的句子与上年报告一字不差。

    ## 检查内容
    本年报告中写明上年年份的句子，是否原样出自该单位上年报告（`--previous`），即当时的本年。
    ## 为何重要
    年份没有改过来的句子说的是上年的事，多半整句沿用，其中的数也须核实。
    ## 违反示例
    〔上年报告〕
    二、履职成效

    2022年，全镇修缮灌渠18.6公里，惠及农户2140户。
    〔本年报告〕
    二、履职成效

    2022年，全镇修缮灌渠18.6公里，惠及农户2140户。
    ## 符合示例
    〔上年报告〕
    二、履职成效

    2022年，全镇修缮灌渠18.6公里，惠及农户2140户。
    〔本年报告〕
    二、履职成效

    2023年，全镇修缮灌渠21.3公里，惠及农户2390户。
    ## 局限
    基本情况、职责、依据等常年不变的部分，说沿革、文件、与上年比较的句子不提出；改动过字词的句子认不出。
    """
    year = ctx.document.identity.fiscal_year
    if ctx.previous is None or year is None:
        return
    last = {_plain(s, ctx.previous.document): s for s in ctx.previous.document.sentences}
    stale = f"{year - 1}年"
    named: list[tuple[Sentence, Sentence | None]] = []
    for sentence in ctx.document.sentences:
        text = _plain(sentence, ctx.document)
        bare = _NAMED.sub("", text)
        if stale not in bare or len(text) < _LEAST or _HISTORY.search(bare):
            continue
        if not _STANDING.search(ctx.title_of(sentence.section)):
            named.append((sentence, last.get(text)))
    kept = [pair for pair in named if pair[1] is not None]
    shown = kept or named[:1]
    if not shown:
        return
    first = shown[0][0]
    text = _plain(first, ctx.document)
    start = first.span.start + first.span.cut(ctx.document.folded).index(str(year - 1))
    yield tick(
        "YEA08",
        not kept,
        stated=f"{year - 1}年",
        expected=f"{year}年",
        working=f"{len(kept)} / {len(named)}",
        evidence=[
            ctx.evidence(CharSpan(start, start + 4), EvidenceRole.STATED, "年份"),
            *(ctx.evidence(own.span, EvidenceRole.COUNTERPART, "句子") for own, _ in shown),
        ],
        facts={
            "count": str(len(kept)),
            "text": text[:40],
            "last_file": ctx.previous.document.key,
        },
        confidence=0.85,
        elsewhere=[place_in(ctx.previous, s.span, "句子") for _, s in shown if s is not None],
    )


def _plain(sentence: Sentence, document: Document) -> str:
    return re.sub(r"\s+", "", sentence.span.cut(document.folded))
