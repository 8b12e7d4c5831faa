"""Scoring rules that give points by bands: 控制率=0，计5分；0-10%（含），计4分；…；大于30%不得分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.core.charspan import CharSpan

_N = r"\d{1,3}(?:\.\d{1,2})?"
_POINTS = rf"[,:]?\s?的?[,:]?(?:(?:计|得)(?:满分)?(?P<points>{_N})分|不得分|(?:计|得)零分)"
_BAND = re.compile(
    rf"(?:(?P<equal>=\s?0%?)|(?P<low>{_N})%?(?:\(含\))?\s?[-—~至]\s?(?P<high>{_N})%(?:\(含\))?(?:之间)?"
    rf"|(?:大于|高于|超过|>)(?P<over>{_N})%(?:\(含\))?|(?:小于|低于|不足|<)(?P<under>{_N})%(?:\(含\))?"
    rf"|(?P<from>{_N})%(?:\(含\))?(?:及)?以上(?:\(含\))?|(?P<upto>{_N})%(?:\(含\))?(?:及)?以下(?:\(含\))?)"
    + _POINTS
)
_NAME = re.compile(r"(?:^|[。;\s|])[“\"]?(?P<name>[一-鿿“”\"]{2,16}率)\s?(?:=|≤|为)")
_FEWEST = 3
_MOST = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Band:
    """Points for rates between two limits; what lies on a limit is left open."""

    low: Decimal
    high: Decimal
    points: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class BandedScore:
    """A rate of the text with the score taken for it, and the band that it lies in."""

    rate: Decimal
    score: Decimal
    band: Band
    place: CharSpan
    rule: CharSpan


def banded_scores(folded: str) -> Iterator[BandedScore]:
    """Each rate and score of the text whose rule by bands stands elsewhere in it under the same name."""
    for line in re.finditer(r"[^\n\t|]{20,300}", folded):
        text = line.group()
        if text.count("分") < _FEWEST or "%" not in text:
            continue
        bands = tuple(_bands(text))
        named = _NAME.search(text)
        if len(bands) < _FEWEST or named is None:
            continue
        rule = CharSpan(line.start(), line.end())
        for told in _told(folded, named.group("name").strip('“”"')):
            rate = Decimal(told.group("rate"))
            if rule.start <= told.start() < rule.end:
                continue
            inside = [b for b in bands if b.low < rate < b.high or b.low == rate == b.high]
            limits = {limit for b in bands for limit in (b.low, b.high)} - {Decimal(0)}
            if len(inside) == 1 and rate not in limits:
                place = CharSpan(told.start("rate"), told.end())
                yield BandedScore(rate, Decimal(told.group("score")), inside[0], place, rule)


def _bands(text: str) -> Iterator[Band]:
    for match in _BAND.finditer(text):
        points = Decimal(match.group("points") or 0)
        zero = Decimal(0)
        if match.group("equal"):
            low = high = zero
        elif match.group("low"):
            low, high = Decimal(match.group("low")), Decimal(match.group("high"))
        elif match.group("over") or match.group("from"):
            low, high = Decimal(match.group("over") or match.group("from")), _MOST
        else:
            low, high = -_MOST, Decimal(match.group("under") or match.group("upto"))
        yield Band(low, high, points, match.group())


def _told(folded: str, name: str) -> Iterator[re.Match[str]]:
    """预算控制率=46.00/400.00×100%=11.50%，计3分."""
    yield from re.finditer(
        rf"{re.escape(name)}[^。;\n\t|]{{0,60}}?(?P<rate>-?{_N})%[,]?(?:应|故|因此|自评|该项|本项)?(?:计|得)(?:分)?(?P<score>{_N})分",
        folded,
    )
