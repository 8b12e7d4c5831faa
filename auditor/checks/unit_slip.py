"""UNI01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import significant_digits, sum_working
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, row_ticks
from auditor.checks.slips import Slip, find_slips
from auditor.checks.tiny_budgets import tiny_budgets
from auditor.core.claim import Claim
from auditor.core.constraint import Constraint, equal, sum_of
from auditor.core.finding import Evidence, EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import IndicatorRow, NumericCell

_EACH = re.compile(r"(?P<of>[人户亩])均(?!衡)")
_DIGITS = 2
_MYRIAD = Decimal(10_000)
_LEAST, _MOST = Decimal("0.5"), Decimal(2)
"""How much of the target a result may be for its unit to be a slip and not its size."""


@check(id="UNI01", family=Family.UNITS, severity=Severity.HIGH)
def unit_slip(ctx: CheckContext) -> Iterator[Tick]:
    """金额单位误写。

    ## 检查内容
    按所写单位加总或与表格核对不成立、而把其中唯一一个金额的单位换成元、万元或亿元后恰好成立的；自评表完成值与指标值数字相近而一写元、一写万元的；同一个人均、户均、亩均数一处写元、一处写万元的；以元写的结余、增减数或合计恰为前文两个万元数之差或之和的；一句中预算数和执行数都只有几十、几百元而带分的。
    ## 为何重要
    元与万元相差一万倍，误写后公开的数据失真。
    ## 违反示例
    2023年基本支出512.60万元，包括人员经费483.80元，公用经费28.80万元。
    ## 符合示例
    2023年基本支出512.60万元，包括人员经费483.80万元，公用经费28.80万元。
    ## 局限
    只在换单位的方案唯一时提出；三位以下有效数字的金额不与表格作此比较。
    """
    for slip in find_slips(ctx):
        repaired = slip.repaired
        name = repaired.unit.name if repaired.unit else ""
        written = slip.claim.quantity.text
        yield tick(
            "UNI01",
            False,
            stated=written,
            expected=f"{repaired.value}{name}",
            working=_working(slip),
            evidence=_evidence(ctx, slip),
            facts={
                "indicator": slip.claim.indicator,
                "written": written,
                "repaired": f"{repaired.value}{name}",
            },
            stated_bounds=slip.claim.quantity.base,
            expected_bounds=repaired.base,
            hint=f"unit:{name}",
            confidence=0.95,
            constraint=_constraint(slip),
        )
    yield from _averages(ctx)
    yield from tiny_budgets(ctx)
    yield from row_ticks(ctx, lambda form, row: _beside_target(ctx, form, row))


def _averages(ctx: CheckContext) -> Iterator[Tick]:
    """亩均投资1500万元 in a report whose form says ≤1500元/亩: one number of one average in two units."""
    for claim in ctx.claims:
        word, unit = _EACH.search(claim.context), claim.quantity.unit
        if word is None or unit is None or unit.name not in ("万元", "亿元") or claim.cell:
            continue
        other = next((o for o in _each(ctx, word.group("of")) if _same_figure(claim, o)), None)
        if other is None:
            continue
        shown = f"{plain(claim.quantity.value)}元"
        yield tick(
            "UNI01",
            False,
            stated=claim.quantity.text,
            expected=shown,
            working=f"{claim.quantity.text} ↔ {other.quantity.text}",
            evidence=(
                ctx.evidence(claim, EvidenceRole.STATED),
                ctx.evidence(other, EvidenceRole.COUNTERPART),
            ),
            facts={
                "indicator": claim.indicator,
                "written": claim.quantity.text,
                "repaired": shown,
            },
            hint="unit:元",
            confidence=0.9,
        )


def _each(ctx: CheckContext, of: str) -> Iterator[Claim | NumericCell]:
    """Figures in 元 for each 亩, 户 or 人, in the text and in the forms."""
    for claim in ctx.claims:
        if f"{of}均" in claim.context or _for_each(claim.quantity, of):
            yield claim
    for cell in ctx.cells.values():
        if f"{of}均" in cell.indicator or _for_each(cell.quantity, of):
            yield cell


def _for_each(quantity: Quantity, of: str) -> bool:
    return quantity.unit is not None and quantity.unit.name == f"元/{of}"


def _same_figure(claim: Claim, other: Claim | NumericCell) -> bool:
    """Whether ``other`` has the claim's digits, two and more that tell, in 元."""
    unit, value = other.quantity.unit, claim.quantity.value
    telling = significant_digits(value) >= _DIGITS
    in_yuan = unit is not None and (unit.name == "元" or unit.name.startswith("元/"))
    return telling and in_yuan and other.quantity.value == value


def _beside_target(ctx: CheckContext, form: Form, row: IndicatorRow) -> Tick | None:
    """A result in 元 beside a target in 万元 whose figures are about as large: ≤1250万元, 1245.70元."""
    target, actual = row.target, row.actual
    if target is None or actual is None or target.quantity is None or actual.quantity is None:
        return None
    asked, done = target.quantity, actual.quantity
    if asked.dimension is not Dimension.MONEY or done.dimension is not Dimension.MONEY:
        return None
    if asked.unit is None or done.unit is None or not asked.value or not done.value:
        return None
    factor = asked.unit.scale / done.unit.scale
    size = done.value / asked.value
    if factor not in (_MYRIAD, 1 / _MYRIAD) or not _LEAST <= size <= _MOST:
        return None
    shown = f"{plain(done.value)}{asked.unit.name}"
    return tick(
        "UNI01",
        False,
        stated=actual.text,
        expected=shown,
        working=f"{actual.text} ↔ {target.text}",
        evidence=(
            form.evidence(ctx, actual, EvidenceRole.STATED, "完成值"),
            form.evidence(ctx, target, EvidenceRole.COUNTERPART, "指标值"),
        ),
        facts={"indicator": row.level3, "written": actual.text, "repaired": shown},
        hint=f"unit:{asked.unit.name}",
        confidence=0.9,
    )


def _constraint(slip: Slip) -> Constraint | None:
    """The sum or the agreement that fails as long as the unit stands."""
    if slip.whole is not None:
        return sum_of(slip.whole.quantity, [part.quantity for part in slip.parts])
    return equal(slip.claim.quantity, slip.cell.quantity, lenient=True) if slip.cell else None


def _working(slip: Slip) -> str:
    if slip.whole is not None:
        whole = slip.repaired if slip.claim is slip.whole else slip.whole.quantity
        parts = [slip.repaired if p is slip.claim else p.quantity for p in slip.parts]
        return sum_working(whole, parts)
    shown = slip.cell.quantity.text if slip.cell else ""
    name = slip.repaired.unit.name if slip.repaired.unit else ""
    return f"{slip.repaired.value}{name} = {shown}"


def _evidence(ctx: CheckContext, slip: Slip) -> list[Evidence]:
    found = [ctx.evidence(slip.claim, EvidenceRole.STATED)]
    if slip.whole is not None:
        others = [m for m in (slip.whole, *slip.parts) if m is not slip.claim]
        found += [ctx.evidence(other, EvidenceRole.COMPUTED_FROM) for other in others]
    if slip.cell is not None:
        found.append(ctx.evidence(slip.cell, EvidenceRole.COUNTERPART))
    return found
