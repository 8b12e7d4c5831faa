"""How facts are written: templates with alternatives and marked numbers.

``[甲|乙]`` takes one of the alternatives (they nest), ``{key}`` writes a fact with its unit,
``{key-}`` the number alone, ``{key~}`` possibly hedged (3800余人次) or in Chinese numerals,
``{key@名}`` under another unit word, ``{#key}`` the number of a fact without a mark (an equal number
of another thing), ``{=word}`` a word of the world or of the context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Final

from auditor.synthesis.marking import plain
from auditor.synthesis.model import Mark, Rich
from auditor.synthesis.world import World

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([#=]?)([^{}~@-]+)([~-]?)(?:@([^{}]+))?\}")
_HAN: Final = "零一两三四五六七八九十"
_COUNTED: Final = frozenset("个项场所座条期支件次家处")
NUMBERS: Final = frozenset({"万元", "元"})


@dataclass(slots=True)
class Shown:
    """What a fault shows instead of the facts.

    ``text`` and ``table`` hold numbers for one side, ``cells`` whole texts of cells, ``nth`` numbers
    for one telling of several, ``units`` unit words of the narrative, ``words`` other words.
    """

    text: dict[str, Decimal] = field(default_factory=dict)
    table: dict[str, Decimal] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    nth: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Surface:
    """Writes one report. ``money`` is the narrative's way with amounts: wan, trim, spaced, yuan, comma."""

    world: World
    rng: Random
    shown: Shown
    context: dict[str, str]
    money: str = "wan"
    seed: str = ""
    told: dict[str, int] = field(default_factory=dict)

    def fill(self, template: str) -> Rich:
        """A template of the narrative as text with marks."""
        template = choose(template, self.rng)
        text = ""
        marks: list[Mark] = []
        at = 0
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            written, mark = self._slot(*slot.groups(default=""))
            if mark is not None:
                marks.append(replace(mark, start=len(text), end=len(text) + len(written)))
            text += written
        return Rich(text + template[at:], tuple(marks))

    def _slot(self, sign: str, key: str, how: str, unit: str) -> tuple[str, Mark | None]:
        if sign == "=":
            word = self.shown.words.get(key) or self.world.words.get(key)
            if word is None:
                return self.context[key], None
            return word, Mark(0, 0, key)
        if sign == "#":
            return plain(self.world.facts[key]), None
        nth = self.told.get(key, 0)
        self.told[key] = nth + 1
        value = self.shown.nth.get((key, nth), self.shown.text.get(key, self.world.facts[key]))
        changed = value != self.world.facts[key] or key in self.shown.units
        own = self.shown.units.get(key) or unit or self.world.units[key]
        number, own = self._number(
            value, own, hedge=f"{key} {nth}" if how == "~" and not changed else ""
        )
        if how == "-":
            return number, Mark(0, 0, key, _digits(number), None, nth)
        return number + own, Mark(0, 0, key, _digits(number), own, nth)

    def _number(self, value: Decimal, unit: str, *, hedge: str) -> tuple[str, str]:
        if unit == "万元" and self.money in ("yuan", "comma"):
            amount = value * 10000
            return (f"{amount:,.2f}" if self.money == "comma" else f"{amount:.2f}"), "元"
        if unit in NUMBERS:
            number = plain(value) if self.money == "trim" else f"{value:.2f}"
            return (f"{number} " if self.money == "spaced" else number), unit
        if hedge and value == int(value):
            return self._hedged(int(value), unit, Random(f"{self.seed} {hedge}")), unit
        if unit == "%" and value != 100:
            return f"{value}", unit
        return plain(value), unit

    def _hedged(self, value: int, unit: str, rng: Random) -> str:
        """``rng`` is the number's own, so that a fault in one number leaves all others as they are."""
        draw = rng.random()
        if 2 <= value <= 10 and unit in _COUNTED and draw < 0.4:
            return _HAN[value]
        step = 100 if value >= 1000 else 10 if value >= 100 else 0
        if step and draw < 0.35 and value % step:
            if rng.random() < 0.8:
                return f"{value // step * step}{rng.choice('余多')}"
            return f"近{(value // step + 1) * step}"
        return str(value)

    def cell(self, key: str, *, unit: str = "") -> Rich:
        """A number as a table states it: amounts to two decimals, ``unit`` behind it where given."""
        kept = self.shown.cells.get(key)
        value = self.shown.table.get(key, self.world.facts[key])
        own = self.world.units[key]
        number = f"{value:.2f}" if own == "万元" else plain(value)
        if own == "%":
            number = "100" if value == 100 else f"{value}"
            unit = "%"
        text = kept if kept is not None else number + unit
        return Rich(text, (Mark(0, len(text), key, None if kept else number, own),))


def choose(template: str, rng: Random) -> str:
    """One alternative of each ``[…|…]``, the innermost first."""
    while True:
        made, count = _CHOICE.subn(lambda m: rng.choice(m.group(1).split("|")), template)
        if not count:
            return made
        template = made


def _digits(number: str) -> str:
    """The value of a printed number: hedges and commas off, Chinese numerals as digits."""
    text = number.strip().replace(",", "").strip("近余多")
    return str(_HAN.index(text)) if text in _HAN else text
