"""YEA01."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from auditor.checks.another_unit_named import TRADES
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_END = "局|委员会|部|委|办公室|中心|医院|卫生院|院|馆|学校|中学|小学|学院|人民政府|政府|大队|支队|站|所|联合会|联社|社|处|署|街道办|园|会"
SCORED_BY_NAME = re.compile(
    rf"(?:^|[,。;:\s]|综上|所述|认为|认定|确认)(?P<name>[一-鿿]{{2,20}}?(?:{_END}))(?:\((?:本级|机关)\))?"
    r"(?P<year>(?:19|20)\d{2})年度?(?:部门|单位|本级)?(?:整体)?(?:支出)?(?:预算)?绩效"
    r"(?:(?:自评|评价|自我评价)?(?:工作)?(?:的)?(?:综合|总|最终|自评)?(?:得分|评分|总分|等级|结果|分值)"
    r"|目标(?:任务)?(?:已|均)?(?:基本|全部|全面|圆满|较好|如期)*(?:地)?(?:实现|完成|达成))"
)
_SUBJECT = re.compile(
    rf"^(?:综上(?:所述)?,|经(?:综合)?(?:自评|评价),)?(?P<name>[一-鿿]{{0,8}}?{TRADES}局)"
    r"(?=(?:19|20)\d{2}年|高度重视|非常重视|认真|严格|坚持|始终|按照|对照|根据|围绕|组织|较好|全面|部门|整体)"
    r"[^。]{0,160}?(?:自评|评价|自我评价)(?:结果)?(?:的)?(?:综合|总|最终)?(?:得分|评分|总分)"
)
"""An office that a sentence about the score of the self-evaluation begins with."""
_OWN = re.compile(r"^(?:我|本|该|各|综上|经|对|全)")
_PLACE = re.compile(r"^[一-鿿]{1,8}?(?:自治县|省|市|州|县|区|旗|镇|乡)")
_SIMILAR = 60


@check(id="YEA01", family=Family.YEARS, severity=Severity.HIGH)
def conclusion_of_another_unit(ctx: CheckContext) -> Iterator[Tick]:
    """自评结论写的是其他单位。

    ## 检查内容
    “××局2023年度部门整体绩效自评得分……”“××局2023年整体支出绩效目标基本实现”中的单位名称是否为报告单位。
    ## 为何重要
    结论写成其他单位，多半是套用他人报告，得分和等级不能采信。
    ## 违反示例
    综上，河东县文化馆2023年度部门整体支出绩效自评得分96分。
    ## 符合示例
    综上，测试县农业农村局2023年度部门整体支出绩效自评得分96分。
    ## 局限
    只看紧跟年度和自评得分、等级的单位名称，以及写得分的句子开头的部门；简称、所属单位与报告单位名称相近的不提出；认不出报告单位的不判断。
    """
    identity = ctx.document.identity
    if identity.agency is None:
        return
    known = (identity.agency, *identity.aliases)
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        plain = re.sub(r"\s", "", text)
        match = SCORED_BY_NAME.search(plain) or _SUBJECT.match(plain)
        if match is None or _OWN.match(match.group("name")):
            continue
        name = match.group("name")
        at = text.find(name)
        if at < 0:
            continue
        span = CharSpan(sentence.span.start + at, sentence.span.start + at + len(name))
        yield tick(
            "YEA01",
            any(_same(name, other) for other in known),
            stated=name,
            expected=identity.agency,
            working=f"{name} ↔ {identity.agency}",
            evidence=[ctx.evidence(span, EvidenceRole.STATED, "结论所称单位")],
            facts={"name": name, "agency": identity.agency},
            confidence=0.9,
        )


def _same(name: str, other: str) -> bool:
    """Whether two names can be one agency's: the same but for the place, a short form, a part."""
    short, full = _PLACE.sub("", name), _PLACE.sub("", other)
    here, there = _region(name), _region(other)
    of_one_kind = here and there and here[-1] == there[-1]
    if of_one_kind and here not in other and there not in name:
        return False
    return short in other or full in name or fuzz.ratio(short, full) >= _SIMILAR


def _region(name: str) -> str:
    match = _PLACE.match(name)
    return match.group() if match and len(match.group()) >= 3 else ""
