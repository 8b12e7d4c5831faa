"""What a target asks and what an actual is: directions, kinds and vagueness, for the checks."""

from __future__ import annotations

import re

from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import CellField, IndicatorRow

_COST = re.compile(r"成本|控制|不超过|投诉|事故|违规|差错|超支|死亡|发案|逾期|时限|办理时间|天数")
VAGUE = re.compile(
    r"^(?:已|全部|均|基本|按时|按期|按质|按量|圆满|顺利|如期|全面|较好|超额|及时|有效)*"
    r"(?:完成|达标|达成|达到|落实|实现|合格|良好|优秀|较好|明显|显著|提升|提高|增强|改善|保障|到位|符合|有效|是|好|优|达成(?:预期)?(?:指标|目标)|完成(?:目标|任务|指标)?|达到(?:预期|目标)?)"
    r"(?:预期|目标|指标|任务|计划|要求|效果)*$|^效果(?:明显|显著|良好|较好)$|^(?:有所|逐步|不断|明显|显著|有效|进一步|持续)(?:提升|提高|改善|增强|推动|促进)$"
    r"|^(?:正常|无偏差|已实施|已开展|已执行|已发放|已拨付|按计划完成|完成预期)$"
)
_CONDITION = re.compile(r"[需须应请][^。;；]{0,6}说明|说明(?:理由|原因)")
_BY_DAY = re.compile(r"每(?:年|季度?|月|周|旬)\D{0,3}\d{1,2}[日号]?(?:前|之前|以前)")
"""每月15日前 sets a day, and the earlier one is the better."""
_CLASSES: dict[Dimension, str] = {
    Dimension.PERCENT: "percent",
    Dimension.POINTS: "percent",
    Dimension.RANK: "rank",
    Dimension.MONEY: "money",
    Dimension.PEOPLE: "count",
    Dimension.COUNT: "count",
    Dimension.AREA: "area",
    Dimension.LENGTH: "length",
    Dimension.WEIGHT: "weight",
    Dimension.VOLUME: "volume",
    Dimension.DURATION: "duration",
}


def is_cost(row: IndicatorRow) -> bool:
    """Whether less is better: cost and time indicators, and those that name a limit."""
    return bool(_COST.search(row.level3) or "成本" in row.level2 or "成本" in row.level1)


def numeric(cell: CellField | None) -> Quantity | None:
    """The field's number; ``None`` where it has none, is mostly words, or is a condition's.

    未达到90%的需说明 asks for a reason and sets no target.
    """
    if cell is None or cell.quantity is None:
        return None
    text = cell.text
    if "每" in text and _BY_DAY.search(text):
        return None
    asked = _CONDITION.search(text) if "说明" in text else None
    if asked is None:
        return cell.quantity
    clause = max(text.rfind(mark, 0, asked.start()) for mark in "（(，,;；。\n") + 1
    return cell.quantity if cell.quantity.text in text[:clause] else None


def kind_of(quantity: Quantity) -> str | None:
    """What kind of thing is measured; ``None`` for bare numbers and scores, which fit anything."""
    return _CLASSES.get(quantity.dimension)


def is_vague(text: str) -> bool:
    """Whether an actual only says that it was done: 已完成, 效果明显."""
    return bool(VAGUE.match(re.sub(r"[\s。,;、!]", "", text)))
