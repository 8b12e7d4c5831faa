"""Faults of quality: targets that say nothing, results far off them, slips of the pen, empty slots."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Final

from auditor.synthesis.faults import NUMERIC, Maker, Plan
from auditor.synthesis.specs import Planted
from auditor.synthesis.world import Row

_FOUNDED: Final = (("建党", 1921), ("新中国成立", 1949), ("建军", 1927))
_SLIPS: Final = (
    ("下一步将建全内部管理制度，压实各股室责任。", "健全"),
    ("进一步布署年度重点任务，按月调度。", "部署"),
    ("大力宏扬服务精神，改进工作作风。", "弘扬"),
)
_MALFORMED: Final = (
    "全年印制宣传折页3,80份。",
    "全年归还借款1.2.6万元。",
    "全年代收款项4.6.2万元。",
)


def _rows(p: Plan, start: str) -> list[Row]:
    stated = p.stated()
    rows = [r for r in p.world.rows if f"{r.key}.score" in stated and r.key.startswith(start)]
    p.rng.shuffle(rows)
    return rows


def _empty_target(p: Plan) -> Planted | None:
    for row in _rows(p, "eff"):
        if not p.take(row.key):
            continue
        p.shown.cells[f"{row.key}.target"] = p.rng.choice(("定性", "定性指标"))
        return Planted(
            "target-not-measurable", ((f"{row.key}.target", "table"),), "写明目标内容",
            "指标值只填定性。", contradiction=False, severity="low",
        )  # fmt: skip
    return None


def _far_above(p: Plan) -> Planted | None:
    for row in _rows(p, "act"):
        actual = p.world.facts[row.key]
        full = p.world.facts[f"{row.key}.score"] == p.world.facts[f"{row.key}.weight"]
        if actual < 20 or not full or not p.take(row.key):
            continue
        target = (actual / 3).quantize(Decimal(1))
        p.shown.text[f"{row.key}.target"] = p.shown.table[f"{row.key}.target"] = target
        return Planted(
            "over-fulfilment", ((row.key, "table"), (f"{row.key}.target", "table")), "说明原因",
            f"目标{target}{row.unit}，完成{actual}{row.unit}，未说明原因。", contradiction=False,
            severity="low",
        )  # fmt: skip
    return None


def _generous(p: Plan) -> Planted | None:
    """A missed target that lost one point where proportion takes more."""
    for row in _rows(p, "act"):
        actual, weight = p.world.facts[row.key], p.world.facts[f"{row.key}.weight"]
        if actual < 10 or weight < 4 or p.world.facts[f"{row.key}.score"] < weight:
            continue
        if not p.take(row.key, "total") or not p.row_scored(row, weight - 1):
            continue
        target = (actual * 2).to_integral_value(ROUND_CEILING)
        p.shown.text[f"{row.key}.target"] = p.shown.table[f"{row.key}.target"] = target
        p.shown.cells[f"{row.key}.reason"] = "受天气影响，部分场次改期"
        right = f"{weight * actual / target:.2f}"
        return Planted(
            "partial-credit",
            ((f"{row.key}.score", "table"), (row.key, "table"), (f"{row.key}.target", "table")),
            f"≤{right}分", f"完成一半，按比例得{right}分，得{weight - 1}分。", NUMERIC,
            severity="low",
        )  # fmt: skip
    return None


def _unsigned(p: Plan) -> Planted | None:
    tags = [entry[0] for entry in p.clean.spec.family["outline"]]
    if "@roster" not in tags or not p.take("roster"):
        return None
    p.shown.words["unsigned"] = "1"
    return Planted(
        "blank-signature", (("roster", ""),), "补签", "签字栏全部空白。", contradiction=False,
        severity="low",
    )  # fmt: skip


def _extra(p: Plan, kind: str, text: str, right: str, why: str, *, severity: str) -> Planted | None:
    if not p.take("conclusion"):
        return None
    return Planted(
        kind, (("extra @measures", ""),), right, why, contradiction=False, severity=severity,
        extra={"@measures": text},
    )  # fmt: skip


def _slip(p: Plan) -> Planted | None:
    text, right = p.rng.choice(_SLIPS)
    return _extra(p, "typo", text, right, f"应为{right}。", severity="note")


def _malformed(p: Plan) -> Planted | None:
    text = p.rng.choice(_MALFORMED)
    return _extra(p, "malformed-number", text, "核实", "数的写法有误。", severity="low")


def _anniversary(p: Plan) -> Planted | None:
    what, founded = p.rng.choice(_FOUNDED)
    held = p.world.year - founded - p.rng.choice((1, 2))
    text = f"组织开展庆祝{what}{held}周年主题活动，干部群众踊跃参加。"
    right = f"{p.world.year - founded}周年"
    return _extra(p, "anniversary", text, right, f"应为{right}。", severity="low")


def _misnamed(p: Plan) -> Planted | None:
    name = p.world.unit.full
    if len(name) < 9:
        return None
    at = p.rng.randint(4, len(name) - 4)
    text = f"{name[:at]}{name[at + 1 :]}对本报告的真实性和完整性负责。"
    return _extra(p, "unit-name", text, name, "单位全称漏字。", severity="low")


def _unbalanced(p: Plan) -> Planted | None:
    if "budget" not in p.world.facts or not p.take("conclusion"):
        return None
    income = Decimal(p.rng.randint(20_000, 90_000)) / 100
    spending = income - Decimal(p.rng.randint(200, 1500)) / 100
    year = p.world.year + 1
    text = f"{year}年预算收入{income}万元；{year}年支出预算{spending}万元，按季度拨付。"
    return Planted(
        "budget-balance", (("extra @measures", ""),), f"{income}万元", "收支预算不等。", NUMERIC,
        severity="medium", extra={"@measures": text},
    )  # fmt: skip


QUALITY_MAKERS: Final[dict[str, Maker]] = {
    "target-not-measurable": _empty_target,
    "over-fulfilment": _far_above,
    "partial-credit": _generous,
    "blank-signature": _unsigned,
    "typo": _slip,
    "malformed-number": _malformed,
    "anniversary": _anniversary,
    "unit-name": _misnamed,
    "budget-balance": _unbalanced,
}
