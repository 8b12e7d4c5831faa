"""RAT07."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.checks.amounts import MONEY_UNITS, amount, implausible, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.claims.roles import states_level
from auditor.core.claim import Claim
from auditor.core.constraint import average
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain
from auditor.core.interval import total as total_of
from auditor.core.quantity import Dimension, Quantity

_EACH = re.compile(
    r"(?:(?<!平均)每一?(?P<unit>[人户名亩村所个辆台场期套件床校班组对])(?:每(?P<time>[年月日天次季周]))?"
    r"|(?P<average>[人户亩])均)"
    r"(?P<act>(?:补助|补贴|发放|奖励|奖补|资助|给予|按|标准|缴纳|费用|慰问金?|年?增收|年?节支|节约|减负|投资|领取|分红)*)(?:为|是|约|达)*$"
)
_SUM = re.compile(
    r"^(?:合计|总计|累计|共计|共|计)(?:需|发放|补助|补贴|支付|支出|投入|兑现|拨付|奖励|安排|落实|使用|花费|为?(?:农户|农民|群众|企业|村民|居民)|带动|帮助|实现|增收|节支|节约|减负|投资|领取|分红|资金|金额|经费|费用|款项?|为|是)*$"
)
_GAINED = re.compile(r"增收|节支|节约|减负|投资|分红")
"""What comes to each by and large, rather than by a standard."""
_COUNTED = {
    "人": ("人", "名", "人次"),
    "名": ("名", "人", "人次"),
    "亩": ("亩", "万亩"),
    "辆": ("辆", "台"),
    "台": ("台", "台(套)", "辆"),
    "场": ("场", "场次"),
    "村": ("个", "村"),
    "校": ("所",),
    "班": ("个", "班"),
}
_BOUND = re.compile(r"不超过|不高于|不低于|至少|最高|最低|上限|以内|左右|不等|分别")
_BESIDE = re.compile(r"另|此外|还有|以及")
_TIMES = re.compile(r"每[年月日天次季周]|[两二三四五六七八九十\d][次轮批](?!次)|/[年月日天次]")


_MOST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class _Sum:
    """Several groups with a standard each: 甲类10户、每户2万元，乙类5户、每户1万元，共25万元."""

    total: Claim
    terms: tuple[tuple[Claim, Claim], ...]
    """Count and standard of each group."""

    @property
    def expected(self) -> Interval | None:
        products = [each.quantity.base.multiply(count.quantity.base) for count, each in self.terms]
        known = [product for product in products if product is not None]
        return total_of(known) if len(known) == len(products) else None

    @property
    def value(self) -> Decimal:
        terms = (each.quantity.base_value * n.quantity.base_value for n, each in self.terms)
        return sum(terms, start=Decimal(0))


@dataclass(frozen=True, slots=True)
class _Product:
    """A standard for each (每户2万元), how many there are, and what it makes (共264万元)."""

    total: Claim
    each: Claim
    count: Claim
    months: Claim | None
    loose: bool = False
    """Whether the standard is for a year, and how many were paid isn't told, or a rounded average or gain."""

    @property
    def factor(self) -> Decimal:
        return self.months.quantity.value if self.months else Decimal(1)

    @property
    def expected(self) -> Interval | None:
        product = self.each.quantity.base.multiply(self.count.quantity.base)
        return product.scale(self.factor) if product else None

    @property
    def value(self) -> Decimal:
        return self.each.quantity.base_value * self.count.quantity.base_value * self.factor


@check(id="RAT07", family=Family.RATIOS, severity=Severity.MEDIUM)
def total_differs_from_standard(ctx: CheckContext) -> Iterator[Tick]:
    """总额与每户、每人标准和个数算出的不符。

    ## 检查内容
    同一句中写明个数、“每户”“每人”“每亩”标准和“共”若干元的，标准与个数之积是否等于总额；按月发放的，再乘以句中写明的月数。
    ## 为何重要
    总额由标准和个数唯一确定，多一位、少一位往往是小数点错位。
    ## 违反示例
    为85户困难家庭发放取暖补贴，每户1200元，共1.02万元。
    ## 符合示例
    为85户困难家庭发放取暖补贴，每户1200元，共10.20万元。
    ## 局限
    标准须为一个确定的数（不超过、左右、不等的不判断），同句中这一标准之前只有一个同类个数；按次的和没有写明月数的不判断，按年的、“户均”的和增收、节约、投资一类的只在恰差一个金额单位时提出；几类对象各有标准的，以各类之积的和核对；概数按区间比较。
    """
    for index, claim in enumerate(ctx.claims):
        if claim.quantity.dimension is Dimension.MONEY and _SUM.match(_words(ctx, index)):
            groups = _groups(ctx, index)
            found = _product(ctx, index) if groups is None else None
            if found is not None:
                yield _tick(ctx, found)
            elif groups is not None and groups.terms:
                yield _sum_tick(ctx, groups)


def _words(ctx: CheckContext, index: int) -> str:
    """The words of a claim's clause before it, behind the number before."""
    claim = ctx.claims[index]
    start = claim.sentence.start
    if index and ctx.claims[index - 1].quantity.span.end > start:
        start = ctx.claims[index - 1].quantity.span.end
    words = ctx.document.folded[start : claim.quantity.span.start]
    return "".join(re.split(r"[,;、:()]", words)[-1].split())


def _product(ctx: CheckContext, index: int) -> _Product | None:
    total = ctx.claims[index]
    before = [
        c
        for c in ctx.claims[max(index - 8, 0) : index]
        if c.sentence == total.sentence and c.cell == total.cell
    ]
    money = [c for c in before if c.quantity.dimension is Dimension.MONEY]
    if not money:
        return None
    each = money[-1]
    match = _EACH.search("".join(each.context.split()))
    if match is None or each.quantity.hedge or each.quantity.comparator:
        return None
    start = money[-2].quantity.span.end if len(money) > 1 else total.sentence.start
    window = ctx.document.folded[start : total.quantity.span.start]
    own = [c for c in before if c.quantity.span.start >= start]
    months = _months(own) if match.group("time") == "月" else None
    yearly = match.group("time") == "年"
    own_time = "每年" if yearly else "每月" if months else ""
    timed = _TIMES.search(window.replace(own_time, "") if own_time else window)
    if _BOUND.search(window) or timed or (match.group("time") and months is None and not yearly):
        return None
    count = _count(own, match.group("unit") or match.group("average"))
    gained = _GAINED.search(match.group("act")) is not None
    loose = yearly or gained or match.group("average") is not None
    return _Product(total, each, count, months, loose) if count is not None else None


def _groups(ctx: CheckContext, index: int) -> _Sum | None:
    """The groups before a total that each name how many and how much each; ``None`` for fewer than two.

    Without terms where one of them can't be read.
    """
    total = ctx.claims[index]
    before = [
        c
        for c in ctx.claims[max(index - 2 * _MOST_GROUPS - 1, 0) : index]
        if c.sentence == total.sentence and c.cell == total.cell
    ]
    told = [(c, _EACH.search("".join(c.context.split()))) for c in before]
    standards = [
        (c, m)
        for c, m in told
        if m is not None and m.group("unit") and c.quantity.dimension is Dimension.MONEY
    ]
    if len(standards) < 2:
        return None
    first = before.index(standards[0][0])
    window = ctx.document.folded[
        before[max(first - 1, 0)].quantity.span.start : total.quantity.span.start
    ]
    terms = []
    for each, match in standards:
        at = before.index(each)
        count = _count(before[max(at - 1, 0) : at], match.group("unit") or "")
        if count is None or match.group("time") or each.quantity.hedge or each.quantity.comparator:
            return _Sum(total, ())
        terms.append((count, each))
    named = len(before) - max(first - 1, 0) == 2 * len(terms)
    if not named or _BESIDE.search(window) or _BOUND.search(window) or _TIMES.search(window):
        return _Sum(total, ())
    return _Sum(total, tuple(terms))


def _sum_tick(ctx: CheckContext, found: _Sum) -> Tick:
    stated, expected = found.total.quantity, found.expected
    ok: bool | None = expected is not None and stated.base.overlaps(expected)
    if not ok and implausible(stated.base_value, found.value) and not _unit_apart(stated, expected):
        ok = None
    shown = amount(found.value, stated.unit)
    terms = " + ".join(
        f"{in_unit(each.quantity, stated.unit)} × {plain(count.quantity.base_value)}"
        for count, each in found.terms
    )
    return tick(
        "RAT07",
        ok,
        stated=stated.text,
        expected=shown,
        working=f"{terms} = {shown} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(found.total, EvidenceRole.STATED),
            *(ctx.evidence(c, EvidenceRole.COMPUTED_FROM) for term in found.terms for c in term),
        ),
        facts={
            "standard": "、".join(each.quantity.text for _, each in found.terms),
            "count": "、".join(count.quantity.text for count, _ in found.terms),
        },
        stated_bounds=stated.base,
        expected_bounds=expected,
        confidence=0.85,
    )


def _months(claims: Sequence[Claim]) -> Claim | None:
    found = [c for c in claims if c.quantity.unit is not None and c.quantity.unit.name == "个月"]
    return found[0] if len(found) == 1 else None


def _count(claims: Sequence[Claim], word: str) -> Claim | None:
    """The one number of what each gets the standard."""
    names = _COUNTED.get(word, (word,))
    found = [
        c
        for c in claims
        if c.quantity.unit is not None
        and c.quantity.unit.name in names
        and c.quantity.value > 0
        and states_level(c.role)
    ]
    one = found[0] if len(found) == 1 else None
    return None if one is None or one.quantity.comparator else one


def _unit_apart(stated: Quantity, expected: Interval | None) -> bool:
    """Whether 元 for 万元, or the reverse, is all that is wrong: 800人，每人每年800元，计64元."""
    return expected is not None and any(
        unit.scale != stated.scale and replace(stated, unit=unit).base.overlaps(expected)
        for unit in MONEY_UNITS
    )


def _tick(ctx: CheckContext, found: _Product) -> Tick:
    stated, each, count = found.total.quantity, found.each.quantity, found.count.quantity
    expected = found.expected
    ok: bool | None = expected is not None and stated.base.overlaps(expected)
    far = found.loose or implausible(stated.base_value, found.value)
    if not ok and far and not _unit_apart(stated, expected):
        ok = None
    shown = amount(found.value, stated.unit)
    months = f" × {plain(found.factor)}" if found.months else ""
    return tick(
        "RAT07",
        ok,
        stated=stated.text,
        expected=shown,
        working=f"{in_unit(each, stated.unit)} × {plain(count.base_value)}{months} = {shown} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(found.total, EvidenceRole.STATED),
            ctx.evidence(found.each, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(found.count, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"standard": f"{found.each.context.strip()[-8:]}{each.text}", "count": count.text},
        stated_bounds=stated.base,
        expected_bounds=expected,
        confidence=0.85,
        constraint=None if found.months else average(each, stated, count),
    )
