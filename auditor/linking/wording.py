"""How well the words of a fact and the label of a cell go together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.swift import swift
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.candidates import Fact
from auditor.linking.lexis import Lexicon, numbered
from auditor.tables.vocabulary import FUND_TOTAL

WORDING: tuple[str, ...] = (
    "label_words_in_indicator",
    "label_words_in_clause",
    "indicator_words_in_label",
    "characters",
    "same_phrase",
)
"""Names of the wording features, in the order of ``Wording.of``."""

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
    def of(cls, forms: Iterable[Sequence[str]]) -> LabelIndex:
        """The index over the first wordings of ``forms``, each counted once."""
        labels = {label for form in forms for label in form[:1]}
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


@swift
@dataclass(frozen=True, slots=True)
class _Phrase:
    """An indicator or a label: what it says of the words of the report, the shares of its own by
    weight, its normal form."""

    heard: Mapping[str, float]
    shares: Sequence[tuple[str, float]]
    plain: str


@swift
@dataclass(frozen=True, slots=True)
class _Stated:
    """A fact's indicator, and what it says of the words with the clause around it."""

    phrase: _Phrase
    around: Mapping[str, float]


class Wording:
    """Wording features of the facts of a report beside the labels of its cells, 0 to 1.

    A pair at a time: most facts and cells can't be about one thing, and their grid would be
    some ten times the pairs.
    """

    def __init__(
        self, facts: Sequence[Fact], forms: Iterable[Sequence[str]], index: LabelIndex
    ) -> None:
        self._facts = facts
        self._words = {label: content_words(label) for form in forms for label in form}
        self._order = numbered([*self._words.values(), *(fact.words for fact in facts)])
        self._lexicon = Lexicon(self._order)
        self._weights = {word: index.weight(word) for word in self._order}
        self._labels: dict[str, _Phrase] = {}
        self._stated: dict[int, _Stated] = {}

    def of(self, number: int, form: Sequence[str]) -> tuple[float, ...]:
        """The features of a fact, by number, with that wording of ``form`` that fits it best."""
        fact = self._stated.get(number)
        if fact is None:
            fact = self._stated[number] = self._fact(self._facts[number])
        best, most = (0.0,) * len(WORDING), -1.0
        for label in form:
            known = self._labels.get(label)
            if known is None:
                known = self._labels[label] = self._phrase(self._words[label], label)
            found = _fit(fact, known)
            whole = found[0] + found[1] + found[2] + found[3] + found[4]
            if whole > most:
                best, most = found, whole
        return best

    def _fact(self, fact: Fact) -> _Stated:
        phrase = self._phrase(fact.words, fact.lead.indicator)
        around = self._lexicon.heard(fact.context_words, _NEAR, _NEAR_PART)
        for word, own in phrase.heard.items():
            around[word] = max(around.get(word, 0.0), own)
        return _Stated(phrase, around)

    def _phrase(self, words: tuple[str, ...], phrase: str) -> _Phrase:
        weights = [self._weights[word] for word in words]
        whole = sum(weights) or 1.0
        shares: dict[str, float] = {}
        for word, weight in zip(words, weights, strict=True):
            shares[word] = shares.get(word, 0.0) + weight / whole
        # Sums of fractions depend on their order in the last digit: everywhere that of the report.
        ordered = [(word, shares[word]) for word in sorted(shares, key=self._order.__getitem__)]
        return _Phrase(self._lexicon.heard(words, 1.0, _PART), ordered, normal_form(phrase))


def _fit(fact: _Stated, label: _Phrase) -> tuple[float, float, float, float, float]:
    phrase = fact.phrase
    in_indicator = in_clause = in_label = 0.0
    for word, share in label.shares:
        if word in fact.around:
            in_clause += share * fact.around[word]
            if word in phrase.heard:
                in_indicator += share * phrase.heard[word]
    for word, share in phrase.shares:
        if word in label.heard:
            in_label += share * label.heard[word]
    return in_indicator, in_clause, in_label, *alike(phrase.plain, label.plain)


@lru_cache(maxsize=50_000)
def alike(phrase: str, label: str) -> tuple[float, float]:
    """Likeness of two normal forms by characters, and their equality: 1 for the same, half marks
    where one is the other with a short addition: 公用经费 / 日常公用经费, 公务接待 / 公务接待费.
    """
    likeness = fuzz.partial_ratio(phrase, label) / 100 if phrase and label else 0.0
    if phrase == label:
        return likeness, 1.0
    return likeness, 0.5 if _extends(phrase, label) or _extends(label, phrase) else 0.0


def _extends(long: str, short: str) -> bool:
    """Whether ``short``, of three and more characters, ends ``long`` or only a word of kind
    follows it."""
    if not 3 <= len(short) < len(long):
        return False
    return long.endswith(short) or (
        long.startswith(short) and _KIND.fullmatch(long, len(short)) is not None
    )
