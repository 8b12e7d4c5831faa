"""What a report is about, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from auditor.synthesis.model import Spot
from auditor.synthesis.surface import Shown
from auditor.synthesis.world import Unit


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: its label but for the places. ``keys`` are facts with a side (``text``, ``table``, ``""``).

    ``extra`` are paragraphs that it adds, by the tag of the outline behind which they stand.
    """

    kind: str
    keys: tuple[tuple[str, str], ...]
    right: str
    explanation: str
    also: tuple[str, ...] = ()
    contradiction: bool = True
    severity: str = "high"
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spec:
    """What report ``number`` of a part is about. Two numbers in a row are one unit's two years."""

    seed: int
    part: str
    number: int
    unit: Unit
    year: int
    family: Mapping[str, Any]
    dialect: str

    @property
    def file(self) -> str:
        """Where the report stands below the corpus."""
        suffix = {"docx": ".docx", "xlsx": ".xlsx"}.get(self.dialect, ".txt")
        name = f"{self.number:05d}-{self.unit.name}{suffix}"
        return f"reports/{self.part}/{self.unit.place}/{self.year}/{name}"

    def rng(self, what: str) -> Random:
        """A source of chance for one purpose, so that no purpose shifts another."""
        return Random(f"{self.seed}|{self.part}|{self.number}|{what}")


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report. ``summed`` are facts that the narrative tells by their parts alone."""

    spec: Spec
    data: bytes
    text: str
    spots: tuple[Spot, ...]
    summed: frozenset[str]
    planted: tuple[Planted, ...] = ()
    shown: Shown = field(default_factory=Shown)
