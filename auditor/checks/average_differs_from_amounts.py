"""RAT05."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.amounts import implausible, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.claims.roles import states_level
from auditor.core.claim import Claim
from auditor.core.constraint import average
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain
from auditor.core.quantity import Dimension, Quantity
from auditor.language import content_words

_EACH = re.compile(
    r"(?P<unit>[人生户亩车次床村校场期家所班台套件个])均(?!衡)(?P<of>[^,;。、\d]{0,8}?)(?:达到?|约|为)?$"
    r"|平均每(?:一)?(?P<every>[一-鿿])(?P<rest>[^,;。、\d]{0,8}?)(?:达到?|约|为)?$"
)
_COUNTED = {
    "人": ("人", "人次", "名"),
    "生": ("人", "名"),
    "户": ("户",),
    "亩": ("亩", "万亩"),
    "车": ("辆", "台"),
    "次": ("次", "批次", "场次"),
    "床": ("张",),
    "村": ("个", "村"),
    "校": ("所",),
}
"""What stands behind the figure that an average divides by; else the word itself."""
_NORM = re.compile(r"标准|定额|基准|限额|上限")
_SUMMED = frozenset({Dimension.MONEY, Dimension.PEOPLE, Dimension.WEIGHT, Dimension.VOLUME})


@dataclass(frozen=True, slots=True)
class _Average:
    stated: Claim
    above: Claim
    below: Claim

    @property
    def expected(self) -> Interval | None:
        return self.above.quantity.base.divide(self.below.quantity.base)

    @property
    def value(self) -> Decimal:
        return self.above.quantity.base_value / self.below.quantity.base_value


_LARGE = 10_000
"""From here on an average that ends in 00 may be rounded to hundreds: 车均15800元."""


@check(id="RAT05", family=Family.RATIOS, severity=Severity.MEDIUM)
def average_differs_from_amounts(ctx: CheckContext) -> Iterator[Tick]:
    """平均数与总数、个数算出的不符。

    ## 检查内容
    “户均”“人均”“车均”“平均每场”等平均数，与同一句中它前面的总数、个数之商是否一致。
    ## 为何重要
    平均数由总数和个数唯一确定，常用来说明支出标准是否合规（人均接待费、车均运行费）。
    ## 违反示例
    发放产业奖补资金78.00万元，惠及156户，户均6500元。
    ## 符合示例
    发放产业奖补资金78.00万元，惠及156户，户均5000元。
    ## 局限
    同一句中没有总数或个数的不判断；有几个总数、个数时与任一组相符即视为相符，都不符也只在各只有一个时提出；
    平均数另有所指的（户均增收）须与总数同名；概数按区间比较，按末位四舍五入或截位放宽。
    """
    for index, claim in enumerate(ctx.claims):
        match = _EACH.search(claim.context) if states_level(claim.role) else None
        if match is None or claim.quantity.unit is None:
            continue
        before = [
            c
            for c in ctx.claims[max(index - 8, 0) : index]
            if c.sentence == claim.sentence and c.cell == claim.cell and states_level(c.role)
        ]
        found = _pairs(claim, before, match)
        if found:
            yield _tick(ctx, found)


def _pairs(claim: Claim, before: Sequence[Claim], match: re.Match[str]) -> list[_Average]:
    word = match.group("unit") or match.group("every")
    counted = _COUNTED.get(word, (word,))
    below = [
        c
        for c in before
        if c.quantity.unit is not None
        and c.quantity.unit.name in counted
        and c.quantity.value
        and c.quantity.comparator is None
    ]
    above = [
        c
        for c in before
        if c.quantity.dimension is claim.quantity.dimension
        and c.quantity.dimension in _SUMMED
        and not _EACH.search(c.context)
        and _of_one_kind(claim, c, match.group("of") or match.group("rest") or "")
    ]
    return [_Average(claim, a, b) for a in above for b in below if a is not b]


def _of_one_kind(average: Claim, whole: Claim, subject: str) -> bool:
    """Whether the average is one of ``whole``: 户均增收 is none of 发放奖补资金."""
    a, b = average.quantity.unit, whole.quantity.unit
    if a is None or b is None or a.base != b.base or _NORM.search(subject):
        return False
    words = set(content_words(subject))
    return not words or bool(words & set(content_words(whole.context)))


def _as_average(stated: Quantity) -> Interval:
    """What an average may be before it was rounded or cut off, counts of persons included."""
    base = stated.base_value
    if not stated.decimals and not stated.hedge and base >= _LARGE and not base % 100:
        hundreds = Interval.rounded(base, -2)
        return hundreds.hull(Interval.truncated(base, -2))
    if not stated.bounds.is_exact:
        return stated.lenient
    rounded = Interval.rounded(stated.value, stated.decimals)
    return rounded.hull(Interval.truncated(stated.value, stated.decimals)).scale(stated.scale)


def _tick(ctx: CheckContext, found: Sequence[_Average]) -> Tick:
    shown_as = _as_average(found[0].stated.quantity)
    fitting = [a for a in found if a.expected and shown_as.overlaps(a.expected)]
    totals = [a for a in found if not {a.above.id, a.below.id} & ctx.wholes.keys()]
    one = (fitting or totals or found)[-1]
    ok: bool | None = bool(fitting)
    stated, above, below = one.stated.quantity, one.above.quantity, one.below.quantity
    beside = ctx.claims[ctx.claims.index(one.stated) - 2 : ctx.claims.index(one.stated)]
    sure = len(totals or found) == 1 or {one.above.id, one.below.id} == {c.id for c in beside}
    if not ok and (not sure or implausible(stated.base_value, one.value)):
        ok = None
    unit = stated.unit
    scale = unit.scale if unit else Decimal(1)
    shown = f"{plain(round(one.value / scale, 2))}{unit.name if unit else ''}"
    return tick(
        "RAT05",
        ok,
        stated=stated.text,
        expected=shown,
        working=f"{in_unit(above, unit)} ÷ {plain(below.base_value.normalize())} = {shown} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(one.stated, EvidenceRole.STATED),
            ctx.evidence(one.above, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(one.below, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"indicator": one.stated.indicator, "whole": one.above.indicator},
        stated_bounds=stated.base,
        expected_bounds=one.expected,
        confidence=0.8,
        constraint=average(stated, above, below),
    )
