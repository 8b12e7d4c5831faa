"""Each kind of fault: what it changes and what its label says. ``None`` where a report can't bear it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from auditor.synthesis.data import load
from auditor.synthesis.faults import NUMERIC, Maker, Plan, corrupted
from auditor.synthesis.form_faults import FORM_MAKERS
from auditor.synthesis.quality_faults import QUALITY_MAKERS
from auditor.synthesis.specs import Planted

_WHOLES: Final = (
    ("basic.final", "personnel.final", "public.final"),
    ("final.final", "basic.final", "project.final"),
    ("people.total", "people.staff", "people.retired"),
    ("people.posts", "people.admin", "people.career"),
    ("three.final", "vehicle.final", "reception.final"),
    ("assets", "assets.current", "assets.fixed"),
)


def _narrative_vs_table(p: Plan) -> Planted | None:
    stated = p.stated()
    keys = [k for k in p.told() if k in stated and k not in ("total", "exec.score", "adjust.score")]
    p.rng.shuffle(keys)
    for key in keys:
        if key.endswith(".score") or not p.take(key):
            continue
        value, unit = p.world.facts[key], p.world.units[key]
        wrong = corrupted(value, unit, p.rng)
        in_table = unit == "万元" and p.rng.random() < 0.3
        (p.shown.table if in_table else p.shown.text)[key] = wrong
        where = "附表" if in_table else "正文"
        return Planted(
            "narrative-vs-table", ((key, "text"), (key, "table")), f"{value}{unit}",
            f"{where}将{value}{unit}写成{wrong}{unit}，正文与附表不一致。", NUMERIC,
        )  # fmt: skip
    return None


def _twice(p: Plan) -> Planted | None:
    operands = {s.mark.key for s in p.clean.spots if s.mark.unit is None}
    keys = [
        k
        for k in p.told()
        if p.times(k) > 1 and k not in operands and p.world.units[k] in ("万元", "人", "%")
    ]
    keys = [k for k in keys if k in ("final.final", "basic.final", "project.final", "people.staff", "three.final", "rate")]  # fmt: skip
    if not keys or not p.take(keys[0]):
        return None
    key = p.rng.choice(keys)
    value, unit = p.world.facts[key], p.world.units[key]
    wrong = corrupted(value, unit, p.rng)
    p.shown.nth[key, p.times(key) - 1] = wrong
    return Planted(
        "narrative-vs-narrative", ((key, "text"),), f"{value}{unit}",
        f"前文{value}{unit}，后文{wrong}{unit}。", NUMERIC,
    )  # fmt: skip


def _whole(p: Plan) -> Planted | None:
    told = p.told()
    groups = [g for g in _WHOLES if all(k in told for k in g) and p.together(*g)]
    p.rng.shuffle(groups)
    for group in groups:
        stated = p.stated()
        free = [k for k in group if k not in stated and p.times(k) == 1] or list(group)
        key = p.rng.choice(free)
        if not p.take(*group):
            continue
        value, unit = p.world.facts[key], p.world.units[key]
        wrong = corrupted(value, unit, p.rng)
        p.shown.text[key] = wrong
        return Planted(
            "parts-vs-whole-text", tuple((k, "text") for k in group), f"{value}{unit}",
            f"{value}{unit}写成{wrong}{unit}，分项之和与合计不符。", NUMERIC,
        )  # fmt: skip
    return None


def _part(p: Plan) -> Planted | None:
    told = p.told()
    for key in told:
        if key.endswith(".a") and key[:-2] in told and key[:-2] + ".b" not in told:
            whole = key[:-2]
            if not p.together(whole, key) or not p.take(whole):
                continue
            wrong = p.world.facts[whole] + p.rng.randint(1, 9)
            p.shown.text[key] = wrong
            unit = p.world.units[key]
            return Planted(
                "part-exceeds-whole", ((whole, "text"), (key, "text")), f"{p.world.facts[key]}{unit}",
                f"其中{wrong}{unit}超过合计{p.world.facts[whole]}{unit}。", NUMERIC,
            )  # fmt: skip
    return None


def _ratio(p: Plan) -> Planted | None:
    keys = ["rate", "basic.share", "project.share", "assets.current.share", "assets.fixed.share", "rate0", "rate1"]  # fmt: skip
    told = p.told()
    keys = [k for k in keys if k in told and p.clean.text[_first(p, k) - 1] not in "=＝"]
    p.rng.shuffle(keys)
    for key in keys:
        if not p.take(key):
            continue
        value = p.world.facts[key]
        step = Decimal(p.rng.randint(60, 900)) / 100
        p.shown.text[key] = value - step if value > 20 else value + step
        return Planted(
            "ratio", ((key, "text"), (key, "table")), f"{value}%",
            f"按同处数字应为{value}%，写成{p.shown.text[key]}%。", (*NUMERIC, "execution-score"),
        )  # fmt: skip
    return None


def _first(p: Plan, key: str) -> int:
    return next(s.start for s in p.clean.spots if s.grid is None and s.mark.key == key)


def _formula(p: Plan) -> Planted | None:
    for spot in p.clean.spots:
        key = spot.mark.key
        if spot.grid is None and spot.mark.value and p.clean.text[spot.start - 1] in "=＝":
            if spot.mark.unit != "%" or not p.take(key):
                continue
            wrong = p.world.facts[key] - Decimal(p.rng.randint(60, 700)) / 100
            p.shown.nth[key, spot.mark.nth] = abs(wrong)
            return Planted(
                "formula", ((key, "text"),), f"{p.world.facts[key]}%",
                f"算式结果应为{p.world.facts[key]}%，写成{abs(wrong)}%。", NUMERIC,
            )  # fmt: skip
    return None


def _growth(p: Plan) -> Planted | None:
    keys = [k for k in p.told() if k.endswith(".growth")]
    p.rng.shuffle(keys)
    for key in keys:
        if not p.take(key):
            continue
        value = p.world.facts[key]
        p.shown.text[key] = value + Decimal(p.rng.randint(80, 900)) / 100
        return Planted(
            "growth", ((key, "text"),), f"{value}%", f"增减率应为{value}%。", NUMERIC
        )  # fmt: skip
    return None


def _decomposition(p: Plan) -> Planted | None:
    keys = ("final.change", "basic.change", "project.change")
    if not p.together(*keys) or not p.take("final"):
        return None
    key = p.rng.choice(keys[1:])
    value = p.world.facts[key]
    p.shown.text[key] = value + p.rng.randint(2, 30)
    return Planted(
        "growth-decomposition", tuple((k, "text") for k in keys), f"{value}万元",
        f"{value}万元写成{p.shown.text[key]}万元，分项增减额之和不等于总增减额。", NUMERIC,
    )  # fmt: skip


def _direction(p: Plan) -> Planted | None:
    opposite = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
    known = {*p.told(), *p.stated()}
    for word in sorted(p.words()):
        base, _, tail = word.rpartition(".")
        if tail != "up" or f"{base}.prior" not in known or not p.take(base):
            continue
        right = p.world.words[word]
        for name in (word, f"{base}.grew"):
            p.shown.words[name] = opposite[p.world.words[name]]
        return Planted(
            "direction", ((word, "text"), (f"{base}.change", "text")), right,
            f"本年较上年应为{right}。", NUMERIC,
        )  # fmt: skip
    return None


def _count(p: Plan) -> Planted | None:
    if "offices" not in p.told() or not p.take("offices"):
        return None
    value = p.world.facts["offices"]
    line = p.clean.text[_first(p, "offices") - 12 : _first(p, "offices")]
    p.shown.text["offices"] = value - 1 if "等" in line else value + p.rng.choice((-1, 1, 2))
    return Planted(
        "enumeration-count", (("offices", "text"),), f"{value}个",
        f"所称{p.shown.text['offices']}个，列出{value}个。", severity="medium",
    )  # fmt: skip


def _balance(p: Plan) -> Planted | None:
    keys = ("balance.open", "income", "final.final", "balance.close")
    if not all(k in p.told() for k in keys) or not p.take("balance"):
        return None
    value = p.world.facts["balance.close"]
    p.shown.text["balance.close"] = value + p.rng.randint(3, 40)
    return Planted(
        "balance", tuple((k, "text") for k in keys), f"{value}万元",
        f"年末结转应为{value}万元，写成{p.shown.text['balance.close']}万元。", NUMERIC,
        severity="medium",
    )  # fmt: skip


def _unit_slip(p: Plan) -> Planted | None:
    told = p.told()
    keys = [k for k in ("personnel.final", "public.final", "basic.final", "project.final") if k in told]  # fmt: skip
    units = {s.mark.unit for s in p.clean.spots if s.grid is None and s.mark.key in keys}
    if not keys or units != {"万元"} or not p.take(keys[0]):
        return None
    key = p.rng.choice(keys)
    p.shown.units[key] = "元"
    value = p.world.facts[key]
    return Planted(
        "unit-slip", ((key, "text"), (key, "table")), f"{value}万元",
        f"{value}元应为{value}万元。", NUMERIC,
    )  # fmt: skip


def _points(p: Plan) -> Planted | None:
    if not p.take("points"):
        return None
    before = Decimal(p.rng.randint(850, 910)) / 10
    step = Decimal(p.rng.randint(1, 4)) + Decimal(p.rng.randint(1, 9)) / 10
    what = p.rng.choice(("窗口服务好评率", "网上办件率", "档案电子化率"))
    text = f"{what}{before + step}%，较上年的{before}%增长{step}%。"
    return Planted(
        "percentage-points", (("extra @deeds", ""),), f"提高{step}个百分点",
        f"两个比率之差{step}应写个百分点。", ("growth",), severity="medium", extra={"@deeds": text},
    )  # fmt: skip


def _conclusion(p: Plan, unit: str, year: int, kind: str, why: str) -> Planted | None:
    if "total" not in p.told() or not p.take("conclusion", "total"):
        return None
    total = f"{p.world.facts['total']:f}"
    text = f"综上，{unit}{year}年度部门整体支出绩效自评得分{total}分。"
    right = f"{p.world.unit.full}{p.world.year}年度"
    return Planted(kind, (("extra @measures", ""),), right, why, extra={"@measures": text})


def _other_unit(p: Plan) -> Planted | None:
    others = [a for a in load("agencies", p.clean.spec.part) if a["kind"] != p.world.unit.agency["kind"]]  # fmt: skip
    name = p.rng.choice(others)["names"][0].replace("＊", "清风镇")
    unit = f"东篱县{name}" if "镇" not in name else name
    return _conclusion(p, unit, p.world.year, "wrong-unit-name", f"结论写的是{unit}。")


def _other_year(p: Plan) -> Planted | None:
    year = p.world.year - p.rng.randint(1, 3)
    return _conclusion(p, p.world.unit.full, year, "wrong-year", f"结论写的是{year}年度。")


def _residue(p: Plan) -> Planted | None:
    if not p.take("residue"):
        return None
    text = p.rng.choice(
        (
            "请简要说明本部门年度绩效目标的完成情况和主要成效。",
            "参照年初批复的绩效目标，逐项说明指标的完成情况，内容要细化、量化。",
            "本部分应说明预算执行中存在的主要问题，并填写原因分析。",
        )
    )
    return Planted(
        "template-residue", (("extra @manage", ""),), "删除", "模板的填写说明没有删除。",
        contradiction=False, severity="medium", extra={"@manage": text},
    )  # fmt: skip


def _goal(p: Plan) -> Planted | None:
    if "@goals" not in [entry[0] for entry in p.clean.spec.family["outline"]] or not p.take("goal"):
        return None
    what = p.rng.choice(("建成标准化便民驿站", "培育后备讲解员", "引进专业技术人才"))
    unit = "人" if what[-1] in "员才" else "个"
    number = p.rng.randint(4, 40)
    return Planted(
        "goal-without-result", (("extra goal", ""),), "补充结果",
        f"目标{what}{number}{unit}，全文没有结果。", ("target-without-actual",),
        contradiction=False, extra={"goal": f"{what}达到{number}{unit}以上"},
    )  # fmt: skip


MAKERS: Final[dict[str, Maker]] = {
    "narrative-vs-table": _narrative_vs_table,
    "narrative-vs-narrative": _twice,
    "parts-vs-whole-text": _whole,
    "part-exceeds-whole": _part,
    "ratio": _ratio,
    "formula": _formula,
    "growth": _growth,
    "growth-decomposition": _decomposition,
    "direction": _direction,
    "enumeration-count": _count,
    "balance": _balance,
    "unit-slip": _unit_slip,
    "percentage-points": _points,
    "wrong-unit-name": _other_unit,
    "wrong-year": _other_year,
    "template-residue": _residue,
    "goal-without-result": _goal,
    **FORM_MAKERS,
    **QUALITY_MAKERS,
}
