"""Words of forms whose cells lost their places: what a head names and what a cell can stand under."""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """What a column of an indicator block holds."""

    LABEL = "label"
    TARGET = "target"
    ACTUAL = "actual"
    POINTS = "points"
    REASON = "reason"
    SIGN = "sign"
    UNIT = "unit"
    OTHER = "other"


_KINDS = (
    (Kind.LABEL, re.compile(r"^(?:项目)?绩效指标(?:完成情况)?$")),
    (Kind.SIGN, re.compile(r"指标性质|符号$|指标方向")),
    (Kind.UNIT, re.compile(r"(?:度量|计量)单位$|^单位$")),
    (Kind.REASON, re.compile(r"原因|措施|备注|说明")),
    (Kind.OTHER, re.compile(r"完成率|标准|规则|依据|办法")),
    (Kind.ACTUAL, re.compile(r"实际|完成")),
    (Kind.POINTS, re.compile(r"分值|权重|得分|分数|自评分")),
    (Kind.TARGET, re.compile(r"指标值|目标值|计划值|预期值|年度目标|年初目标")),
    (Kind.LABEL, re.compile(r"级指标|^绩效指标$|指标名称|指标内容|具体指标")),
)
GAP_COST = {
    Kind.REASON: 0,
    Kind.OTHER: 2,
    Kind.UNIT: 2,
    Kind.SIGN: 3,
    Kind.TARGET: 3,
    Kind.ACTUAL: 3,
    Kind.POINTS: 4,
    Kind.LABEL: 9,
}
"""What it costs a reading of a row to leave a column without a cell."""
LEVEL1 = re.compile(
    r"(?:项目)?(?:产出|完成|效益|效果|满意度?|成本|决策|过程|投入|履职(?:效能|效果)?|管理(?:效率)?|预算执行|运行成本|社会效应|可持续(?:发展能力|性))"
    r"(?:指标)?(?:\(\d+(?:\.\d+)?分?\))?"
)
LEVEL2 = re.compile(
    r"(?:数量|质量|时效|成本|(?:经济|社会|生态)(?:效益|成本)|生态环境(?:效益|成本)|可持续影响|可持续发展|(?:服务对象|社会公众|群众|公众)?满意度?)"
    r"(?:指标)?(?:\(\d+(?:\.\d+)?分?\))?"
)
LEVEL1_OF_UNITS = re.compile(
    r"预算执行率|执行率|预算(?:编制|执行|管理|使用)(?:情况|效益)?|部门(?:决策|管理|绩效)|综合管理|履职目标|工作目标"
)
LEVEL2_OF_UNITS = re.compile(
    r"目标设定|预算配置|预算执行|预算管理|资产管理|职责履行|履职效[益果]|项目立项|绩效目标|资金投入|资金管理|组织实施"
    r"|产出(?:数量|质量|时效|成本)|项目效益|财务管理|业务管理|项目管理"
)
"""First and second levels of the frames for whole departments and for evaluations (财预〔2013〕53号, 〔2020〕10号)."""
POINTS = re.compile(r"\d{1,3}(?:\.\d+)?分?")
NUMBER = re.compile(r"[≥≤<>=≧≦]?\d")
_SIGN = re.compile(r"[≥≤>=<≧≦]{1,2}|定[性量](?:指标)?|[正反负]向|[大小等不][于低高]\S{0,4}")
_LONGEST_UNIT = 8
_LONGEST_HEAD = 24


def kind_of(text: str) -> Kind:
    """What a head's cell, without white space, names; ``OTHER`` also where it names nothing."""
    if len(text) > _LONGEST_HEAD:
        return Kind.OTHER
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), Kind.OTHER)


def can_hold(kind: Kind, text: str) -> bool:
    """Whether a filled cell's text, without white space, can stand in a column of ``kind``."""
    if kind is Kind.POINTS:
        return POINTS.fullmatch(text) is not None
    if kind is Kind.SIGN:
        return _SIGN.fullmatch(text) is not None
    if kind is Kind.UNIT:
        return len(text) <= _LONGEST_UNIT and not NUMBER.match(text)
    if kind is Kind.REASON:
        return not NUMBER.match(text) or len(text) > 12
    return True


def is_level(text: str) -> bool:
    """Whether a text, without white space, is the name of a level: 产出指标, 经济效益指标(20分)."""
    return "指标" in text and bool(LEVEL1.fullmatch(text) or LEVEL2.fullmatch(text))
