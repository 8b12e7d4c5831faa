"""How much of what a report states was compared with anything, and why the rest was not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Unchecked(StrEnum):
    """Why no check compared a claim; the first that holds, in this order."""

    UNDECIDED = "undecided"
    PLAN = "plan"
    UNIT_UNKNOWN = "unit_unknown"
    NO_RULE = "no_rule"
    APPROXIMATE = "approximate"
    DIFFERENT_PERIOD = "different_period"
    NO_CELL_LINKED = "no_cell_linked"
    NO_PARTNER = "no_partner"


@dataclass(frozen=True, slots=True)
class ClaimCoverage:
    """The checks that compared a claim, by id; ``reason`` is set where there is none."""

    claim_id: str
    checks: tuple[str, ...]
    reason: Unchecked | None = None


@dataclass(frozen=True, slots=True)
class CoverageCounts:
    """How many claims there are and for each reason how many went unchecked, of any reports."""

    claims: int = 0
    unchecked: tuple[int, ...] = (0,) * len(Unchecked)

    @property
    def checked(self) -> int:
        """How many claims some check compared and came to a verdict about."""
        return self.claims - sum(self.unchecked)

    @property
    def share(self) -> float | None:
        """``checked`` in all claims, in [0, 1]; ``None`` without claims."""
        return round(self.checked / self.claims, 4) if self.claims else None

    @property
    def reasons(self) -> dict[Unchecked, int]:
        """How many claims went unchecked for each reason, all reasons in their order."""
        return dict(zip(Unchecked, self.unchecked, strict=True))

    def plus(self, other: CoverageCounts) -> CoverageCounts:
        """Both together."""
        unchecked = zip(self.unchecked, other.unchecked, strict=True)
        return CoverageCounts(self.claims + other.claims, tuple(a + b for a, b in unchecked))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every claim of a report, in the order of its claims."""

    claims: tuple[ClaimCoverage, ...] = ()

    @property
    def counts(self) -> CoverageCounts:
        """The numbers alone, which can be summed over reports."""
        return CoverageCounts(len(self.claims), tuple(self.reasons.values()))

    @property
    def checked(self) -> int:
        """How many claims some check compared and came to a verdict about."""
        return sum(claim.reason is None for claim in self.claims)

    @property
    def share(self) -> float | None:
        """``checked`` in all claims, in [0, 1]; ``None`` for a report without claims."""
        return round(self.checked / len(self.claims), 4) if self.claims else None

    @property
    def reasons(self) -> dict[Unchecked, int]:
        """How many claims went unchecked for each reason, all reasons in their order."""
        counts = Counter(claim.reason for claim in self.claims)
        return {reason: counts[reason] for reason in Unchecked}
