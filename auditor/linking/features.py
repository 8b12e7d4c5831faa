"""What speaks for and against a fact and a cell being about one thing. Values never enter."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from auditor.core.period import Period, Role
from auditor.core.quantity import DISCRETE, Dimension, Quantity
from auditor.core.table import NumericCell, TableKind
from auditor.language import content_words, normal_form
from auditor.linking.candidates import Fact
from auditor.quantities import may_count_the_same
from auditor.tables.vocabulary import FUND_TOTAL

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


_TOTALS: Mapping[Role, tuple[str, ...]] = {
    Role.INITIAL_BUDGET: ("年初预算", "年初预算安排", "支出年初预算"),
    Role.BUDGET: ("预算资金", "全年预算", "支出预算", "预算总额", "预算资金总额"),
    Role.FINAL: ("实际支出", "支出合计", "支出决算", "总支出", "资金支出"),
    Role.RATE: ("预算执行率", "执行率"),
}
_BY_COLUMN = frozenset({Role.HEADCOUNT, Role.ESTABLISHMENT, Role.RATE})
_PART_WORDS = re.compile(
    r"基本支出|项目支出|人员(?:经费|支出)|公用|三公|接待|用车|出国|采购|收入|节约|节省|追加|结余|结转|发放|补助|补贴"
    r"|奖|贷款|争取|筹集|建设|经费|追讨|上缴|减免"
)


def labels_of(cell: NumericCell) -> tuple[str, ...]:
    """The wordings under which the narrative may speak of the cell, the form's own first."""
    if cell.block is TableKind.FUNDS and FUND_TOTAL.search(cell.indicator):
        return _TOTALS.get(cell.role, (cell.indicator,))
    if cell.role in _BY_COLUMN and cell.block is not TableKind.INDICATORS and cell.col_path:
        header = re.sub(r"\d{4}年度?", "", cell.col_path[-1])
        return (header, f"{cell.indicator}{header}")
    if cell.role is Role.SCORE:
        return ("总分", "自评得分", "综合得分", "自评总分")
    pieces = [p for p in re.split(r"[,、;]", cell.indicator) if len(p) >= 4]
    return (cell.indicator, *pieces) if len(pieces) > 1 else (cell.indicator,)


def features(fact: Fact, cell: NumericCell, index: LabelIndex) -> dict[str, float] | None:
    """Named features of the pair in [0, 1]; ``None`` where it can't be.

    Vetoes: another dimension, another unit of people or counts that doesn't convert, another
    known year, a role that contradicts the column.
    """
    claim = fact.lead
    unit = unit_fit(claim.quantity, cell.quantity)
    if unit is None:
        return None
    period = _period_fit(claim.period, cell)
    role = _role_fit(claim.role, cell)
    if period is None or role is None or _other_project(fact, cell):
        return None
    if (
        cell.block is TableKind.FUNDS
        and FUND_TOTAL.search(cell.indicator)
        and (_PART_WORDS.search(claim.indicator))
    ):
        return None
    worded = max(
        (_wording(fact, label, index) for label in labels_of(cell)), key=lambda w: sum(w.values())
    )
    return {
        **worded,
        "unit": unit,
        "period": period,
        "role": role,
        "sum": 1.0 if fact.is_sum else 0.0,
    }


def _wording(fact: Fact, label: str, index: LabelIndex) -> dict[str, float]:
    words = content_words(label)
    phrase = normal_form(fact.lead.indicator)
    plain = normal_form(label)
    return {
        "label_words_in_indicator": _coverage(words, fact.words, (), index),
        "label_words_in_clause": _coverage(words, fact.words, fact.context_words, index),
        "indicator_words_in_label": _coverage(fact.words, words, (), index),
        "characters": fuzz.partial_ratio(phrase, plain) / 100 if phrase and plain else 0.0,
        "same_phrase": 1.0 if phrase == plain else _bare_equal(phrase, plain),
    }


def unit_fit(claim: Quantity, cell: Quantity) -> float | None:
    """How well the units go together: 1 the same base, 0.5 for classifiers that may count one
    thing (场 and 次), 0.2 for other classifiers.

    ``None`` where no conversion makes them one. A bare cell number fits anything a little.
    """
    if cell.unit is None or claim.unit is None:
        return 0.2 if claim.dimension is not Dimension.PERCENT else 0.0
    if claim.unit.base == cell.unit.base:
        return 1.0
    both = {claim.dimension, cell.dimension}
    if both == {Dimension.COUNT}:
        return 0.5 if may_count_the_same(claim.unit, cell.unit) else 0.2
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


def _other_project(fact: Fact, cell: NumericCell) -> bool:
    """Money, rates and scores of a project's own table against a claim not about the project."""
    scoped = (Dimension.MONEY, Dimension.SCORE, Dimension.PERCENT)
    claim = fact.lead
    if cell.subject is None or claim.quantity.dimension not in scoped:
        return False
    if cell.block is TableKind.INDICATORS and claim.quantity.dimension is Dimension.PERCENT:
        return False
    if claim.cell is not None and claim.cell[0] == cell.table_id:
        return False
    return cell.subject not in claim.context and not (
        len(claim.indicator) >= 4 and claim.indicator in cell.subject
    )
