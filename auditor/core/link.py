"""Links from claims to the table cells that state the same fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.swift import swift

BY_HAND = "reviewer"
"""The source of a link that a reviewer made."""

BY_TARGET = "target"
"""The source of a link that the target beside the result makes, whatever the words."""


class Relation(StrEnum):
    """How the claims relate to the cell."""

    EQUAL = "equal"
    SUM = "sum"
    PART = "part"
    RATIO = "ratio"


@swift
@dataclass(frozen=True, slots=True)
class Link:
    """``claim_ids`` → the number at ``cell_span`` in ``table_id``, ``row``, ``col``.

    ``probability`` is the scorer's confidence that both are about one fact, never a statement
    about whether the numbers agree. ``contributions`` add up to the score behind it.
    """

    claim_ids: tuple[str, ...]
    table_id: str
    row: int
    col: int
    cell_span: CharSpan
    relation: Relation
    probability: float
    contributions: tuple[tuple[str, float], ...]
    source: str = "rules"
