"""The scan: from numeral to numeral, once over the text."""

from __future__ import annotations

import re

from auditor.core.quantity import Unit
from auditor.quantities.digits import ratio, take_digit
from auditor.quantities.exclusions import Match, regions
from auditor.quantities.han import take_chinese, take_half
from auditor.quantities.malformed import find_malformed
from auditor.quantities.numbers import arabic, chinese
from auditor.quantities.numerals import CHINESE, normal
from auditor.quantities.state import State

TRIGGER = re.compile(rf"[0-9{CHINESE}半翻折①-⑳㈠-㈩⑴-⒇]")
_HALVES = frozenset("半翻折")
_CIRCLED = re.compile("[①-⑳㈠-㈩⑴-⒇]")
_CUT_OFF = re.compile(
    r"(?<=[0-9万亿])\r?\n(?=(?:[万亿]?元|[万千]?[人个项名家户次件台辆处份期条批]次?|万?[亩吨册平]|公里|个百分点|%)(?:[,;。:、()/左以之的]|$))"
    r"|(?<=[0-9])\r?\n(?=[万亿]?元(?!/)|%)"
)
"""A line end between a number and its unit."""


class Scanner(State):
    """A :class:`State` that runs."""

    __slots__ = ()

    def __init__(self, text: str, folded: str, default: Unit | None, *, cell: bool = False) -> None:
        plain = normal(folded)
        if not cell and "\n" in plain:
            plain = _CUT_OFF.sub(lambda gap: " " * len(gap.group()), plain)
        super().__init__(text, plain, default, cell)

    def run(self) -> None:
        """Take every numeral of the text."""
        s = self.s
        search = TRIGGER.search
        match = search(s)
        if match is None:
            return
        seen = 0
        apart = iter(self._apart())
        region = next(apart, None)
        while match is not None:
            at = match.start()
            cut = s.rfind("\n", seen, at)
            if cut >= 0:
                self.line = cut + 1
            seen = at
            while region is not None and region.end <= at:
                region = next(apart, None)
            if region is not None and region.start <= at:
                after = self.exclude(region.start, region.end, region.reason)
                region = next(apart, None)
            else:
                char = s[at]
                if char <= "9":
                    after = take_digit(self, at)
                elif char in _HALVES:
                    after = take_half(self, at)
                elif _CIRCLED.match(char):
                    after = self.exclude(at, at + 1, "list number")
                else:
                    after = take_chinese(self, at)
            match = search(s, after if after > at else at + 1)

    def _apart(self) -> list[Match]:
        """What is set apart before any numeral is looked at, in order."""
        found = regions(self.s)
        wrong = find_malformed(self.s, self.text)
        if wrong:
            found += [Match(bad.start, bad.end, "malformed number") for bad in wrong]
            found.sort()
        return found

    def forced(self, at: int) -> None:
        """Read a quantity around the numeral at ``at`` whatever the context says."""
        s = self.s
        if s[at] in _HALVES:
            take_half(self, at)
            return
        if s[at] <= "9":
            first = at - 1 if at and s[at - 1] == "." else at
            number = ratio(s, at) or arabic(s, first, self.default)
        elif s.startswith("一半", at):
            take_chinese(self, at)
            return
        else:
            number = chinese(s, at)
        if number is not None:
            self.emit(self.ranged(number))
