"""Paragraphs that reports take from each other: exact, with other numbers or words, reordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from auditor.synthesis.prose import neighbours

EDITS: Final = ("exact", "numbers", "words", "reordered")
_WORDS: Final = {
    "健全": "建立", "修订": "修改", "补充": "增补", "内部": "单位内部", "明确": "厘清", "统一": "一并",
    "研究": "商议", "讨论": "商定", "共同": "一起", "核对": "核验", "公布": "通报", "通报": "公布",
    "滞后": "落后", "按时": "按期", "如期": "准时", "抽查": "检查", "公开": "公示", "登记": "记录",
    "资料": "材料", "台账": "账册", "及时": "尽快", "问题": "毛病", "群众": "居民", "审批": "核批",
    "规范": "合规", "安排": "布置", "组织": "发动", "检查": "查看", "落实": "办理", "完善": "改进",
}  # fmt: skip


def edited(sentences: Sequence[str], edit: str, rng: Random) -> list[str]:
    """The sentences after one of ``EDITS``."""
    found = list(sentences)
    if edit == "numbers":
        return [re.sub(r"\d+", lambda m: str(int(m.group()) + rng.randint(1, 6)), s) for s in found]
    if edit == "words":
        return [_reworded(sentence, rng) for sentence in found]
    if edit == "reordered":
        return [*found[1:], found[0]] if rng.random() < 0.5 else found[::-1]
    return found


def _reworded(sentence: str, rng: Random) -> str:
    known = {**neighbours(), **_WORDS}
    present = [word for word in known if word in sentence]
    for word in rng.sample(present, k=min(3, len(present))):
        sentence = sentence.replace(word, known[word], 1)
    return sentence
