"""Words around a numeral: hedges and comparators in front and behind, words that hold a numeral."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_COMPARATORS = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "最少": ">=",
    ">": ">", "超过": ">", "超": ">", "突破": ">", "逾": ">", "大于": ">", "高于": ">", "多于": ">",
    "≤": "<=", "<=": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=",
    "不得超过": "<=", "未超过": "<=", "未突破": "<=", "未低于": ">=", "不突破": "<=", "不得高于": "<=", "不得低于": ">=", "不得少于": ">=", "最多": "<=", "至多": "<=",
    "<": "<", "低于": "<", "小于": "<", "少于": "<", "不足": "<", "不到": "<", "=": "=", "==": "=",
    "大于等于": ">=", "小于等于": "<=", "大于或等于": ">=", "小于或等于": "<=", "±": "±", "正负": "±",
}  # fmt: skip
_HEDGES = ("约", "大约", "约为", "约有", "约合", "大概", "近", "将近", "接近")
_NOT_AFTER = {
    "约": "节签预合违公条邀践履制特缔赴集婚盟解续", "近": "最附邻就靠亲贴远",
    "约为": "节预合", "约有": "节", "超": "赶反高", "不到": "达找看得用想拿收做",
    "不足": "的在些对", "突破": "的新大",
}  # fmt: skip


class Lead(NamedTuple):
    """Words in front of a number: where they begin, the hedge, the comparator."""

    start: int
    hedge: str | None
    comparator: str | None


@cache
def _by_last() -> dict[str, tuple[tuple[str, str | None], ...]]:
    groups: dict[str, list[tuple[str, str | None]]] = {}
    for word, meaning in (*_COMPARATORS.items(), *((hedge, None) for hedge in _HEDGES)):
        groups.setdefault(word[-1], []).append((word, meaning))
    return {c: tuple(sorted(ws, key=lambda w: -len(w[0]))) for c, ws in groups.items()}


def lead(text: str, start: int, floor: int) -> Lead:
    """Hedge and comparator that end right before ``start`` (one blank allowed), behind ``floor``."""
    hedge: str | None = None
    comparator: str | None = None
    last = _by_last()
    begin = at = start
    for _ in range(3):
        while at > floor and text[at - 1] == " " and begin - at < 2:
            at -= 1
        words = last.get(text[at - 1]) if at > floor else None
        if words is None:
            break
        found = _first_free(text, words, at, floor)
        if found is None:
            break
        word, meaning = found
        first = at - len(word)
        if meaning is None:
            if hedge is not None:
                break
            hedge = word
        elif comparator is None:
            comparator = meaning
        else:
            break
        begin = at = first
    return Lead(begin, hedge, comparator)


LEAD_LAST = frozenset(word[-1] for word in (*_COMPARATORS, *_HEDGES))
"""Last characters of the words that may stand in front of a number."""


def _first_free(
    text: str, words: tuple[tuple[str, str | None], ...], at: int, floor: int
) -> tuple[str, str | None] | None:
    for word, meaning in words:
        first = at - len(word)
        if first >= floor and text.startswith(word, first) and _free(text, word, first):
            return word, meaning
    return None


def _free(text: str, word: str, first: int) -> bool:
    forbidden = _NOT_AFTER.get(word)
    return not forbidden or first == 0 or text[first - 1] not in forbidden


_AFTER = re.compile(
    r" ?(?:\(含\) ?)?(?P<low>[及含]?以上|开外)|"
    r" ?(?:\(含\) ?)?(?P<high>[及含]?以下(?![简几方问内])|以内|之内)|"
    r"(?P<near>左右(?!两)|上下(?![游级班联一两]))"
)
_AFTER_FIRST = frozenset("以开之左上及含( ")


class Tail(NamedTuple):
    """Words behind a number: where they end, the hedge, the comparator."""

    end: int
    hedge: str | None
    comparator: str | None


def tail(text: str, end: int) -> Tail:
    """以上, 以下, 以内, 左右 … at ``text[end]``."""
    if text[end : end + 1] not in _AFTER_FIRST:
        return Tail(end, None, None)
    match = _AFTER.match(text, end)
    if match is None:
        return Tail(end, None, None)
    kind = match.lastgroup
    if kind == "near":
        return Tail(match.end(), match.group("near"), None)
    return Tail(match.end(), None, {"low": ">=", "high": "<="}.get(kind or ""))


@cache
def _held() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    reasons: dict[str, str] = {}
    groups: dict[str, set[int]] = {}
    for line in (files("auditor.quantities") / "words.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, reason = line.split("\t")
            reasons[word] = reason
            groups.setdefault(word[0], set()).add(len(word))
    return reasons, {c: tuple(sorted(sizes, reverse=True)) for c, sizes in groups.items()}


def word_at(text: str, at: int) -> tuple[str, str] | None:
    """The longest word of ``words.tsv`` at ``text[at]`` with its reason."""
    reasons, lengths = _held()
    for size in lengths.get(text[at], ()):
        reason = reasons.get(text[at : at + size])
        if reason is not None:
            return text[at : at + size], reason
    return None
