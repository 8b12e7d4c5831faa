"""Passages that stand in two reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.core.charspan import CharSpan


class PassageKind(StrEnum):
    """Where a shared passage comes from, judged by how many units share it."""

    TEMPLATE = "template"
    COMMON = "common"
    COPIED = "copied"
    OWN_PREVIOUS_YEAR = "own_previous_year"


class PassageEdit(StrEnum):
    """What was changed between the two sides, the gravest of all."""

    EXACT = "exact"
    NAMES = "names"
    NUMBERS = "numbers"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of report ``a`` and its double in report ``b``, by document id.

    ``similarity`` is in [0, 1] over the masked text; ``units`` counts the agencies of the run
    in whose reports the passage stands; ``reordered`` says that passages before it in the one
    report stand after it in the other.
    """

    a_document: str
    a_span: CharSpan
    b_document: str
    b_span: CharSpan
    similarity: float
    kind: PassageKind
    units: int
    edit: PassageEdit = PassageEdit.EXACT
    reordered: bool = False
