"""A row of scores."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Counts of one kind; ``found`` counts what the tool said, ``right`` what of it is labelled.

    ``hits`` are labels that something found. Precision is ``right/found``, recall ``hits/gold``.
    """

    what: str
    gold: int
    found: int
    right: int
    hits: int

    @property
    def precision(self) -> float | None:
        """``None`` where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """``None`` where nothing is labelled."""
        return self.hits / self.gold if self.gold else None
