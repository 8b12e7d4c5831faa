"""Words that narrow or widen what a number is of: 累计, 人均, 重点, 上半年 on one side only."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from auditor.core.table import NumericCell
from auditor.linking.candidates import Fact
from auditor.linking.lexis import FloatArray

_WORDS = re.compile(
    r"平均|人均|户均|亩均|次均|单价|累计(?=[一-鿿])|总数|总量|存量|历年|上半年|下半年|季度|首次|剩余|其余|另有"
    r"|(?:市级|省级|中央|国家级|县级|区级)(?!及?以上)|自筹|亿元以上|规模以上|重点|试点|抽查"
)


def narrowed(facts: Sequence[Fact], cells: Sequence[NumericCell]) -> FloatArray:
    """Facts × cells: 1 where the clause or the label has such a word that the other side hasn't."""
    said = ["".join((*(c.context + c.indicator for c in fact.claims[:2]),)) for fact in facts]
    shown = ["".join((*cell.row_path, *cell.col_path, cell.indicator)) for cell in cells]
    found = np.zeros((len(facts), len(cells)))
    for i, text in enumerate(said):
        words = _WORDS.findall(text)
        if words:
            found[i] = [any(word not in label for word in words) for label in shown]
    for j, label in enumerate(shown):
        words = _WORDS.findall(label)
        if words:
            found[:, j] = np.maximum(
                found[:, j], [any(word not in text for word in words) for text in said]
            )
    return found
