"""TPL01."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_ASKED = r"(?:说明|阐述|描述|介绍|填写|填列|列示|列明|概述|反映|分析|评价|总结|归纳|提出)"
_OPENING = re.compile(
    rf"^(?:请|需|应|须|可|要)(?:简要|详细|具体|重点|逐项|分别|如实|据实|认真|在此)?{_ASKED}"
    rf"|^[(\[【](?:请|此处|这里|以下|本部分|填写|说明:|注:|需|应)[^)\]】]{{0,60}}[)\]】]"
    r"|^[(\[【](?:简述|简要|概述|逐项|分别(?:说明|列示|填写))[^)\]】\d]{2,60}[)\]】]$"
    rf"|^(?:此处|这里|本部分|本节|该部分|本项)(?:请|应|需|须|主要|重点)?(?:简要|详细|逐项|分别)?{_ASKED}"
    rf"|^(?:简要|逐项|重点|详细|具体|分别|主要){_ASKED}[^,。]{{2,40}}[。.]?$"
    rf"|^(?:参照|对照|按照|根据|结合|围绕|依据)[^,。;]{{2,40}},(?:请)?(?:简要|详细|逐项|重点|分别)?(?:说明|阐述|描述|填写|列示|列明|概述)[^,。;]{{2,40}}[。.]?$"
    r"|^例如?[:：]"
)
_WITHIN = re.compile(
    r"(?:指标|依据|内容|分析|数据|措施|原因|目标)(?:要|应|须|需)(?:尽量|尽可能)?(?:细化|量化|充分|具体|详细|准确|可衡量|分项)"
    r"|(?:请|应|需)(?:附|另附|提供)(?:相关|有关|佐证)?(?:材料|附件|说明)[。)]?$|不少于\d+字|字数(?:不|在|控制)|示例[:：]|(?:可|请)(?:自行)?(?:增|删)(?:加|减)?(?:行|页)"
)
_SLOT = re.compile(
    r"[×X]{2,}(?:年|局|单位|部门|万元|元|个(?![人体])|项|市|县|区|镇|项目)|_{3,}(?:年|万元|元|个|项|人|%)|\(\s*(?:单位|部门|项目)名称\s*\)"
)
_AMOUNT_SLOT = re.compile(
    r"(?<![A-Za-z×*])(?:×{2,}|X{2,}|x{2,})(?:%|亿元|公里|平方米|亩|吨|万?人次|场次|个百分点)(?!的?(?:以[上下内])?,?[得扣计])"
    r"|(?<=[共计达训盖查成置设到约])(?:×{2,}|X{2,}|x{2,})(?:万?人|户|名|家|处|次|座)(?![×Xx])"
)
"""A number left out before its unit; 张××, 138××××5678 and 李××户 are people made unknown."""
_STARS = re.compile(r"(?<![\d*.)）%％])\*{3,}\s?(?:[%％]|亿元|万元)")
"""The same in stars, of which folding takes those that may be marks of bold text."""
_TOLD_WITHIN = (
    "细化", "量化", "充分", "具体", "详细", "准确", "可衡量", "分项", "附", "提供", "不少于", "字数", "示例", "增", "删",
)  # fmt: skip
"""A sentence without any of these has nothing of ``_WITHIN``, which is slow to search."""
_PERSON = re.compile(
    r"我(?:局|单位|部|镇|县|区|院|馆|校|委|办|大队|中心|乡|街道)|本(?:单位|部门|局|镇)已"
)
_EMPTY_ROW = re.compile(
    r"(?:^|\0)(?:…+|\.{3,})(?:\0|$)|一个(?:专项|项目)一行|可(?:自行)?(?:增加|添加)行"
)
_NOTE = re.compile(
    r"^(?:说明|备注|注|填表说明|填报说明)[:：].{0,60}(?:填报|填写|各一张表|一张表|需要填|据实填)"
)


@check(id="TPL01", family=Family.TEMPLATE, severity=Severity.MEDIUM, contradiction=False)
def instruction_left_in(ctx: CheckContext) -> Iterator[Tick]:
    """模板填写说明未删除。

    ## 检查内容
    正文留有模板的填写要求（“请说明……”“参照……，说明……”“指标要细化、量化”）或未替换的占位（××局，完成率×××%）。
    ## 为何重要
    说明该部分没有按要求撰写，或直接套用模板。
    ## 违反示例
    请简要说明本部门年度重点工作的完成情况。
    ## 符合示例
    我局对照年度重点工作逐项开展了核对，情况说明附后。
    ## 局限
    以祈使的填写用语识别；表下“备注”“说明”一类填表提示，只在表中另有未删的模板空行（……）时列为低级别；改写过的说明可能认不出。
    """
    alone = _lone_sections(ctx)
    unfilled = _unfilled_rows(ctx)
    crossed, starred = ctx.says("×", "X", "x"), "***" in ctx.document.text
    for sentence in ctx.document.sentences:
        text = "".join(sentence.span.cut(ctx.document.folded).split())
        if not text:
            continue
        number = (_AMOUNT_SLOT.search(text) if crossed else None) or (
            _STARS.search(sentence.span.cut(ctx.document.text)) if starred else None
        )
        if len(text) > 160 and not number:
            continue
        slot = number or _SLOT.search(text)
        found = slot or _OPENING.match(text) or _within(text)
        note = _NOTE.match(text) if unfilled else None
        cue = found or note
        if cue is None:
            continue
        if not (note or slot) and (_PERSON.search(text) or _has_result(ctx, sentence.span)):
            continue
        nothing_else = sentence.section in alone and not number
        severity = Severity.HIGH if nothing_else else Severity.MEDIUM
        shown = sentence.span.cut(ctx.document.text).strip()
        yield tick(
            "TPL01",
            False,
            stated=shown,
            expected="—",
            working=cue.group(),
            evidence=[ctx.evidence(sentence.span, EvidenceRole.STATED)],
            facts={"text": shown},
            severity=Severity.LOW if note and not found else severity,
            confidence=0.85,
        )


def _within(text: str) -> re.Match[str] | None:
    return _WITHIN.search(text) if any(word in text for word in _TOLD_WITHIN) else None


def _unfilled_rows(ctx: CheckContext) -> bool:
    """Whether some form still has the template's own empty rows: ……, 一个专项一行."""
    texts = "\0".join([cell.text for table in ctx.tables for cell in table.table.cells])
    return _EMPTY_ROW.search("".join(texts.split())) is not None


def _lone_sections(ctx: CheckContext) -> set[int | None]:
    """Sections whose body is one or two sentences: nothing but the instruction stands there."""
    counts: dict[int | None, int] = {}
    for sentence in ctx.document.sentences:
        counts[sentence.section] = counts.get(sentence.section, 0) + 1
    return {section for section, count in counts.items() if count <= 2}


def _has_result(ctx: CheckContext, span: CharSpan) -> bool:
    """Whether the sentence states a figure; a limit (2000字以内) is none."""
    return any(
        span.contains(claim.quantity.span) and not claim.quantity.comparator for claim in ctx.claims
    )
