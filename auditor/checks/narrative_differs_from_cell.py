"""NAR01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from auditor.checks.aboutness import narrower, surely_about, worded_otherwise
from auditor.checks.amounts import (
    Agreement,
    agree,
    difference,
    in_one_unit,
    same_threshold,
    slip_of,
    threshold,
    without_comparator,
)
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.elimination import (
    column_of_list,
    left_alone,
    of_another_form,
    of_other_rates,
    one_asked_for,
    told_in_parts,
)
from auditor.core.claim import Claim
from auditor.core.constraint import Constraint, equal, sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, show, total
from auditor.core.link import BY_HAND, BY_TARGET, Link, Relation
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.core.table import NumericCell, TableKind
from auditor.language import normal_form
from auditor.quantities.rewriting import Slip, rewritings

_TELLING = {Slip.UNIT: 2, Slip.POINT: 2, Slip.SWAP: 3, Slip.DIGIT: 4, Slip.SIGN: 9}
"""Digits that a number needs for one slip to be no chance agreement of two things; one less where
the link is sure."""
_SURE = 0.985
_NOT_REACHED = re.compile(r"(?:未|没有?|不)(?:达到?|能?达到?|足|到|满)$")
_EARNS = re.compile(
    r"(?:\(含\))?,?(?:的?得|的?计|为)?(?:满分|\d+(?:\.\d+)?分)|(?:\(含\))?,?的?不?(?:得分|扣分)"
)
"""5%以内（含）得满分: a rule for marks and no result."""
_LIKELY = 0.93
_MANAGED = re.compile(r"管理|制度|组织|过程|监督")
"""Sections that tell how the work was managed: what they count is seldom an indicator's result."""
_MONEY_BLOCKS = (TableKind.FUNDS, TableKind.BASE_DATA, TableKind.INCOME_SPENDING)
_AMOUNTS = frozenset({Role.INITIAL_BUDGET, Role.BUDGET, Role.FINAL})


@check(id="NAR01", family=Family.NARRATIVE, severity=Severity.HIGH)
def narrative_differs_from_cell(ctx: CheckContext) -> Iterator[Tick]:
    """正文数与表格数不一致。

    ## 检查内容
    正文中的数（或并列几项之和）与其所说同一事项的表格单元格是否一致。事项由指标词、单位、年度和口径认定，
    数值相等与否不参与认定。
    ## 为何重要
    同一事项在正文与附表中只能有一个数；不一致说明至少一处填报有误，影响决算口径和得分依据。
    ## 违反示例
    2023年公用经费93.50万元。

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 公用经费 | 88.10 | 66.50 |
    | 会议费 | 1.20 | 1.10 |
    ## 符合示例
    2023年公用经费66.5万元。

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 公用经费 | 88.10 | 66.50 |
    | 会议费 | 1.20 | 1.10 |
    ## 局限
    四舍五入、截位和“余”“近”“约”等概数按区间比较；目标值单元格只核对预算金额；认定概率低于阈值的不比较。
    一句话对应同一表中几个口径（如预算数、决算数）时，与其中任一口径相符即视为相符；标签并列几项、正文只说其一的不判断。
    """
    linked = _cells_by_claims(ctx)
    matched = _matched_without_role(ctx)
    for ids, links in linked.items():
        claims = tuple(ctx.by_id[claim_id] for claim_id in ids)
        cells = [ctx.cell_of(link) for link in links]
        agreements = [_compare(claims, cell) for cell in cells]
        fitting = {
            cell.table_id
            for cell, found in zip(cells, agreements, strict=True)
            if found.ok and not _loose(claims[0], cell)
        }
        beside = any(
            cell.span.start in matched or _fits_beside(ctx, claims, cell) for cell in cells
        )
        for link, cell, found in zip(links, cells, agreements, strict=True):
            fits_some = beside or cell.table_id in fitting
            known = _of_its_column(ctx, claims, cell, link) or column_of_list(ctx, claims[0], cell)
            yield _tick(ctx, claims, link, cell, found, fits_some=fits_some and not known)


def _of_its_column(
    ctx: CheckContext, claims: tuple[Claim, ...], cell: NumericCell, link: Link
) -> bool:
    """Whether the text says which column it means (实际支出) and the cell stands in that one.

    Then agreement with another column is no excuse; a 预算 may be the one of the year's opening.
    """
    if link.probability < _SURE or cell.block not in _MONEY_BLOCKS or cell.role not in _AMOUNTS:
        return False
    if any(claim.role is not cell.role for claim in claims):
        return False
    return cell.role is not Role.BUDGET or not any(
        n.role is Role.INITIAL_BUDGET and _compare(claims, n).ok
        for n in ctx.rows[cell.table_id, cell.row]
    )


def _loose(claim: Claim, cell: NumericCell) -> bool:
    """Whether agreement says nothing: any result fits a target of ≥50."""
    return cell.role is Role.TARGET and claim.role is not Role.TARGET


def _matched_without_role(ctx: CheckContext) -> set[int]:
    """Starts of cells without a column role that some figure of the same name agrees with."""
    return {
        cell.span.start
        for link in ctx.links
        if (cell := ctx.cell_of(link)).role is Role.UNKNOWN
        and _compare(tuple(ctx.by_id[c] for c in link.claim_ids), cell).ok
    }


def _fits_beside(ctx: CheckContext, claims: tuple[Claim, ...], cell: NumericCell) -> bool:
    """Whether figures that don't say which they are fit another amount of the cell's row."""
    if any(claim.role is not Role.UNKNOWN for claim in claims):
        return False
    return any(
        other.role in _AMOUNTS
        and claims[0].period.compatible(other.period)
        and _compare(claims, other).ok
        for other in ctx.rows[cell.table_id, cell.row]
    )


def _cells_by_claims(ctx: CheckContext) -> dict[tuple[str, ...], list[Link]]:
    linked: dict[tuple[str, ...], list[Link]] = {}
    for link in ctx.links:
        linked.setdefault(link.claim_ids, []).append(link)
    return linked


def _compare(claims: tuple[Claim, ...], cell: NumericCell) -> Agreement:
    lead = claims[0]
    if len(claims) == 1 and lead.role is Role.TARGET and cell.role is Role.TARGET:
        if lead.quantity.hedge or cell.quantity.hedge:
            return agree(lead.quantity, cell.quantity)
        return agree(threshold(lead.quantity), threshold(cell.quantity))
    if len(claims) == 1:
        if claims[0].role is cell.role is Role.TARGET:
            return _marks(claims[0], cell)
        return agree(claims[0].quantity, cell.quantity)
    stated = total(claim.quantity.base for claim in claims)
    return Agreement(stated.overlaps(cell.quantity.base))


def _marks(claim: Claim, cell: NumericCell) -> Agreement:
    """Two targets. Rates of things named otherwise (中小企业满意度, 企业满意度) may both hold."""
    found = same_threshold(claim.quantity, cell.quantity)
    if found.ok is False and _otherwise(claim, cell):
        return agree(claim.quantity, cell.quantity)
    return found


def _otherwise(claim: Claim, cell: NumericCell) -> bool:
    """Whether the two are rates of things named otherwise."""
    return claim.quantity.dimension is Dimension.PERCENT and not _same_name(claim, cell)


def _same_name(claim: Claim, cell: NumericCell) -> bool:
    return normal_form(claim.indicator) == normal_form(cell.indicator)


def _judged(
    ctx: CheckContext,
    claims: tuple[Claim, ...],
    link: Link,
    cell: NumericCell,
    found: Agreement,
    *,
    fits_some: bool,
) -> tuple[bool | None, bool]:
    """The verdict, and whether the words alone say that both are about one thing."""
    lead = claims[0]
    # What a reviewer linked is about the cell; nothing is left to doubt.
    if found.ok is not False or link.source == BY_HAND:
        return found.ok, True
    target = cell.role is Role.TARGET and lead.role not in (Role.TARGET, Role.BUDGET)
    relative = lead.role in (Role.GROWTH, Role.SHARE) or _is_condition(ctx, lead)
    unsure = target or relative or fits_some or _one_of_several(lead, cell)
    alone = len(claims) == 1
    if alone and not unsure:
        unsure = (
            _told_beside(ctx, lead, cell)
            or of_another_form(ctx, lead, cell)
            or told_in_parts(ctx, lead, cell)
            or (cell.role is Role.TARGET and _is_result(ctx, lead, cell))
        )
    if unsure or link.probability < ctx.settings.link_threshold:
        return None, True
    if link.source == BY_TARGET:
        return (False if worded_otherwise(ctx, claims, cell) else None), True
    named = surely_about(ctx, claims, cell)
    return (False if named or (alone and _but_a_slip(ctx, lead, cell, link)) else None), named


def _tick(
    ctx: CheckContext,
    claims: tuple[Claim, ...],
    link: Link,
    cell: NumericCell,
    found: Agreement,
    *,
    fits_some: bool,
) -> Tick:
    lead = claims[0]
    target = cell.role is Role.TARGET and lead.role not in (Role.TARGET, Role.BUDGET)
    ok, named = _judged(ctx, claims, link, cell, found, fits_some=fits_some)
    shown = " + ".join(claim.quantity.text for claim in claims)
    relation = "=" if ok else "≠"
    expected = cell.quantity
    severity = _severity(lead, cell, link, found, named=named)
    stated = total(claim.quantity.base for claim in claims)
    return tick(
        "NAR01",
        ok,
        stated=shown,
        expected=expected.text,
        working=_working(shown, stated, relation, cell, lead.quantity.unit),
        evidence=(
            *(ctx.evidence(claim, EvidenceRole.STATED) for claim in claims),
            ctx.evidence(
                cell, EvidenceRole.COUNTERPART, " / ".join((*cell.row_path, *cell.col_path))
            ),
        ),
        facts={
            "indicator": lead.indicator,
            "cell_label": cell.indicator,
            "table": _caption(ctx, cell),
        },
        stated_bounds=stated,
        expected_bounds=expected.base,
        difference=difference(lead.quantity, expected.base_value)
        if link.relation is Relation.EQUAL and lead.quantity.unit
        else None,
        severity=severity,
        confidence=round(link.probability, 2),
        constraint=_constraint(claims, cell, promised=not target),
    )


def _but_a_slip(ctx: CheckContext, claim: Claim, cell: NumericCell, link: Link) -> bool:
    """Whether one slip parts the numbers and little speaks against their being about one thing."""
    if left_alone(ctx, claim, cell, link):
        return True
    if of_other_rates(claim, cell):
        return False
    slip = _one_slip((claim,), cell, link.probability >= _LIKELY)
    sure = link.probability >= _SURE and _counts(cell) and not narrower(ctx, (claim,), cell)
    sure = sure and not _MANAGED.search(ctx.title_of(claim.section)) and _alike(claim, cell)
    if (slip or sure) and worded_otherwise(ctx, (claim,), cell):
        return True
    indicator = cell.block is TableKind.INDICATORS and cell.role is not Role.TARGET
    money = (
        claim.quantity.dimension is Dimension.MONEY and claim.quantity.scale == cell.quantity.scale
    )
    if not indicator or not money or link.probability < _LIKELY:
        return False
    return slip_of(claim.quantity.value, cell.quantity.value) and surely_about(
        ctx, (claim,), cell, spare=1
    )


def _is_condition(ctx: CheckContext, claim: Claim) -> bool:
    """执行率低于90%的项目, 满意度95%以上的得5分: which ones are meant, and nothing that was reached."""
    end, start = claim.quantity.span.end, claim.quantity.span.start
    behind = ctx.document.folded[end : end + 1]
    if claim.role is not Role.TARGET and _NOT_REACHED.search(
        ctx.document.folded, max(start - 6, 0), start
    ):
        return True
    if not claim.quantity.comparator or claim.role is Role.TARGET:
        return False
    return behind == "的" or bool(_EARNS.match(ctx.document.folded, end))


def _alike(claim: Claim, cell: NumericCell) -> bool:
    """Whether two characters and more of the label stand in what the text says of the number."""
    return len(set(cell.indicator) & set(claim.indicator + claim.context)) > 1


def _told_beside(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether the figure is what the row asks for, while another one in the text is its result."""
    return cell.role is Role.ACTUAL and any(
        c is not claim and agree(c.quantity, cell.quantity).ok and one_asked_for(ctx, claim, c)
        for c in ctx.claims
    )


def _is_result(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether a figure read as a target is what the row gives as its result."""
    return any(
        n.role is Role.ACTUAL and agree(threshold(claim.quantity), n.quantity).ok
        for n in ctx.rows[cell.table_id, cell.row]
    )


def _constraint(
    claims: tuple[Claim, ...], cell: NumericCell, *, promised: bool
) -> Constraint | None:
    """What the comparison is; a result promises nothing about the target that it is held against."""
    if len(claims) > 1:
        quantities = [claim.quantity for claim in claims]
        return sum_of(cell.quantity, quantities, promised=promised)
    pair = in_one_unit(claims[0].quantity, cell.quantity)
    by_number = claims[0].role is cell.role is Role.TARGET and not _otherwise(claims[0], cell)
    if pair and by_number and not any(quantity.hedge for quantity in pair):
        left, right = (threshold(quantity) for quantity in pair)
        return equal(left, right)
    made = equal(*pair, lenient=True) if pair else None
    return replace(made, promised=promised) if made else None


def _counts(cell: NumericCell) -> bool:
    """Whether the cell is the result of an indicator that counts, and of nothing wider (区级以上)."""
    counted = cell.quantity.dimension not in (Dimension.SCORE, Dimension.PERCENT, Dimension.MONEY)
    told = cell.block is TableKind.INDICATORS and cell.role is Role.ACTUAL
    return counted and told and "以上" not in cell.indicator


def _one_slip(claims: tuple[Claim, ...], cell: NumericCell, sure: bool) -> bool:
    """Whether a unit, the point, two digits or one of four and more parts the two numbers."""
    pair = in_one_unit(claims[0].quantity, cell.quantity) if len(claims) == 1 else None
    if pair is None or pair[1].hedge or pair[0].hedge or pair[0].comparator:
        return False
    told = without_comparator(pair[1])
    return any(
        rewriting.quantity.base.overlaps(other.base)
        and min(len(_digits(rewriting.quantity)), len(_digits(other)))
        >= _TELLING[rewriting.slip] - (sure and rewriting.slip is not Slip.DIGIT)
        for number, other in ((pair[0], told), (told, pair[0]))
        for rewriting in rewritings(number)
    )


def _digits(quantity: Quantity) -> str:
    return f"{abs(quantity.value):f}".replace(".", "").strip("0")


def _one_of_several(claim: Claim, cell: NumericCell) -> bool:
    """Whether the cell's label names several things (阅读推广与总分馆) and the claim one of them."""
    if claim.quantity.dimension is not Dimension.MONEY:
        return False
    pieces = [piece for piece in re.split(r"[与和及、]", cell.indicator) if len(piece) >= 2]
    if len(pieces) < 2 or normal_form(claim.indicator) == normal_form(cell.indicator):
        return False
    return not all(piece in claim.indicator for piece in pieces)


def _working(
    shown: str, stated: Interval, relation: str, cell: NumericCell, unit: Unit | None
) -> str:
    """Both intervals in the unit of the text."""
    factor = 1 / unit.scale if unit else Decimal(1)
    left, right = show(stated.scale(factor)), show(cell.quantity.base.scale(factor))
    name = f" ({unit.name})" if unit else ""
    return f"{shown} {left} {relation} {cell.quantity.text} {right}{name}"


def _severity(
    lead: Claim, cell: NumericCell, link: Link, found: Agreement, *, named: bool
) -> Severity:
    if found.last_digit:
        return Severity.LOW if lead.quantity.decimals > 0 else Severity.MEDIUM
    if lead.role is cell.role is Role.TARGET:
        return Severity.MEDIUM if _same_name(lead, cell) else Severity.LOW
    if not named or link.relation is Relation.SUM or link.probability < 0.75:
        return Severity.MEDIUM
    money = cell.block in (TableKind.BASE_DATA, TableKind.FUNDS) or lead.role is Role.SCORE
    return Severity.HIGH if money or link.probability >= 0.85 else Severity.MEDIUM


def _caption(ctx: CheckContext, cell: NumericCell) -> str:
    return next((t.table.caption for t in ctx.tables if t.table.id == cell.table_id), "")
