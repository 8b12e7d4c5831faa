"""Likenesses of one phrase and one label, beyond shared words."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.core.quantity import Unit


def head_match(head: str, label: Sequence[str]) -> float:
    """1 where the noun that is counted closes the label, 0.6 where it is in it, 0.3 for a part."""
    if not head or not label:
        return 0.0
    if head == label[-1]:
        return 1.0
    if head in label:
        return 0.6
    return 0.3 if any(head in word or word in head for word in label if len(word) > 1) else 0.0


def shortened(words: Sequence[str], label: str) -> float:
    """Share of the words whose characters stand in the label in their order (抽检 in 抽样检验)."""
    if not words:
        return 0.0
    return sum(1 for word in words if _in_order(word, label)) / len(words)


def _in_order(word: str, label: str) -> bool:
    rest = iter(label)
    return all(character in rest for character in word)


def unit_named_in(unit: Unit | None, label: str) -> float:
    """1 where the label holds the unit's name (人次 in 培训人次)."""
    return float(unit is not None and len(unit.name) > 1 and unit.name in label)
