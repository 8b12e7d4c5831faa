"""Planting faults: which kinds a report can bear, one after the other, each on facts of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from auditor.synthesis.specs import Made, Planted
from auditor.synthesis.surface import Shown
from auditor.synthesis.world import Row, World

NUMERIC: Final = (
    "narrative-vs-table", "narrative-vs-narrative", "parts-vs-whole-text", "part-exceeds-whole",
    "parts-vs-whole-table", "ratio", "formula", "growth", "growth-decomposition", "direction",
    "balance", "unit-slip", "score-vs-rule", "headcount-over-establishment",
)  # fmt: skip


@dataclass(slots=True)
class Plan:
    """A report in the making: its facts, what is shown instead, and its clean rendering."""

    world: World
    shown: Shown
    clean: Made
    rng: Random
    used: set[str] = field(default_factory=set)

    def told(self) -> list[str]:
        """Facts with a number in the narrative, in order."""
        spots = self.clean.spots
        return list(dict.fromkeys(s.mark.key for s in spots if s.grid is None and s.mark.value))

    def words(self) -> set[str]:
        """Words of the world that the narrative uses."""
        spots = self.clean.spots
        return {s.mark.key for s in spots if s.grid is None and s.mark.value is None}

    def stated(self) -> set[str]:
        """Facts that stand in a table."""
        return {s.mark.key for s in self.clean.spots if s.grid is not None}

    def times(self, key: str) -> int:
        """How often the narrative tells a fact."""
        return sum(1 for s in self.clean.spots if s.grid is None and s.mark.key == key)

    def together(self, *keys: str) -> bool:
        """Whether one paragraph tells all of the facts."""
        places = [s for s in self.clean.spots if s.grid is None and s.mark.key in keys]
        found: dict[int, set[str]] = {}
        for spot in places:
            line = self.clean.text.rfind("\n　　", 0, spot.start)
            found.setdefault(line, set()).add(spot.mark.key)
        return any(len(found[line]) == len(set(keys)) for line in found)

    def take(self, *keys: str) -> bool:
        """Claim facts for one fault; ``False`` where another fault has one of their kind."""
        stems = {stem(key) for key in keys}
        if stems & self.used:
            return False
        self.used |= stems
        return True

    def row_scored(self, row: Row, score: Decimal, prefix: str = "") -> bool:
        """Give a row another score and carry it into group and total; ``False`` above 99."""
        change = score - self.world.facts[f"{row.key}.score"]
        total = self.world.facts[f"{prefix}total"] + change
        if total > 99:
            return False
        group = f"{prefix}{row.level1}.score"
        self.shown.table[f"{row.key}.score"] = score
        for side in (self.shown.text, self.shown.table):
            side[group] = self.world.facts[group] + change
            side[f"{prefix}total"] = total
        return True


Maker = Callable[[Plan], Planted | None]


def stem(key: str) -> str:
    """What facts of one kind share, so that two faults don't meet: money, people, a row."""
    first = key.split(".", 1)[0]
    money = ("final", "basic", "project", "budget", "rate", "initial", "personnel", "public", "balance", "income", "added", "adjust")  # fmt: skip
    return "money" if first in money else first


def plant(
    world: World, shown: Shown, clean: Made, rng: Random, *, count: int, wanted: Sequence[str]
) -> list[Planted]:
    """``count`` faults of kinds that the report can bear, or those ``wanted`` that it can."""
    from auditor.synthesis.fault_kinds import MAKERS

    plan = Plan(world, shown, clean, rng)
    kinds = list(wanted) or _shuffled(list(MAKERS), rng)
    found: list[Planted] = []
    for kind in kinds:
        if len(found) >= (count or len(kinds)):
            break
        planted = MAKERS[kind](plan)
        if planted is not None:
            found.append(planted)
    return found


def _shuffled(kinds: list[str], rng: Random) -> list[str]:
    """Narrative against table comes first three times out of ten: it is the tool's main business."""
    rng.shuffle(kinds)
    if rng.random() < 0.3:
        kinds.sort(key=lambda kind: kind != "narrative-vs-table")
    return kinds


def corrupted(value: Decimal, unit: str, rng: Random) -> Decimal:
    """Another number: ten times, a tenth, one more or less, two digits swapped."""
    ways = [value + 1, value - 1 if value > 2 else value + 2, swapped(value)]
    if unit != "%":
        ways.append(value * 10)
        if value % 10 == 0 or unit == "万元":
            ways.append((value / 10).quantize(Decimal("0.01")) if unit == "万元" else value / 10)
    good = [way for way in ways if way not in (value, 0) and not (unit == "%" and way > 100)]
    return rng.choice(good)


def swapped(value: Decimal) -> Decimal:
    """The first two neighbouring digits that differ change places; 46.30 → 64.30."""
    text = list(f"{value:f}")
    for at in range(len(text) - 1):
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1] != "0":
            text[at], text[at + 1] = text[at + 1], text[at]
            return Decimal("".join(text))
    return value
