"""How well the words of a fact and the label of a cell go together, for all pairs at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.candidates import Fact
from auditor.tables.vocabulary import FUND_TOTAL

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

WORDING: tuple[str, ...] = (
    "label_words_in_indicator",
    "label_words_in_clause",
    "indicator_words_in_label",
    "characters",
    "same_phrase",
)
"""Names of the wording features, in the order of the last axis of ``WordingTable.pairs``."""

_GENERIC = frozenset(
    [
        "支出",
        "预算",
        "执行",
        "资金",
        "经费",
        "总额",
        "合计",
        "实际",
        "全年",
        "年度",
        "收入",
        "金额",
        "完成率",
        "实际完成率",
        "率",
        "任务",
    ]
)
_TOTALS: Mapping[Role, tuple[str, ...]] = {
    Role.INITIAL_BUDGET: ("年初预算", "年初预算安排", "支出年初预算", "年初批复预算"),
    Role.BUDGET: (
        "预算资金",
        "全年预算",
        "支出预算",
        "预算总额",
        "预算资金总额",
        "可用预算",
        "调整后全年预算",
    ),
    Role.FINAL: ("实际支出", "支出合计", "支出决算", "总支出", "资金支出", "执行", "实际执行"),
    Role.RATE: ("预算执行率", "执行率"),
}
_CEILING = re.compile(r"(?:支出|资金|成本|预算)总?额?.{0,4}控制|控制.{0,4}(?:预算|成本)|^总?成本$")
_ALL_SPENDING = re.compile(r"^(?:(?:本年)?支出(?:合计|总计|总额)|总支出|合计)$")
_KIND = re.compile(r"费用?|经费|支出|数量?|次数|人数|人次|面积|金额|情况|[(][^()]*[)]")
_BUDGETS = frozenset({TableKind.BASE_DATA, TableKind.INCOME_SPENDING})
_BY_COLUMN = frozenset({Role.HEADCOUNT, Role.ESTABLISHMENT, Role.RATE})
_NEAR, _PART, _NEAR_PART = 0.7, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """How telling each word is among the labels of one report (inverse document frequency)."""

    weights: Mapping[str, float]
    default: float

    @classmethod
    def of(cls, cells: Sequence[NumericCell]) -> LabelIndex:
        """The index over the labels of ``cells``, each label counted once."""
        labels = {label for cell in cells for label in labels_of(cell)[:1]}
        counts: Counter[str] = Counter()
        for label in labels:
            counts.update(set(content_words(label)))
        size = max(len(labels), 1)
        weights = {
            word: math.log((size + 1) / (count + 0.5)) * (0.4 if word in _GENERIC else 1.0)
            for word, count in counts.items()
        }
        return cls(weights, math.log((size + 1) / 0.5))

    def weight(self, word: str) -> float:
        """The word's weight; words that no label holds weigh most."""
        known = self.weights.get(word)
        if known is not None:
            return max(known, 0.1)
        return self.default * (0.4 if word in _GENERIC else 1.0)


def labels_of(cell: NumericCell) -> tuple[str, ...]:
    """The wordings under which the narrative may speak of the cell, the form's own first."""
    if cell.block is TableKind.FUNDS and FUND_TOTAL.search(cell.indicator):
        named = _TOTALS.get(cell.role, (cell.indicator,))
        return (cell.subject, *named) if cell.subject and cell.role is not Role.RATE else named
    if cell.quantity.dimension is Dimension.MONEY and _CEILING.search(cell.indicator):
        meant = {Role.TARGET: Role.BUDGET, Role.ACTUAL: Role.FINAL}.get(cell.role)
        if meant is not None:
            return (cell.indicator, *_TOTALS[meant])
    if cell.block in _BUDGETS and _ALL_SPENDING.search(cell.indicator) and cell.role in _TOTALS:
        return (cell.indicator, *_TOTALS[cell.role])
    if cell.role in _BY_COLUMN and cell.block is not TableKind.INDICATORS and cell.col_path:
        header = re.sub(r"\d{4}年度?", "", cell.col_path[-1])
        return (header, f"{cell.indicator}{header}")
    if cell.role is Role.SCORE:
        return ("总分", "自评得分", "综合得分", "自评总分")
    pieces = [p for p in re.split(r"[,、;]", cell.indicator) if len(p) >= 4]
    return (cell.indicator, *pieces) if len(pieces) > 1 else (cell.indicator,)


@dataclass(frozen=True, slots=True)
class WordingTable:
    """Wording features of every fact with every label of a report, 0 to 1.

    ``values`` has the shape (facts, labels, len(WORDING)); ``places`` numbers the labels.
    """

    values: FloatArray
    places: Mapping[str, int]

    @classmethod
    def of(
        cls, facts: Sequence[Fact], cells: Sequence[NumericCell], index: LabelIndex
    ) -> WordingTable:
        """The table of ``facts`` over all labels of ``cells``."""
        labels = list(dict.fromkeys(label for cell in cells for label in labels_of(cell)))
        values = np.zeros((len(facts), len(labels), len(WORDING)))
        if facts and labels:
            words = [content_words(label) for label in labels]
            values[:, :, 0], values[:, :, 1] = _covered(words, facts, index)
            values[:, :, 2] = _stated(facts, words, index)
            values[:, :, 3], values[:, :, 4] = _phrases(facts, labels)
        return cls(values, {label: place for place, label in enumerate(labels)})

    def pairs(self, rows: IntArray, cols: IntArray, cells: Sequence[NumericCell]) -> FloatArray:
        """The features of facts ``rows`` with ``cells[cols]``, each by the cell's best label."""
        choices = [[self.places[label] for label in labels_of(cell)] for cell in cells]
        width = max(map(len, choices), default=1)
        padded = np.array([c + c[:1] * (width - len(c)) for c in choices], dtype=np.intp)
        found = self.values[rows[:, None], padded[cols]]
        best = found.sum(axis=2).argmax(axis=1)
        chosen: FloatArray = found[np.arange(len(rows)), best]
        return chosen


def _covered(
    labels: Sequence[Sequence[str]], facts: Sequence[Fact], index: LabelIndex
) -> tuple[FloatArray, FloatArray]:
    """Shares of each label's words that the indicator has, and that the clause has."""
    vocabulary = list(dict.fromkeys(word for words in labels for word in words))
    weights = _weights(labels, vocabulary, index)
    own, near = _Matcher(vocabulary), _Matcher(vocabulary)
    matches = np.zeros((2, len(facts), len(vocabulary)))
    for i, fact in enumerate(facts):
        alone = own.match(fact.words, 1.0, _PART)
        matches[0, i] = alone
        matches[1, i] = np.maximum(alone, near.match(fact.context_words, _NEAR, _NEAR_PART))
    return matches[0] @ weights.T, matches[1] @ weights.T


def _stated(
    facts: Sequence[Fact], labels: Sequence[Sequence[str]], index: LabelIndex
) -> FloatArray:
    """Shares of each indicator's words that the label has."""
    vocabulary = list(dict.fromkeys(word for fact in facts for word in fact.words))
    weights = _weights([fact.words for fact in facts], vocabulary, index)
    matcher = _Matcher(vocabulary)
    matches = np.array([matcher.match(words, 1.0, _PART) for words in labels])
    shares: FloatArray = weights @ matches.T
    return shares


def _weights(
    phrases: Sequence[Sequence[str]], vocabulary: Sequence[str], index: LabelIndex
) -> FloatArray:
    """Phrases × vocabulary: each word's weight, the words of a phrase adding up to one."""
    place = {word: i for i, word in enumerate(vocabulary)}
    weights = np.zeros((len(phrases), len(vocabulary)))
    for row, words in enumerate(phrases):
        for word in words:
            weights[row, place[word]] += index.weight(word)
    whole = weights.sum(axis=1, keepdims=True)
    shares: FloatArray = np.divide(weights, whole, out=weights, where=whole > 0)
    return shares


class _Matcher:
    """Which words of a vocabulary some words match: whole, or as one within the other."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._vocabulary = vocabulary
        self._place = {word: i for i, word in enumerate(vocabulary)}
        self._parts: dict[str, IntArray] = {}

    def match(self, words: Sequence[str], whole: float, part: float) -> FloatArray:
        """``whole`` or ``part`` at the places of the words that ``words`` match."""
        found = np.zeros(len(self._vocabulary))
        for word in words:
            if len(word) > 1:
                found[self._within(word)] = part
        for word in words:
            if word in self._place:
                found[self._place[word]] = whole
        return found

    def _within(self, word: str) -> IntArray:
        known = self._parts.get(word)
        if known is None:
            places = [i for i, v in enumerate(self._vocabulary) if word in v or v in word]
            known = self._parts[word] = np.array(places, dtype=np.intp)
        return known


def _phrases(facts: Sequence[Fact], labels: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Likeness by characters, and equality of the normal forms."""
    stated = [normal_form(fact.lead.indicator) for fact in facts]
    plain = [normal_form(label) for label in labels]
    rows = list(dict.fromkeys(stated))
    likeness = process.cdist(rows, plain, scorer=fuzz.partial_ratio, dtype=np.float64) / 100
    empty = np.array([[not a or not b for b in plain] for a in rows], dtype=bool)
    likeness[empty] = 0.0
    equal = np.array([[1.0 if a == b else _bare_equal(a, b) for b in plain] for a in rows])
    place = {phrase: i for i, phrase in enumerate(rows)}
    back = np.array([place[phrase] for phrase in stated], dtype=np.intp)
    return likeness[back], equal[back]


def _bare_equal(phrase: str, label: str) -> float:
    """Half marks where one is the other with a short addition: 公用经费 / 日常公用经费, 公务接待 / 公务接待费."""
    if len(phrase) < 3 or len(label) < 3:
        return 0.0
    if phrase.endswith(label) or label.endswith(phrase):
        return 0.5
    short, long = sorted((phrase, label), key=len)
    return 0.5 if long.startswith(short) and _KIND.fullmatch(long[len(short) :]) else 0.0
