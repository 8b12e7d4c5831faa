"""The consistent world behind each report, and the faults planted into what it states."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from corpus.source.units import UNITS, UnitSource

CENT = Decimal("0.01")
WEIGHTS = (10, 10, 10, 10, 10, 15, 15, 10)


def money(value: Decimal | str) -> str:
    return str(Decimal(value).quantize(CENT))


def percent(part: Decimal, whole: Decimal) -> str:
    return str((part * 100 / whole).quantize(CENT, rounding=ROUND_DOWN))


@dataclass
class State:
    """What a report states: ``text`` feeds the narrative, ``table`` the forms."""

    unit: UnitSource
    number: int
    year: int
    text: dict[str, Any]
    table: dict[str, Any]
    labels: list[dict[str, Any]] = field(default_factory=list)

    @property
    def file(self) -> str:
        suffix = "docx" if self.unit.kind == "docx" else "txt"
        return f"{self.unit.county}/{self.year}/{self.unit.name}.{suffix}"

    def fault(
        self, kind: str, keys: list[str], right: str, why: str, places: list[str], **extra: Any
    ) -> None:
        """Note a planted fault; ``places`` are the words that show it, as they will stand."""
        self.labels.append(
            {
                "type": kind,
                "key_values": keys,
                "right": right,
                "explanation_zh": why,
                "places": places,
                **extra,
            }
        )


def state_of(number: int, year: int) -> State:
    unit = UNITS[number]
    values = _values(unit, number, year)
    return State(unit, number, year, dict(values), dict(values))


def _totals(unit: UnitSource, at: int) -> dict[str, Decimal]:
    personnel, public = Decimal(unit.personnel[at]), Decimal(unit.public[at])
    projects = [Decimal(p) for p in unit.project_money[at]]
    basic, project = personnel + public, sum(projects, Decimal(0))
    return {"personnel": personnel, "public": public, "p1": projects[0], "p2": projects[1],
            "basic": basic, "project": project, "executed": basic + project}  # fmt: skip


def _values(unit: UnitSource, number: int, year: int) -> dict[str, Any]:
    at = year - 2022
    now = _totals(unit, at)
    if at:
        before = _totals(unit, 0)
    else:
        before = {k: (v * Decimal("0.96")).quantize(CENT) for k, v in _totals(unit, 0).items()}
        before["basic"] = before["personnel"] + before["public"]
        before["project"] = before["p1"] + before["p2"]
        before["executed"] = before["basic"] + before["project"]
    left = Decimal(number % 4) * Decimal("3.15")
    budget = now["executed"] + left
    values: dict[str, Any] = {key: money(value) for key, value in now.items()}
    values.update({f"{key}_before": money(value) for key, value in before.items()})
    values.update(_public(number, at))
    current = Decimal("12.40") + Decimal(number) * Decimal("3.17")
    fixed = Decimal("88.60") + Decimal(number) * Decimal("9.43")
    values.update(
        budget=money(budget),
        initial=unit.initial[at],
        left=money(left),
        rate=percent(now["executed"], budget),
        posts=str(unit.posts),
        staff=str(unit.staff[at]),
        retired=str(unit.retired),
        people=str(unit.staff[at] + unit.retired),
        control=percent(Decimal(unit.staff[at]), Decimal(unit.posts)),
        current=money(current),
        fixed=money(fixed),
        assets=money(current + fixed),
        current_share=percent(current, current + fixed),
        fixed_share=percent(fixed, current + fixed),
        satisfaction=str(Decimal("93.2") + Decimal(number % 5) + at),
        offices=4 + number % 3,
    )
    scores = list(WEIGHTS)
    scores[6] = WEIGHTS[6] - 1
    values["weights"] = list(WEIGHTS)
    values["scores"] = scores
    values["fund_score"] = 10
    values["reason"] = "群众知晓面有待扩大，将加强宣传"
    values["targets"] = [a.target[at] for a in unit.activities]
    values["actuals"] = [a.actual[at] for a in unit.activities]
    values["actual_texts"] = {}
    values["total"] = sum(scores) + 10
    values["total_weight"] = 100
    return values


def _public(number: int, at: int) -> dict[str, str]:
    """三公经费 of three columns: last year's final, this year's budget and final."""
    reception = [Decimal("3.60") + Decimal(number) * Decimal("0.21"), Decimal("3.20") + Decimal(number) * Decimal("0.18"),
                 Decimal("2.85") + Decimal(number) * Decimal("0.16")]  # fmt: skip
    vehicle = [Decimal("5.40"), Decimal("5.20"), Decimal("4.95")]
    first, last = reception[at], reception[at + 1]
    return {
        "reception_before": money(first),
        "reception_budget": money(last + Decimal("0.30")),
        "reception": money(last),
        "vehicle_before": money(vehicle[at]),
        "vehicle_budget": money(vehicle[at + 1] + Decimal("0.25")),
        "vehicle": money(vehicle[at + 1]),
        "three_before": money(first + vehicle[at]),
        "three_budget": money(last + vehicle[at + 1] + Decimal("0.55")),
        "three": money(last + vehicle[at + 1]),
    }
