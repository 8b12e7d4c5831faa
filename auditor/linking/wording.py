"""How well the words of a fact and the label of a cell go together, for all pairs at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.candidates import Fact
from auditor.linking.lexis import FloatArray, IntArray, Lexis
from auditor.tables.vocabulary import FUND_TOTAL

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
        "实有",
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
_ALL_INCOME = re.compile(r"^(?:(?:本年)?收入(?:合计|总计|总额)|总收入)$")
_ALONE = ("支出", "总支出", "支出合计")
_ALL_SPENDING = re.compile(r"^(?:(?:本年)?支出(?:合计|总计|总额)|总支出|合计)$")
_ACCOUNT = re.compile(
    r"([一-鿿]{2,8}?)((?:购置)?(?:及|和|与)?(?:运行)?(?:维护)?(?:费用?|经费|支出))"
)
_NUMBERED = re.compile(r"^(?:其中[::]?|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|[①-⑳])+")
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
        return (cell.indicator, *_TOTALS[cell.role], *_ALONE)
    if cell.block in _BUDGETS and _ALL_INCOME.search(cell.indicator):
        return (cell.indicator, "收入", "总收入", "收入合计")
    if cell.role in _BY_COLUMN and cell.block is not TableKind.INDICATORS and cell.col_path:
        header = re.sub(r"\d{4}年度?", "", cell.col_path[-1])
        if cell.block is TableKind.FUNDS:
            return (f"{cell.indicator}{header}",)
        return (header, f"{cell.indicator}{header}")
    if cell.role is Role.SCORE:
        return ("总分", "自评得分", "综合得分", "自评总分")
    pieces = [p for p in re.split(r"[,、;]", cell.indicator) if len(p) >= 4]
    if len(pieces) > 1:
        return (cell.indicator, *pieces)
    if cell.quantity.dimension is Dimension.MONEY and cell.block in _BUDGETS:
        return (cell.indicator, *_accounts(cell.indicator))
    return (cell.indicator,)


def _accounts(label: str) -> tuple[str, ...]:
    """Other names of one account: 公用支出 / 公用经费, 公务用车购置及运行费 / 公务用车."""
    plain = normal_form(_NUMBERED.sub("", label))
    found = _ACCOUNT.fullmatch(plain)
    if not found:
        return ()
    stem, tail = found.groups()
    tails = [t for t in ("经费", "支出") if t != tail] if tail in ("经费", "支出") else []
    named = [f"{stem}{t}" for t in tails]
    if len(tail) > 2 or tail == "费":
        named.append(stem)
    return tuple(named)


@dataclass(frozen=True, slots=True)
class WordingTable:
    """Wording features of every fact with every label of a report, 0 to 1.

    ``values`` has the shape (facts, labels, len(WORDING)); ``places`` numbers the labels.
    """

    values: FloatArray
    places: Mapping[str, int]

    @classmethod
    def of(
        cls, facts: Sequence[Fact], labels: Sequence[str], lexis: Lexis, index: LabelIndex
    ) -> WordingTable:
        """The table of ``facts`` over ``labels``, which are distinct."""
        values = np.zeros((len(facts), len(labels), len(WORDING)))
        if facts and labels:
            words = [content_words(label) for label in labels]
            weights = {word: index.weight(word) for word in lexis.place}
            values[:, :, 0], values[:, :, 1] = _covered(words, facts, lexis, weights)
            values[:, :, 2] = _stated(facts, words, lexis, weights)
            values[:, :, 3], values[:, :, 4] = _phrases(facts, labels)
        return cls(values, {label: place for place, label in enumerate(labels)})

    def best(self, forms: Sequence[tuple[str, ...]]) -> FloatArray:
        """Facts × forms × features: of each form (a cell's wordings) the wording that fits best."""
        if not forms:
            return np.zeros((len(self.values), 0, len(WORDING)))
        choices = [[self.places[label] for label in form] for form in forms]
        width = max(map(len, choices))
        padded: IntArray = np.array([c + c[:1] * (width - len(c)) for c in choices], dtype=np.intp)
        found = self.values[:, padded]
        at = found.sum(axis=3).argmax(axis=2)
        rows = np.arange(len(self.values))[:, None]
        best: FloatArray = found[rows, np.arange(len(forms))[None, :], at]
        return best


def _covered(
    labels: Sequence[Sequence[str]],
    facts: Sequence[Fact],
    lexis: Lexis,
    weights: Mapping[str, float],
) -> tuple[FloatArray, FloatArray]:
    """Shares of each label's words that the indicator has, and that the clause has."""
    own = [lexis.matches(fact.words, 1.0, _PART) for fact in facts]
    near = [
        lexis.matches(fact.context_words, _NEAR, _NEAR_PART, alone)
        for fact, alone in zip(facts, own, strict=True)
    ]
    shares = lexis.shares(labels, weights)
    return (shares @ np.array(own).T).T, (shares @ np.array(near).T).T


def _stated(
    facts: Sequence[Fact],
    labels: Sequence[Sequence[str]],
    lexis: Lexis,
    weights: Mapping[str, float],
) -> FloatArray:
    """Shares of each indicator's words that the label has."""
    matches = np.array([lexis.matches(words, 1.0, _PART) for words in labels])
    made: FloatArray = lexis.shares([fact.words for fact in facts], weights) @ matches.T
    return made


def _phrases(facts: Sequence[Fact], labels: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Likeness by characters, and equality of the normal forms."""
    stated = [normal_form(fact.lead.indicator) for fact in facts]
    plain = [normal_form(label) for label in labels]
    rows = list(dict.fromkeys(stated))
    likeness = process.cdist(rows, plain, scorer=fuzz.partial_ratio, dtype=np.float64) / 100
    likeness[[i for i, phrase in enumerate(rows) if not phrase], :] = 0.0
    likeness[:, [j for j, label in enumerate(plain) if not label]] = 0.0
    equal = _equal(rows, plain)
    place = {phrase: i for i, phrase in enumerate(rows)}
    back = np.array([place[phrase] for phrase in stated], dtype=np.intp)
    return likeness[back], equal[back]


def _equal(phrases: Sequence[str], labels: Sequence[str]) -> FloatArray:
    """1 for the same, half marks where one is the other with a short addition: 公用经费 / 日常公用经费,
    公务接待 / 公务接待费."""
    found = np.zeros((len(phrases), len(labels)))
    of_labels, of_phrases = _beginnings_and_ends(labels), _beginnings_and_ends(phrases)
    by_label, by_phrase = _places(labels), _places(phrases)
    for piece in of_labels.keys() & by_phrase.keys():
        found[np.ix_(by_phrase[piece], of_labels[piece])] = 0.5
    for piece in of_phrases.keys() & by_label.keys():
        found[np.ix_(of_phrases[piece], by_label[piece])] = 0.5
    for phrase in by_phrase.keys() & by_label.keys():
        found[np.ix_(by_phrase[phrase], by_label[phrase])] = 1.0
    return found


def _places(phrases: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        places.setdefault(phrase, []).append(number)
    return places


def _beginnings_and_ends(phrases: Sequence[str]) -> dict[str, list[int]]:
    """Ends of three and more characters, and beginnings that only a word of kind follows."""
    pieces: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for at in range(3, len(phrase)):
            if _KIND.fullmatch(phrase[at:]):
                pieces.setdefault(phrase[:at], []).append(number)
            pieces.setdefault(phrase[len(phrase) - at :], []).append(number)
    return pieces
