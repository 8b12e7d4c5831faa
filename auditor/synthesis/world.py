"""A unit and a year → facts that agree with each other, amounts in 万元 to two decimals.

Leaves of the budget tree are drawn for a unit and a year; all else is arithmetic on them, so last
year's column of a report is what the unit's report of last year states.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

CENT = Decimal("0.01")
Agency = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit: ``place`` its county or district, ``name`` without the place."""

    number: int
    agency: Agency
    province: str
    place: str
    name: str

    @property
    def full(self) -> str:
        """The name with its place: 松泽县水利局."""
        return self.place + self.name

    @property
    def short(self) -> str:
        """How the report calls itself: 县水利局."""
        return self.name if "镇" in self.name else self.place[-1] + self.name


@dataclass(slots=True)
class Row:
    """An indicator row. ``key`` is its fact (``act2``), numbers are facts; ``text`` for qualities.

    ``op`` stands before the target; ``target`` and ``actual`` replace the facts where set.
    """

    key: str
    level1: str
    level2: str
    name: str
    unit: str = ""
    op: str = "≥"
    target: str = ""
    actual: str = ""


@dataclass(slots=True)
class World:
    """All facts of one unit and year: ``facts[key]`` in ``units[key]``."""

    unit: Unit
    year: int
    facts: dict[str, Decimal] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    project_rows: list[list[Row]] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)

    def put(self, key: str, value: Decimal | int, unit: str) -> Decimal:
        """State a fact."""
        self.facts[key] = Decimal(value)
        self.units[key] = unit
        return self.facts[key]

    def share(self, key: str, part: str, whole: str) -> None:
        """``key`` = part/whole in per cent to two decimals."""
        self.put(key, percent(self.facts[part], self.facts[whole]), "%")


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Per cent to two decimals; 100 has none."""
    value = (part / whole * 100).quantize(CENT, ROUND_HALF_UP)
    return Decimal(100) if value == 100 else value


class Leaves:
    """Draws a leaf for (unit, key, year): a base that lasts, times a factor for the year."""

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def money(self, key: str, low: int, high: int, year: int, swing: float = 0.2) -> Decimal:
        """An amount in 万元."""
        base = Random(f"{self.seed}|{key}").uniform(low, high)
        factor = 1 + Random(f"{self.seed}|{key}|{year}").uniform(-swing, swing)
        return Decimal(base * factor).quantize(CENT)

    def count(self, key: str, low: int, high: int, year: int, swing: float = 0.2) -> int:
        """A count of at least 1."""
        base = Random(f"{self.seed}|{key}").uniform(low, high)
        factor = 1 + Random(f"{self.seed}|{key}|{year}").uniform(-swing, swing)
        return max(1, round(base * factor))

    def chance(self, key: str, year: int, share: float) -> bool:
        """True in ``share`` of all cases."""
        return Random(f"{self.seed}|{key}|{year}").random() < share


def build(seed: str, unit: Unit, year: int) -> World:
    """The facts of ``unit`` in ``year``; the same for the same ``seed``."""
    leaves = Leaves(f"{seed}|{unit.full}")
    world = World(unit, year)
    _people(world, leaves)
    _money(world, leaves)
    _assets(world, leaves)
    _activities(world, leaves)
    _ratings(world, leaves)
    _unformed(world, leaves)
    return world


def _people(w: World, leaves: Leaves) -> None:
    posts = leaves.count("posts", 16, 90, 0)
    admin = leaves.count("admin", posts // 3, posts // 2, 0, 0.1)
    staff = posts - leaves.count("vacant", 1, 5, w.year)
    retired = leaves.count("retired", 6, 45, w.year, 0.1)
    w.put("people.posts", posts, "人")
    w.put("people.admin", admin, "人")
    w.put("people.career", posts - admin, "人")
    w.put("people.staff", staff, "人")
    w.put("people.retired", retired, "人")
    w.put("people.total", staff + retired, "人")
    w.share("people.control", "people.staff", "people.posts")
    count = leaves.count("offices", 4, 7, 0)
    w.offices = list(w.unit.agency["offices"][:count])
    w.put("offices", len(w.offices), "个")


_LEAVES = (
    ("personnel", 280, 1400),
    ("public.office", 12, 40),
    ("public.travel", 4, 18),
    ("public.other", 20, 90),
    ("vehicle.buy", 0, 0),
    ("vehicle.run", 3, 12),
    ("abroad", 0, 0),
    ("reception", 1, 8),
)


def _money(w: World, leaves: Leaves) -> None:
    count = leaves.count("projects", 2, 4, 0, 0.1)
    w.projects = list(w.unit.agency["projects"][:count])
    count = len(w.projects)
    for year, column in ((w.year, "final"), (w.year - 1, "prior")):
        for key, low, high in _LEAVES:
            w.put(f"{key}.{column}", leaves.money(key, low, high, year), "万元")
        for number in range(count):
            amount = leaves.money(f"p{number}", 30, 480, year, 0.35)
            w.put(f"p{number}.{column}", amount, "万元")
        f = w.facts
        public = f[f"public.office.{column}"] + f[f"public.travel.{column}"]
        w.put(f"public.{column}", public + f[f"public.other.{column}"], "万元")
        w.put(f"basic.{column}", f[f"personnel.{column}"] + f[f"public.{column}"], "万元")
        project = sum((f[f"p{n}.{column}"] for n in range(count)), Decimal(0))
        w.put(f"project.{column}", project, "万元")
        w.put(f"final.{column}", f[f"basic.{column}"] + project, "万元")
        vehicle = f[f"vehicle.buy.{column}"] + f[f"vehicle.run.{column}"]
        w.put(f"vehicle.{column}", vehicle, "万元")
        three = vehicle + f[f"abroad.{column}"] + f[f"reception.{column}"]
        w.put(f"three.{column}", three, "万元")
    _budget(w, leaves, count)
    for key in ("final", "basic", "project", "three", "reception", "personnel", "public"):
        change = w.facts[f"{key}.final"] - w.facts[f"{key}.prior"]
        w.put(f"{key}.change", abs(change), "万元")
        w.put(f"{key}.growth", percent(abs(change), w.facts[f"{key}.prior"]), "%")
        w.words[f"{key}.up"] = "增加" if change > 0 else "减少"
        w.words[f"{key}.grew"] = "增长" if change > 0 else "下降"


def _budget(w: World, leaves: Leaves, count: int) -> None:
    """Budget columns; what isn't spent is the closing balance, and last year's opens this year."""
    f = w.facts
    unspent = {
        year: Decimal(0)
        if leaves.chance("all spent", year, 0.35)
        else leaves.money("unspent", 3, 70 * count, year, 0.6)
        for year in (w.year - 1, w.year)
    }
    w.put("balance.open", unspent[w.year - 1], "万元")
    w.put("balance.close", unspent[w.year], "万元")
    w.put("budget", f["final.final"] + unspent[w.year], "万元")
    w.put("income", f["budget"] - unspent[w.year - 1], "万元")
    share = Decimal(leaves.count("initial", 84, 97, w.year, 0.02)) / 100
    w.put("initial", (f["income"] * share).quantize(CENT), "万元")
    w.put("added", f["budget"] - f["initial"], "万元")
    w.share("rate", "final.final", "budget")
    w.share("adjust", "added", "initial")
    over = max(Decimal(0), f["adjust"] - 5).to_integral_value(ROUND_CEILING)
    w.put("adjust.score", max(Decimal(0), 5 - over / 2), "分")
    w.put("project.budget", f["project.final"] + unspent[w.year], "万元")
    w.put("basic.budget", f["basic.final"], "万元")
    for number in range(count):
        extra = unspent[w.year] if number == 0 else Decimal(0)
        w.put(f"p{number}.budget", f[f"p{number}.final"] + extra, "万元")
        w.share(f"p{number}.rate", f"p{number}.final", f"p{number}.budget")
    for key in ("public.office", "public.travel", "public.other", "vehicle.run", "reception"):
        spare = leaves.money(f"spare {key}", 0, 2, w.year)
        w.put(f"{key}.budget", f[f"{key}.final"] + spare, "万元")
    for key in ("vehicle.buy", "abroad"):
        w.put(f"{key}.budget", Decimal("0.00"), "万元")
    w.put("vehicle.budget", f["vehicle.run.budget"], "万元")
    w.put("three.budget", f["vehicle.budget"] + f["reception.budget"], "万元")
    parts = ("public.office.budget", "public.travel.budget", "public.other.budget")
    w.put("public.budget", sum((f[k] for k in parts), Decimal(0)), "万元")
    for part in ("basic", "project"):
        w.share(f"{part}.share", f"{part}.final", "final.final")


def _assets(w: World, leaves: Leaves) -> None:
    current = leaves.money("assets current", 20, 400, w.year)
    fixed = leaves.money("assets fixed", 120, 1800, w.year)
    w.put("assets.current", current, "万元")
    w.put("assets.fixed", fixed, "万元")
    w.put("assets", current + fixed, "万元")
    w.share("assets.current.share", "assets.current", "assets")
    w.share("assets.fixed.share", "assets.fixed", "assets")


def _activities(w: World, leaves: Leaves) -> None:
    for number, (row, unit, low, high, *_) in enumerate(w.unit.agency["acts"]):
        key = f"act{number}"
        actual = leaves.count(key, low, high, w.year, 0.25)
        target = _round_down(actual, leaves.count(f"{key} slack", 2, 14, w.year))
        w.put(key, actual, unit)
        w.put(f"{key}.target", target, unit)
        first = max(1, actual * leaves.count(f"{key} first", 40, 75, w.year, 0.1) // 100)
        w.put(f"{key}.a", first if actual > 1 else 1, unit)
        w.put(f"{key}.b", actual - first if actual > 1 else 0, unit)
        w.put(f"{key}.stock", actual * leaves.count(f"{key} stock", 3, 9, w.year) + 7, unit)
        w.rows.append(Row(key, "产出指标", "数量指标", row, unit))
    for number, (row, unit, low, high, _) in enumerate(w.unit.agency["rates"]):
        key = f"rate{number}"
        whole = leaves.count(key, low, high, w.year)
        open_ = 0 if leaves.chance(key, w.year, 0.4) else max(1, whole // 50)
        part = max(1, whole - open_)
        w.put(f"{key}.whole", max(whole, part), unit)
        w.put(f"{key}.part", part, unit)
        w.share(key, f"{key}.part", f"{key}.whole")
        w.put(f"{key}.target", 90 if w.facts[key] < 97 else 95, "%")
        w.rows.append(Row(key, "产出指标", "质量指标", row, "%"))


def _unformed(w: World, leaves: Leaves) -> None:
    """Takes some activities out of the form: reports tell more than their forms ask for."""
    acts = [row.key for row in w.rows if row.key.startswith("act")]
    least = 0 if leaves.chance("whole form", w.year, 0.4) else 1
    count = least + (least and leaves.chance("shorter form", w.year, 0.5))
    out = {acts[leaves.count(f"unformed {n}", 0, 99, w.year) % len(acts)] for n in range(count)}
    w.rows = [row for row in w.rows if row.key not in out]


def _round_down(actual: int, slack: int) -> int:
    """A round target that the actual meets."""
    target = max(1, actual * (100 - slack) // 100)
    step = 100 if target >= 1000 else 10 if target >= 100 else 5 if target >= 20 else 1
    return max(1, target // step * step)


def _ratings(w: World, leaves: Leaves) -> None:
    day = leaves.count("day", 2, 28, w.year)
    w.rows.append(
        Row(
            "time", "产出指标", "时效指标", w.unit.agency["time"], "", "",
            f"{w.year}年12月31日前", f"{w.year}年12月{min(day, 28)}日",
        )
    )  # fmt: skip
    w.put("cost", w.facts["final.final"], "万元")
    w.put("cost.target", w.facts["budget"], "万元")
    w.rows.append(Row("cost", "产出指标", "成本指标", "支出总额控制在预算以内", "万元", "≤"))
    for number, (kind, row, seen) in enumerate(w.unit.agency["effects"]):
        w.rows.append(Row(f"eff{number}", "效益指标", kind, row, "", "", seen, seen))
    tenths = leaves.count("satisfied", 915, 988, w.year, 0.005)
    w.put("satisfied", Decimal(min(tenths, 995)) / 10, "%")
    w.put("satisfied.target", 90, "%")
    name = f"{w.unit.agency['subject']}满意度"
    w.rows.append(Row("satisfied", "满意度指标", "服务对象满意度指标", name, "%"))
    for number, project in enumerate(w.projects):
        w.project_rows.append(_project_rows(w, leaves, number, project))


def _project_rows(w: World, leaves: Leaves, number: int, project: str) -> list[Row]:
    key = f"p{number}"
    w.put(f"{key}.check", 100, "%")
    w.put(f"{key}.check.target", 98, "%")
    score = Decimal(leaves.count(f"{key} satisfied", 915, 985, w.year, 0.005)) / 10
    w.put(f"{key}.satisfied", min(score, Decimal("99.5")), "%")
    w.put(f"{key}.satisfied.target", 90, "%")
    day = leaves.count(f"{key} day", 1, 28, w.year)
    kind, effect, seen = w.unit.agency["effects"][number % len(w.unit.agency["effects"])]
    return [
        Row(f"{key}.check", "产出指标", "质量指标", "验收合格率", "%"),
        Row(
            f"{key}.time", "产出指标", "时效指标", f"{project}完成时间", "", "",
            f"{w.year}年11月30日前", f"{w.year}年11月{min(day, 28)}日",
        ),
        Row(f"{key}.eff", "效益指标", kind, effect, "", "", seen, seen),
        Row(f"{key}.satisfied", "满意度指标", "服务对象满意度指标", "受益群众满意度", "%"),
    ]  # fmt: skip
