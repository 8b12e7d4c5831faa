"""Opening balance, income, spending and closing balance as one part of the narrative tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.base import CheckContext
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.interval import Interval, total
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_OPENING = re.compile(r"(?:上年|年初|期初)(?:财政拨款)?(?:结转|结余)")
_CLOSING = re.compile(r"(?:年末|期末|年终)(?:财政拨款)?(?:累计)?(?:结转|结余)|结转下年")
_WHEN = r"^(?:本年|全年|当年|年度|部门|单位|我[局院校]|医院|学校)*(?:实际)?(?:总)?"
_INCOME = re.compile(rf"{_WHEN}收入(?:合计|总计|决算|预算执行|总额|执行)?$")
_SPENDING = re.compile(rf"{_WHEN}支出(?:合计|总计|决算|预算执行|总额|执行)?$")
_INCOMES = (re.compile(r"^(?:本年|全年|当年|年度)?(?:总)?收入(?:合计)?$"), _INCOME)
_SPENDINGS = (re.compile(r"^(?:本年|全年|当年|年度)?(?:总)?支出(?:合计)?$"), _SPENDING)
_SURPLUS = re.compile(r"收支(?:结余|差额|盈余)|^(?:本年|当年)(?:收支)?(?:结余|盈余)$")
_CARRIED = re.compile(
    r"(?:上年|年初|期初|往年|历年|以前年度)[^,;。]{0,6}(?:结转|结余|资金)|动用|弥补|存量资金"
)
_IN = re.compile(r"(?<!其他)(?<!结转)收入(?:合计|总额|完成)?(?:为|达)?$")
_OUT = re.compile(r"(?<!基本)(?<!项目)支出(?:合计|总额|完成)?(?:为|达)?$")
_LEFT = re.compile(r"(?:当期|当年|本年|本期|收支)(?:收支)?(?:结余|盈余)(?:为|达)?$")
_BREAKS = re.compile(r"其中|上年|年初|滚存|累计|\(")
_CAME = re.compile(
    r"^(?:本年|当年|全年|年度)(?:度)?(?:财政)?(?:预算|收入|拨款|资金)?(?:安排|下达|收入|拨款|到位|拨入)?$"
)
_WENT = re.compile(r"^(?:本年|当年|全年|年度)?(?:实际|累计)*(?:支出|使用|支付)(?:合计|总计)?$")
_AVAILABLE = re.compile(r"可用(?:资金|财力)|资金(?:来源)?(?:总量|总计|合计)|可支配")
_ASIDE = re.compile(r"收回|上缴|调剂|核减|追加|利息|分配|其中年初")
"""Money that came or went beside the four figures."""
_GRAND = re.compile(r"总计\S{0,2}$")
"""收入总计 holds the opening balance too."""
_PLANNED = frozenset({Role.BUDGET, Role.INITIAL_BUDGET, Role.TARGET, Role.PLAN})


@dataclass(frozen=True, slots=True)
class Flows:
    """The four figures of one year; ``closing`` is ``None`` where none is told.

    ``inside`` says that the opening balance is told as a part of the income.
    """

    opening: Claim
    income: Claim
    spending: Claim
    closing: Claim | None
    inside: bool

    @property
    def available(self) -> Interval:
        """What could be spent, in the base unit."""
        income = self.income.quantity.base
        return income if self.inside else income + self.opening.quantity.base

    @property
    def members(self) -> tuple[Claim, ...]:
        """The figures that are there."""
        four = (self.opening, self.income, self.spending, self.closing)
        return tuple(claim for claim in four if claim is not None)


def _by_section(ctx: CheckContext) -> tuple[list[Claim], ...]:
    """The amounts of each top section."""
    sections: dict[int | None, list[Claim]] = {}
    for claim in ctx.claims:
        if (
            claim.quantity.dimension is Dimension.MONEY
            and claim.cell is None
            and states_level(claim.role)
            and claim.role not in _PLANNED
        ):
            path = ctx.document.section_path(claim.section)
            sections.setdefault(path[0].id if path else None, []).append(claim)
    return tuple(sections.values())


def surpluses_of(ctx: CheckContext) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Surplus, income and spending of each top section that tells them: 收支结余442万元.

    A closing balance is one where no opening balance is told.
    """
    year = ctx.document.identity.fiscal_year
    for claims in ctx.once(_by_section):
        income, spending, opening, surplus, closing = (
            _only(claims, patterns, year)
            for patterns in (_INCOMES, _SPENDINGS, (_OPENING,), (_SURPLUS,), (_CLOSING,))
        )
        left = surplus or (closing if opening is None else None)
        if income is None or spending is None or left is None:
            continue
        if len({claim.period.year for claim in (income, spending, left)}) == 1:
            yield left, income, spending


def surpluses_in_sentences(ctx: CheckContext) -> Iterator[tuple[Claim, Claim, Claim]]:
    """基金当年收入4.12亿元、支出3.86亿元，当期结余0.26亿元: surplus, income, spending in a row."""
    told = [
        c
        for c in ctx.claims
        if c.quantity.dimension is Dimension.MONEY
        and states_level(c.role)
        and c.role not in _PLANNED
    ]
    for income, spending, left in zip(told, told[1:], told[2:], strict=False):
        if "余" not in left.context or not (
            _IN.search(income.context) and _OUT.search(spending.context)
        ):
            continue
        row = (income, spending, left)
        if len({(c.sentence, c.cell, c.period.year) for c in row}) > 1 or not _LEFT.search(
            left.context
        ):
            continue
        between = ctx.document.folded[income.quantity.span.end : left.quantity.span.start]
        if not _BREAKS.search(between):
            yield left, income, spending


def is_surplus(claim: Claim) -> bool:
    """Whether the claim is income less spending by its name, and no closing balance."""
    return bool(_SURPLUS.search(claim.indicator) or _LEFT.search(claim.context))


def carries_over(ctx: CheckContext) -> bool:
    """Whether the report speaks of balances of earlier years anywhere."""
    return bool(_CARRIED.search(ctx.document.folded))


def flows_of(ctx: CheckContext) -> Iterator[Flows]:
    """The flows of each top section that tells opening, income and spending of one year."""
    year = ctx.document.identity.fiscal_year
    for claims in ctx.once(_by_section):
        opening, income, spending, closing = (
            _only(claims, patterns, year)
            for patterns in ((_OPENING,), _INCOMES, _SPENDINGS, (_CLOSING,))
        )
        if opening is None or income is None or spending is None:
            continue
        whole = ctx.wholes.get(opening.id)
        flows = Flows(opening, income, spending, closing, inside=whole is income)
        if len({claim.period.year for claim in flows.members}) == 1:
            yield flows


def balances_of(ctx: CheckContext) -> Iterator[Flows]:
    """All flows that tell a closing balance, each closing balance once."""
    seen: set[str] = set()
    for flows in (*flows_of(ctx), *ctx.once(balances_in_sentences), *_of_available(ctx)):
        if flows.closing is not None and flows.closing.id not in seen:
            seen.add(flows.closing.id)
            yield flows


def balances_in_sentences(ctx: CheckContext) -> tuple[Flows, ...]:
    """上年结转15万元，本年预算安排240万元，支出231万元，年末结转24万元: four amounts in a row."""
    found: list[Flows] = []
    told = [c for c in ctx.claims if c.quantity.dimension is Dimension.MONEY]
    for row in zip(told, told[1:], told[2:], told[3:], strict=False):
        opening, income, spending, closing = row
        if len({(c.sentence, c.cell, c.period.year) for c in row}) > 1:
            continue
        named = _OPENING.search(opening.context) and _CAME.search(income.context)
        named = named and _WENT.search(spending.context) and _CLOSING.search(closing.context)
        if named and not _ASIDE.search(ctx.document.folded, *_reach(opening, closing)):
            found.append(Flows(opening, income, spending, closing, inside=False))
    return tuple(found)


def _reach(first: Claim, last: Claim) -> tuple[int, int]:
    return first.quantity.span.start, last.quantity.span.end


def _of_available(ctx: CheckContext) -> Iterator[Flows]:
    """本年拨款220万元，上年结转15万元，可用资金合计235万元。…支出211万元…年末结转24万元."""
    year = ctx.document.identity.fiscal_year
    sections = ctx.once(_by_section)
    for group, whole, parts in ctx.groups_of(GroupKind.PARTITION):
        opening = next((part for part in parts if _OPENING.search(part.indicator)), None)
        if opening is None or not _AVAILABLE.search(whole.context) or len(group.parts) < 2:
            continue
        if not whole.quantity.base.overlaps(total(part.quantity.base for part in parts)):
            continue
        here = next((claims for claims in sections if opening in claims), [])
        behind = [c for c in here if c.quantity.span.start > whole.quantity.span.end]
        spending, closing = (_only(behind, known, year) for known in (_SPENDINGS, (_CLOSING,)))
        if spending is None or closing is None:
            continue
        flows = Flows(opening, whole, spending, closing, inside=True)
        one_year = len({claim.period.year for claim in flows.members}) == 1
        if one_year and not _ASIDE.search(ctx.document.folded, *_reach(whole, closing)):
            yield flows


def _only(
    claims: Sequence[Claim], patterns: Sequence[re.Pattern[str]], year: int | None
) -> Claim | None:
    """The one figure of the report's year that the first fitting pattern names."""
    for pattern in patterns:
        found = [c for c in claims if pattern.search(c.indicator) and c.period.year in (None, year)]
        found = [c for c in found if not _GRAND.search(c.context)] or found
        if found:
            return found[0] if len({c.quantity.base_value for c in found}) == 1 else None
    return None
