"""Normal form and content words of indicator phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.language.lexicon import canonical
from auditor.language.tokenizer import segment

_NOISE = re.compile(r"[\s*#+“”‘’\"]+")
_CJK = re.compile(r"[一-鿿A-Za-z]+")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是、.]|\(?[一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、]|[①-⑳]|[^年]{0,14}(?:19|20)\d{2}年(?:度|末|底|初|全年)?|其中|截至|截止|到|(?:19|20)\d{2}年(?:度|末|底|初|全年)?|全年|本年度?|当年|今年|年内|一年来"
    r"|我(?:局|单位|部(?!门)|部门|镇|乡|县|区|市|院|馆|校|委|办|大队|中心)|共计?|累计|合计|总计|总共|已|并|且"
    r"|以及|和|及|与|另|还|分别|主要|现有|现(?![场代金])|先后|包括|包含|分别为|分别是|同时|全部|成功(?!率)|积极|大力|认真|扎实|全面|持续|深入|进一步|为|是|,|、|:|\s)+"
)
_TAIL = re.compile(
    r"(?:达到|达|共计|共有|共|合计|总计|累计|约为|约|为|是|(?<![实现])有|计|至|到|等|了|的|个|:|,|、|—|-|\s|\(|\)|实现|完成|增至|减至|(?:由|从)(?:19|20)\d{2}年度?的?)+$"
)
_STOP = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "等",
        "共",
        "全",
        "各",
        "对",
        "为",
        "在",
        "以",
        "中",
        "达",
        "个",
        "项",
        "次",
        "完成",
        "实现",
        "工作",
        "情况",
        "指标",
        "数量",
        "人数",
        "次数",
        "总",
        "总数",
        "年度",
        "全年",
        "我",
        "本",
        "进行",
        "推进",
        "加强",
        "做好",
        "落实",
        "提升",
        "按",
        "实际",
        "全县",
        "全区",
        "全市",
        "全镇",
        "本级",
        "单位",
        "部门",
        "有关",
        "相关",
        "各类",
    ]
)


@lru_cache(maxsize=50_000)
def normal_form(phrase: str) -> str:
    """``phrase`` without time words, fillers and closing verbs: ``全年共调整干部`` → ``调整干部``."""
    plain = _NOISE.sub("", phrase)
    stripped = _TAIL.sub("", _LEAD.sub("", plain))
    return stripped or plain


@lru_cache(maxsize=50_000)
def content_words(phrase: str) -> tuple[str, ...]:
    """Canonical content words of ``phrase`` in order, without stop words and numerals."""
    words: list[str] = []
    for run in _CJK.findall(phrase):
        words.extend(canonical(word) for word in segment(run) if word not in _STOP)
    return tuple(words)
