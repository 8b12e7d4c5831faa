"""Budgets of a few 元: 全年预算100元，执行33.78元 was meant in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from auditor.checks.base import CheckContext, tick
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_MOST = 1000
_CENTS = 2
_BUDGETED = (Role.BUDGET, Role.INITIAL_BUDGET)
_EXECUTED = re.compile(r"执行|支出|支付|使用")
_EACH = re.compile(r"每|[人户均]均|标准|单价|/|人次|工资|补贴|津贴")


def tiny_budgets(ctx: CheckContext) -> Iterator[Tick]:
    """UNI01 ticks for sentences that give budget and spending in 元, both under a thousand.

    One of them has hundredths: nobody budgets a project to the cent and below a thousand 元.
    """
    money = [c for c in ctx.claims if c.quantity.dimension is Dimension.MONEY and c.cell is None]
    for _, sentence in groupby(money, key=lambda c: c.sentence.start):
        amounts = list(sentence)
        if not all(_tiny(c) for c in amounts):
            continue
        budgets = [c for c in amounts if c.role in _BUDGETED and c.quantity.value]
        spent = [c for c in amounts if c not in budgets and _EXECUTED.search(c.context)]
        if budgets and spent and any(c.quantity.decimals == _CENTS for c in amounts):
            yield _tick(ctx, budgets[0], spent[0])


def _tiny(claim: Claim) -> bool:
    unit = claim.quantity.unit
    named = unit is not None and unit.name == "元"
    return named and claim.quantity.value < _MOST and not _EACH.search(claim.context)


def _tick(ctx: CheckContext, budget: Claim, spent: Claim) -> Tick:
    shown = f"{plain(budget.quantity.value)}万元"
    return tick(
        "UNI01",
        False,
        stated=budget.quantity.text,
        expected=shown,
        working=f"{budget.quantity.text}, {spent.quantity.text} < {_MOST}元",
        evidence=(
            ctx.evidence(budget, EvidenceRole.STATED),
            ctx.evidence(spent, EvidenceRole.COUNTERPART),
        ),
        facts={
            "indicator": budget.indicator,
            "written": budget.quantity.text,
            "repaired": shown,
        },
        hint="unit:万元",
        severity=Severity.MEDIUM,
        confidence=0.8,
    )
