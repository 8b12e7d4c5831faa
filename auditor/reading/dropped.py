"""Rows whose empty and merged cells were left out → rows as wide as the head above them.

A cell goes to a column that it can stand in: labels by their words, points only under 分值 and
得分, no number under 原因. A row that fits its head in two ways keeps its own width, so that it
aligns with nothing (nothing is guessed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.core.charspan import CharSpan
from auditor.reading.formwords import GAP_COST, LEVEL1, LEVEL2, NUMBER, Kind, can_hold, kind_of
from auditor.reading.undernames import filled

_MONEY = re.compile(r"预算数|年初预算|执行数|决算数|支出数")
_AMOUNT = re.compile(r"(?:\d[\d.,]*(?:%|万?元)?|[-—–/]+)$")
_SCORED = re.compile(r"执行率|得分")
_BEGINS = re.compile(r"项目名称|主管部门|\S{0,30}(?:自评|完成情况|目标)表(?:\(|$)")
"""The first rows of a form: what stood above was another one's."""
_GOAL_HEAD = re.compile(r"总体目标|绩效目标|年度目标")
_GOAL_SIDES = re.compile(r"预期目标|设定目标|年初目标|完成情况|目标完成")
_MOST_COLUMNS = 12


def restored(rows: Sequence[list[CharSpan]], folded: str) -> list[list[CharSpan]]:
    """``rows`` (spans of filled cells) with empty spans where their heads have more columns."""
    out: list[list[CharSpan]] = []
    head: list[Kind] = []
    heads: set[int] = set()
    goals = False
    funds: tuple[int, int, bool] | None = None
    for row in _single_heads(rows, folded):
        texts = [re.sub(r"\s", "", span.cut(folded)) for span in row]
        kinds = [kind_of(text) for text in texts]
        if _BEGINS.match(texts[0]):
            head, funds, goals = [], None, False
        if sum(map(bool, map(_MONEY.search, texts))) > 1 and _SCORED.search("".join(texts)):
            money = next(number for number, text in enumerate(texts) if _MONEY.search(text))
            funds = (money, len(row), kinds[-1] is Kind.REASON) if money else None
            heads.add(len(row))
            out.append(row)
            continue
        if _is_head(kinds):
            head, funds = kinds, None
            heads.add(len(row))
            out.append(row)
            continue
        if goals and len(row) == 2:
            out.append([_nothing(row[0].start), *row])
            goals = False
            continue
        goals = bool(len(row) == 3 and _GOAL_HEAD.search(texts[0]) and _GOAL_SIDES.search(texts[1]))
        if funds is not None and (places := _fund_places(texts, *funds)):
            out.append(filled(dict(zip(places, row, strict=True)), funds[1], row[0].start))
            continue
        if not head:
            heads.add(len(row))
            out.append(row)
            continue
        places = _places(texts, head)
        if places is not None:
            out.append(filled(dict(zip(places, row, strict=True)), len(head), row[0].start))
        else:
            out.append(row if len(row) not in heads else [*row, _nothing(row[-1].end)])
    return out


def _is_head(kinds: Sequence[Kind]) -> bool:
    """Whether a row names the columns of indicators, with points or with the values aimed at."""
    labels = kinds.count(Kind.LABEL)
    pair = labels > 1 and Kind.TARGET in kinds
    return len(kinds) <= _MOST_COLUMNS and labels >= 1 and (Kind.POINTS in kinds or pair)


def _single_heads(rows: Sequence[list[CharSpan]], folded: str) -> Iterator[list[CharSpan]]:
    """``rows`` with heads of two lines made one.

    绩效指标 | 年度指标值 | 实际完成值 | 分值… over 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位:
    the second line takes the places of the first two cells of the first.
    """
    index = 0
    while index < len(rows):
        here = rows[index]
        below = rows[index + 1] if index + 1 < len(rows) else []
        upper, lower = (
            [kind_of(re.sub(r"\s", "", s.cut(folded))) for s in r] for r in (here, below)
        )
        if (
            upper[:2] == [Kind.LABEL, Kind.TARGET]
            and Kind.LABEL not in upper[2:]
            and lower.count(Kind.LABEL) > 1
            and Kind.TARGET in lower
            and set(lower) <= {Kind.LABEL, Kind.TARGET, Kind.SIGN, Kind.UNIT}
        ):
            yield [*below, *here[2:]]
            index += 2
            continue
        yield here
        index += 1


def _fund_places(texts: Sequence[str], money: int, width: int, reasoned: bool) -> list[int] | None:
    """The columns of a row of amounts under a head whose first amount stands at ``money``.

    Or one further on, where 年度预算数 stands over the row labels.
    """
    if len(texts) < 3 or NUMBER.match(texts[0]):
        return None
    for first in (money, money + 1):
        free = width - first - (len(texts) - 1)
        told = texts[1:-1] if reasoned and not free else texts[1:]
        if free in ((0, 1) if reasoned else (0,)) and all(map(_AMOUNT.match, told)):
            return [first - 1, *range(first, first + len(texts) - 1)]
    return None


def _nothing(at: int) -> CharSpan:
    return CharSpan(at, at)


def _places(texts: Sequence[str], head: Sequence[Kind]) -> list[int] | None:
    """The column of each cell; ``None`` where there is no way or more than one."""
    labels = [number for number, kind in enumerate(head) if kind is Kind.LABEL]
    values = list(range(labels[-1] + 1, len(head)))
    if labels != list(range(labels[0], labels[-1] + 1)) or len(texts) > len(head):
        return None
    leading = _labels(texts, labels)
    if leading is None:
        return None
    rest = texts[len(leading) :]
    if not rest:
        return leading if leading[-1] != labels[-1] else None
    best: list[list[int]] = []
    least = 99
    for chosen in combinations(values, len(rest)) if len(rest) <= len(values) else ():
        if not all(can_hold(head[c], text) for c, text in zip(chosen, rest, strict=True)):
            continue
        cost = sum(GAP_COST[head[c]] for c in values if c not in chosen)
        if cost < least:
            best, least = [], cost
        if cost == least:
            best.append(list(chosen))
    return [*leading, *best[0]] if len(best) == 1 else None


def _labels(texts: Sequence[str], labels: Sequence[int]) -> list[int] | None:
    """Columns of the label cells at the row's beginning; the last one is the indicator's name."""
    name, second, first = labels[-1], labels[-2:-1], labels[-3:-2]
    columns: list[int] = []
    at = 0
    if at < len(texts) and len(labels) > 3 and re.fullmatch(r"绩效指标", texts[at]):
        columns.append(labels[0])
        at += 1
    follows = at + 1 < len(texts) and LEVEL2.fullmatch(texts[at + 1])
    level1 = at < len(texts) and LEVEL1.fullmatch(texts[at])
    if first and level1 and (follows or not LEVEL2.fullmatch(texts[at])):
        columns.append(first[0])
        at += 1
    if second and at < len(texts) and LEVEL2.fullmatch(texts[at]):
        columns.append(second[0])
        at += 1
    if at == len(texts) and columns:
        return columns
    if at >= len(texts) or (NUMBER.match(texts[at]) and len(texts[at]) < 8):
        return None
    columns.append(name)
    return columns
