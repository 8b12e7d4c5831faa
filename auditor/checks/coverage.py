"""Which claims of a report the checks compared, and why the others went unchecked."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from auditor.core.claim import Claim
from auditor.core.coverage import ClaimCoverage, Coverage, Unchecked
from auditor.core.finding import Evidence, Tick, Verdict
from auditor.core.period import Period, Role
from auditor.core.quantity import Quantity
from auditor.core.report import Analysis
from auditor.language import content_words, normal_form

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_AHEAD = frozenset({Role.PLAN, Role.RULE})
_Fact = tuple[str, str]


_LAST: list[tuple[Analysis, Coverage]] = []
"""The last answer: records, ranking and pages ask for one report's coverage in turn."""


def coverage_of(analysis: Analysis) -> Coverage:
    """The coverage of the claims of ``analysis`` by its ticks.

    A tick compared a claim where the claim is one of its places, or where its place holds the
    claim and its working the claim's number (a formula's operand). One that is undecided because
    a finding answers for it compared its claims too.
    """
    if analysis.coverage is not None:
        return analysis.coverage
    if _LAST and _LAST[0][0] is analysis:
        return _LAST[0][1]
    known = _Known(analysis)
    found = Coverage(tuple(known.of(claim) for claim in analysis.claims))
    _LAST[:] = [(analysis, found)]
    return found


def ticks_about(analysis: Analysis, claim: Claim) -> list[Tick]:
    """The ticks that ``claim`` takes part in, undecided ones among them, in their order."""
    return list(dict.fromkeys(_TickIndex(analysis).of(claim)))


class _Known:
    """Look-ups over one analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._document = analysis.document.id
        self._ticks = _TickIndex(analysis)
        self._answered = {tick for f in analysis.findings for tick in f.also}
        self._tied = {claim_id for link in analysis.links for claim_id in link.claim_ids}
        for group in analysis.groups:
            self._tied.update((group.whole, *group.parts))
        self._stated: dict[_Fact, list[tuple[str | None, Period]]] = defaultdict(list)
        for claim in analysis.claims:
            for fact in _facts(claim.indicator, _base(claim.quantity)):
                self._stated[fact].append((claim.id, claim.period))
        self._words: dict[str, set[str]] = defaultdict(set)
        for cell in (number for table in analysis.tables for number in table.numbers):
            base = _base(cell.quantity)
            for fact in _facts(cell.indicator, base):
                self._stated[fact].append((None, cell.period))
            self._words[base or ""].update(content_words(cell.indicator))

    def of(self, claim: Claim) -> ClaimCoverage:
        """The checks of the claim, or the first reason that holds."""
        ticks = self._ticks.of(claim)
        decided = {
            t.check_id for t in ticks if t.verdict is not Verdict.UNDECIDED or t in self._answered
        }
        if decided:
            return ClaimCoverage(claim.id, tuple(sorted(decided)))
        return ClaimCoverage(claim.id, (), self._reason(claim, bool(ticks)))

    def _reason(self, claim: Claim, tried: bool) -> Unchecked:
        if tried:
            return Unchecked.UNDECIDED
        if claim.role in _AHEAD:
            return Unchecked.PLAN
        unit = claim.quantity.unit
        if unit is None:
            return Unchecked.UNIT_UNKNOWN
        if claim.id in self._tied:
            return Unchecked.NO_RULE
        partners = [
            period
            for fact in _facts(claim.indicator, unit.base)
            for name, period in self._stated[fact]
            if name != claim.id
        ]
        if any(claim.period.compatible(period) for period in partners):
            vague = claim.quantity.hedge or claim.quantity.comparator
            return Unchecked.APPROXIMATE if vague else Unchecked.NO_RULE
        if partners:
            return Unchecked.DIFFERENT_PERIOD
        labels = self._words.get(unit.base, set()) | self._words.get("", set())
        if labels.intersection(content_words(claim.indicator)):
            return Unchecked.NO_CELL_LINKED
        return Unchecked.NO_PARTNER


def _base(quantity: Quantity) -> str | None:
    return quantity.unit.base if quantity.unit is not None else None


def _facts(indicator: str, base: str | None) -> Iterable[_Fact]:
    """The key under which two statements are of one thing: none without words or unit."""
    name = normal_form(indicator)
    if name and base:
        yield name, base


class _TickIndex:
    """The ticks of a report by the last character of their places, and those that hold more."""

    def __init__(self, analysis: Analysis) -> None:
        self._own: dict[int, list[tuple[Evidence, Tick]]] = defaultdict(list)
        self._places: list[tuple[Evidence, Tick]] = []
        for tick in analysis.ticks:
            for place in tick.evidence:
                if place.document_id == analysis.document.id:
                    self._own[place.span.end].append((place, tick))
                    self._places.append((place, tick))
        self._places.sort(key=lambda found: found[0].span)
        self._longest = max((len(place.span) for place, _ in self._places), default=0)
        self._starts = [place.span.start for place, _ in self._places]

    def of(self, claim: Claim) -> list[Tick]:
        """The ticks that the claim takes part in."""
        span, digit = claim.quantity.span, _DIGIT.search(claim.quantity.text)
        number = span.start + (digit.start() if digit else 0)
        starts = {min(claim.indicator_span.start, span.start), span.start, number}
        found = [t for place, t in self._own.get(span.end, ()) if place.span.start in starts]
        return found or [tick for tick in self._around(claim) if _reckons(tick, claim)]

    def _around(self, claim: Claim) -> Iterable[Tick]:
        span = claim.quantity.span
        low = bisect.bisect_left(self._starts, span.start - self._longest)
        high = bisect.bisect_right(self._starts, span.start)
        return (tick for place, tick in self._places[low:high] if place.span.contains(span))


def _reckons(tick: Tick, claim: Claim) -> bool:
    """Whether the claim's number stands in the tick's arithmetic."""
    written = f"{tick.working} {tick.stated} {tick.expected}"
    found = {Decimal(m.group().replace(",", "")) for m in _NUMBER.finditer(written)}
    return claim.quantity.value in found
