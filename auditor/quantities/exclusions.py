"""Numerals that are no quantities, each with its reason. Matched before any quantity is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.core.charspan import CharSpan
from auditor.core.quantity import Excluded

_CN = "零〇一二两三四五六七八九十百千万亿"

_RULES: tuple[tuple[str, str], ...] = (
    ("rule", r"每[^。;\n\d]{0,12}\d[^。;\n]{0,24}?(?:扣|减|加|得|计)\s?\d+(?:\.\d+)?\s?分"),
    ("rule", r"\d+%?\s?[-—~]\s?\d+%?\s?\([不含]{1,2}\)[^。;\n]{0,12}(?:计|得|扣)\d+(?:\.\d+)?分"),
    ("date", r"(?<!\d)(?:19|20)\d{2}\s*[-—~–至]\s*(?:19|20)\d{2}\s*年?(?:度)?"),
    ("date", r"(?<!\d)(?:19|20)\d{2}\s*年\s*(?:\d{1,2}\s*[-—~–至]\s*\d{1,2}\s*月|\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?)?(?:度|末|底|初|前|后)?"),
    ("date", r"(?<!\d)(?:19|20)\d{2}[、./-]\d{1,2}[、./-]\d{1,2}(?!\d)"),
    ("date", r"(?<![\d.])\d{1,2}\s*月(?:份|底|末|初|\s*\d{1,2}\s*[日号])?(?!\d)"),
    ("date", rf"[二〇零一三四五六七八九]{{4}}年|(?:十[一二]?|[一二三四五六七八九])月(?:份|[{_CN}]{{1,3}}[日号])?"),
    ("time", r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,2}时\d{1,2}分"),
    ("document number", r"[〔\[【](?:19|20)\d{2}[〕\]】]\s*第?\s*\d+\s*号|第\s*\d+\s*号(?:令|文)?|(?<!\d)\d+\s*号(?:文|令)"),
    ("list number", rf"(?m:^[ \t\u3000]*(?:\(\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*\)|[{_CN}]{{1,3}}[、.]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[ 、一-鿿])(?!\s?(?:[万亿元个人名户次家所场期件条项座处台套辆册份米亩吨岁倍分天年月]|公里|千米|平方|立方|千瓦))|\d{{1,2}}[、.](?!\d)|[①-⑳]))"),
    ("list number", rf"(?<=[;。,:])\s?\(\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*\)|(?<=[。;:])\s?\d{{1,2}}[、.](?=[一-鿿])|[①-⑳]"),
    ("list number", r"(?:十[一二三四五六七八九]?|[一二三四五六七八九])(?:是|要(?=[一-鿿]))|其[一二三四五六]"),
    ("ordinal", rf"第\s*(?:\d+|[{_CN}]+)(?:[、,]\d+)*\s*(?:[名位届次批期季度条章节款个项]|季度)?"),
    ("ordinal", rf"[{_CN}\d]、?[{_CN}\d]?等(?:奖|功|残|级)|[{_CN}]{{1,3}}级(?!财政|预算|[部各])|首批|首次|首个|头等"),
    ("ordinal", rf"(?<![\d{_CN}])(?:\d{{1,4}}|[{_CN}]{{1,6}})\s?周年"),
    ("period", rf"近\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})\s?年(?:来)?"),
    ("name", r"“[^”\n]{0,40}”(?!\d)|‘[^’\n]{0,40}’|\"[^\"\n]{0,40}\""),
    ("name", r"《[^》\n]{0,80}》"),
    ("name", r"(?<![\d.])\d\+\d(?:\+[\dNnXx])*|\d\+[NnXx]|[一二三四五]\+[一二三四五NX]\S?"),
    ("name", r"一[一-鿿]一(?![个名项件次场万千百])[一-鿿]"),
    ("name", r"(?:十八|十九|二十|十七|十六)大(?!道)|十[二三四五]五(?=规划|时期|期间)|三公|三会一课|三重一大|两个(?:确立|维护|文明|责任|一以贯之)|四个(?:意识|自信|全面|服从)|[三四五六]有|双一流|双随机、?一公开|一站式|一件事|一网通办|一网统管|一卡通|一岗双责|两不愁三保障|三农|两新|两优一先|两会|八项规定|六[保稳]|三保(?!险)|七一|八一(?!\d)|五一(?!\d)|十一国庆|一体化|两学一做|三下乡|四好农村路|一老一小|一河一策"),
    ("code", r"(?<![\d.])\d{3,4}-\d{7,8}(?!\d)|(?<![\d.])1[3-9]\d{9}(?!\d)|(?<![\d.,])\d{11,}(?![\d.万亿元])|[A-Za-z]{1,4}-?\d{2,}(?![\d.%])"),
    ("version", r"\d+(?:\.\d+){1,2}\s?(?=版|系统|平台|时代)|V\d+(?:\.\d+)*"),
    ("formula", r"[×xX*÷/]\s?100%"),
)  # fmt: skip

_PATTERN = re.compile("|".join(f"(?P<g{i}>{pattern})" for i, (_, pattern) in enumerate(_RULES)))
_QUOTED_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:万元|亿元|元|%)")


def find_exclusions(folded: str) -> Iterator[Excluded]:
    """Excluded numerals in reading order, not overlapping."""
    for match in _PATTERN.finditer(folded):
        text = match.group()
        reason = _RULES[int((match.lastgroup or "g0")[1:])][0]
        if reason == "name" and not any(c in _CN or c.isdigit() for c in text):
            continue
        if reason == "list number" and "\n" in text:
            text = text.lstrip("\n")
        yield Excluded(CharSpan(match.start(), match.end()), text, reason)
