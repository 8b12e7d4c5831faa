"""Weights of the first-level indicators as a sentence tells them (百分制，其中预算执行10分、产出50分、…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.base import CheckContext
from auditor.core.charspan import CharSpan

_MARK = re.compile(
    r"百分制|满分(?:为|是)?100分|总分值?(?:为|是)?100分|(?:指标)?(?:分值|权重)(?:设置|分配)?(?:分别)?(?:为|是|:)"
)
_ITEM = (
    r"(?:预算执行(?:率|情况)?|资金执行率?|投入|决策|过程|管理|产出|效益|效果|满意度?|履职(?:效能|目标)?|部门管理|可持续影响)"
    r"(?:指标|类指标)?(?:分值|权重)?(?:为|占)?(?P<value>\d{1,3}(?:\.\d)?)分"
)
_PLAIN = _ITEM.replace("?P<value>", "")
_LIST = re.compile(rf"{_PLAIN}(?:[、,;和]{_PLAIN}){{2,6}}")
_ONE = re.compile(_ITEM)
_SCORED = re.compile(r"得分|得\d|自评分|评分为|扣")
_ALL_NAMED = re.compile(r"执行|投入|过程|决策|管理")


@dataclass(frozen=True, slots=True)
class ToldWeights:
    """The weights of one sentence and their places."""

    values: tuple[Decimal, ...]
    spans: tuple[CharSpan, ...]

    @property
    def total(self) -> Decimal:
        """Their sum."""
        return sum(self.values, start=Decimal(0))


def told_weights(ctx: CheckContext) -> Iterator[ToldWeights]:
    """Every list of three and more weights with output, benefit and one of the other kinds.

    Lists of scores (得分, 扣) are none; one short of the execution of the budget isn't whole.
    """
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        mark = _MARK.search(text) if "分" in text else None
        found = _LIST.search(text, mark.end()) if mark is not None else None
        if mark is None or found is None or _SCORED.search(text, mark.start(), found.end()):
            continue
        listed = found.group()
        if "产出" not in listed or "效" not in listed or not _ALL_NAMED.search(listed):
            continue
        items = list(_ONE.finditer(listed))
        base = sentence.span.start + found.start()
        yield ToldWeights(
            tuple(Decimal(item["value"]) for item in items),
            tuple(CharSpan(base + item.start(), base + item.end()) for item in items),
        )
