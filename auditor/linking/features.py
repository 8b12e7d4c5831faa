"""What speaks for and against a fact and a cell being about one thing. Values never enter."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from auditor.core.period import Period, Role
from auditor.core.quantity import DISCRETE, Dimension, Quantity
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.candidates import Fact

_SAME_THING: tuple[frozenset[Role], ...] = (
    frozenset({Role.ACTUAL, Role.FINAL, Role.UNKNOWN, Role.HEADCOUNT, Role.RATE, Role.SCORE}),
    frozenset({Role.BUDGET, Role.UNKNOWN, Role.TARGET}),
    frozenset({Role.INITIAL_BUDGET, Role.UNKNOWN}),
    frozenset({Role.TARGET, Role.PLAN}),
    frozenset({Role.ESTABLISHMENT, Role.UNKNOWN}),
    frozenset({Role.BALANCE, Role.UNKNOWN, Role.ACTUAL, Role.FINAL}),
)
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


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """How telling each word is among the labels of one report (inverse document frequency)."""

    weights: Mapping[str, float]
    default: float

    @classmethod
    def of(cls, cells: Sequence[NumericCell]) -> LabelIndex:
        """The index over the labels of ``cells``, each label counted once."""
        labels = {label_of(cell) for cell in cells}
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


def label_of(cell: NumericCell) -> str:
    """The words that tell what the cell is about."""
    return cell.indicator


def features(fact: Fact, cell: NumericCell, index: LabelIndex) -> dict[str, float] | None:
    """Named features of the pair in [0, 1] (penalties in [−1, 0]); ``None`` where it can't be.

    Vetoes: another dimension, another unit of people or counts that doesn't convert, another
    known year, a role that contradicts the column.
    """
    claim = fact.lead
    unit = unit_fit(claim.quantity, cell.quantity)
    if unit is None:
        return None
    period = _period_fit(claim.period, cell)
    role = _role_fit(claim.role, cell)
    if period is None or role is None:
        return None
    label = label_of(cell)
    words = content_words(label)
    own = _coverage(words, fact.words, (), index)
    around = _coverage(words, fact.words, fact.context_words, index)
    back = _coverage(fact.words, words, (), index)
    phrase = normal_form(claim.indicator)
    plain = normal_form(label)
    return {
        "label_words_in_indicator": own,
        "label_words_in_clause": around,
        "indicator_words_in_label": back,
        "characters": fuzz.partial_ratio(phrase, plain) / 100 if phrase and plain else 0.0,
        "same_phrase": 1.0 if phrase == plain else _bare_equal(phrase, plain),
        "unit": unit,
        "period": period,
        "role": role,
        "sum": 1.0 if fact.is_sum else 0.0,
        "other_project": _scope(fact, cell),
    }


def unit_fit(claim: Quantity, cell: Quantity) -> float | None:
    """How well the units go together: 1 the same base, 0.3 for other classifiers of one thing.

    ``None`` where no conversion makes them one. A bare cell number fits anything a little.
    """
    if cell.unit is None or claim.unit is None:
        return 0.2 if claim.dimension is not Dimension.PERCENT else 0.0
    if claim.unit.base == cell.unit.base:
        return 1.0
    both = {claim.dimension, cell.dimension}
    if both == {Dimension.COUNT}:
        return 0.3
    if claim.unit.name.rstrip("元") == cell.unit.name.rstrip("元") and Dimension.MONEY in both:
        return 0.8
    if both <= DISCRETE and both != {Dimension.PEOPLE, Dimension.COUNT}:
        return 0.2 if "户" not in claim.unit.base + cell.unit.base else None
    return None


def _period_fit(period: Period, cell: NumericCell) -> float | None:
    if not period.compatible(cell.period):
        return None
    if cell.role is Role.PRIOR:
        return None
    return 1.0 if period.year is not None and period.year == cell.period.year else 0.5


def _role_fit(role: Role, cell: NumericCell) -> float | None:
    theirs = cell.role
    if role is theirs:
        return 1.0
    if cell.block is TableKind.INDICATORS and theirs is Role.TARGET:
        if role in (Role.TARGET, Role.BUDGET, Role.ACTUAL, Role.UNKNOWN):
            return 0.3
        return None
    if role is Role.SCORE or theirs is Role.SCORE:
        return None
    if role in (Role.TARGET, Role.PLAN):
        return None
    if {role, theirs} == {Role.HEADCOUNT, Role.ESTABLISHMENT}:
        return None
    if Role.RATE in (role, theirs) and theirs not in (Role.ACTUAL, Role.RATE, Role.UNKNOWN):
        return None
    if any(role in group and theirs in group for group in _SAME_THING):
        return 0.6
    if Role.UNKNOWN in (role, theirs) or (role is Role.ACTUAL and theirs is Role.BALANCE):
        return 0.4
    if {role, theirs} == {Role.BUDGET, Role.INITIAL_BUDGET}:
        return None
    if {role, theirs} == {Role.BUDGET, Role.FINAL} or {role, theirs} == {
        Role.INITIAL_BUDGET,
        Role.FINAL,
    }:
        return None
    return 0.2


def _coverage(
    wanted: Sequence[str], have: Sequence[str], around: Sequence[str], index: LabelIndex
) -> float:
    if not wanted:
        return 0.0
    own, near = set(have), set(around)
    whole = found = 0.0
    for word in wanted:
        weight = index.weight(word)
        whole += weight
        if word in own:
            found += weight
        elif word in near:
            found += 0.7 * weight
        elif any(len(other) > 1 and (other in word or word in other) for other in own):
            found += 0.6 * weight
        elif any(len(other) > 1 and (other in word or word in other) for other in near):
            found += 0.4 * weight
    return found / whole if whole else 0.0


def _bare_equal(phrase: str, label: str) -> float:
    """Half marks where one is the other with a short addition: 公用经费 / 日常公用经费."""
    if len(phrase) >= 3 and len(label) >= 3 and (phrase.endswith(label) or label.endswith(phrase)):
        return 0.5
    return 0.0


def _scope(fact: Fact, cell: NumericCell) -> float:
    """−1 for the money of a project's own table against a claim that doesn't name the project."""
    if cell.subject is None or fact.lead.quantity.dimension is not Dimension.MONEY:
        return 0.0
    claim = fact.lead
    if claim.cell is not None and claim.cell[0] == cell.table_id:
        return 0.0
    named = cell.subject in claim.context or claim.indicator in cell.subject
    return 0.0 if named and claim.indicator else -1.0
