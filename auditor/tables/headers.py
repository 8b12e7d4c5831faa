"""What a column or row header says about the numbers under it: unit, period and role."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from auditor.core.period import Period, Point, Role
from auditor.core.quantity import Dimension, Unit
from auditor.quantities import find_unit_marker
from auditor.tables.indicators import PERCENT_UNIT, SCORE_UNIT
from auditor.tables.vocabulary import squeeze

PEOPLE_UNIT = Unit("人", Dimension.PEOPLE, Decimal(1), "人")

_YEAR = re.compile(r"((?:19|20)\d{2})年")
_YEAR_ALONE = re.compile(r"(?:19|20)\d{2}年度?(?:数|金额)?")
"""A column that a year alone heads tells what was: 2022年 | 2021年 | 增减率."""
_PRIOR = re.compile(r"上年(?!结转|结余)|上一年|去年|上期")
_OPENING = re.compile(r"年初(?!预算|安排|批复|目标)|期初")
_CLOSING = re.compile(r"年末|期末|年底")

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.WEIGHT, re.compile(r"分值|权重|标准分|满分")),
    (Role.SCORE, re.compile(r"得分|自评分|评分$")),
    (Role.GROWTH, re.compile(r"增长率|增幅|增减(?:率|比例|幅度)|变动率|升降")),
    (Role.RATE, re.compile(r"率$|率\(|占比|比例|百分比")),
    (Role.CHANGE, re.compile(r"增减|变动(?:额|数|金额)|差额|增加额|增加数")),
    (Role.INITIAL_BUDGET, re.compile(r"年初(?:预算|安排|批复)|预算申请")),
    (Role.BUDGET, re.compile(r"预算|预算安排|计划数")),
    (Role.FINAL, re.compile(r"决算|执行|实际支出|支出数|支出金额|支出额|实际投资")),
    (Role.ESTABLISHMENT, re.compile(r"编制")),
    (Role.HEADCOUNT, re.compile(r"在职|实有|在编|人数|在岗")),
    (Role.TARGET, re.compile(r"目标|指标值|计划")),
    (Role.ACTUAL, re.compile(r"实际|完成")),
    (Role.BALANCE, re.compile(r"结转|结余|余额")),
)


@lru_cache(maxsize=4_096)
def role_of(*headers: str) -> Role:
    """The role that the headers name, innermost header first; ``UNKNOWN`` where none does."""
    for header in headers:
        plain = squeeze(header)
        for role, pattern in _ROLES:
            if pattern.search(plain):
                return role
    yearly = any(_YEAR_ALONE.fullmatch(squeeze(header)) for header in headers)
    return Role.FINAL if yearly else Role.UNKNOWN


@lru_cache(maxsize=4_096)
def period_of(fiscal_year: int | None, *headers: str) -> Period:
    """The period that the headers name, the fiscal year where they name none."""
    point = Point.YEAR
    for header in headers:
        plain = squeeze(header)
        if _OPENING.search(plain):
            point = Point.OPENING
        elif _CLOSING.search(plain):
            point = Point.CLOSING
        year = _YEAR.search(plain)
        if year:
            return Period(int(year.group(1)), point)
        if _PRIOR.search(plain):
            return Period(fiscal_year - 1 if fiscal_year else None, point)
    return Period(fiscal_year, point)


def unit_of(role: Role, *places: str) -> Unit | None:
    """The unit that a bare number takes: the role's own, else the nearest marker in ``places``.

    ``places`` are header, label, block label and caption, nearest first.
    """
    if role in (Role.WEIGHT, Role.SCORE):
        return SCORE_UNIT
    if role in (Role.RATE, Role.SHARE, Role.GROWTH):
        return PERCENT_UNIT
    for place in places:
        unit = find_unit_marker(place) if place else None
        if unit is not None:
            return unit
    if role in (Role.ESTABLISHMENT, Role.HEADCOUNT):
        return PEOPLE_UNIT
    return None
