"""Words that narrow or widen what a number is of: 累计, 人均, 重点, 上半年 on one side only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.table import NumericCell
from auditor.linking.candidates import Fact

_WORDS = re.compile(
    r"平均|人均|户均|亩均|次均|单价|累计(?=[一-鿿])|总数|总量|存量|历年|上半年|下半年|季度|首次|剩余|其余|另有"
    r"|(?:市级|省级|中央|国家级|县级|区级)(?!及?以上)|自筹|亿元以上|规模以上|重点|试点|抽查"
)


def narrowed(
    facts: Sequence[Fact], cells: Sequence[NumericCell], rows: Sequence[int], cols: Sequence[int]
) -> list[float]:
    """For each pair 1 where the clause or the label has such a word that the other side hasn't."""
    said: dict[int, tuple[str, list[str]]] = {}
    shown: dict[int, tuple[str, list[str]]] = {}
    found = []
    for i, j in zip(rows, cols, strict=True):
        if i not in said:
            text = "".join(claim.context + claim.indicator for claim in facts[i].claims[:2])
            said[i] = (text, _WORDS.findall(text))
        if j not in shown:
            cell = cells[j]
            label = "".join((*cell.row_path, *cell.col_path, cell.indicator))
            shown[j] = (label, _WORDS.findall(label))
        (text, mine), (label, theirs) = said[i], shown[j]
        apart = (mine and any(w not in label for w in mine)) or (
            theirs and any(w not in text for w in theirs)
        )
        found.append(float(bool(apart)))
    return found
