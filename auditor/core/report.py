"""What one report came to: the bundle that travels from the checks to the pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.core.claim import Claim, ClaimGroup
from auditor.core.coverage import Coverage
from auditor.core.document import Document
from auditor.core.finding import Finding, Tick
from auditor.core.link import Link
from auditor.core.quantity import Excluded, Quantity
from auditor.core.table import ParsedTable


@dataclass(frozen=True, slots=True)
class Analysis:
    """All results that need nothing but the report itself.

    ``coverage`` follows from the others; a stored analysis has it at hand (``coverage_of``).
    """

    document: Document
    quantities: tuple[Quantity, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    tables: tuple[ParsedTable, ...] = ()
    claims: tuple[Claim, ...] = ()
    groups: tuple[ClaimGroup, ...] = ()
    links: tuple[Link, ...] = ()
    ticks: tuple[Tick, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = field(default=None, compare=False)

    def size(self, part: str) -> int:
        """How many quantities, ticks … there are; a stored analysis knows without reading them."""
        return len(getattr(self, part))


@dataclass(frozen=True, slots=True)
class Failure:
    """An input without an analysis: which file, why (stable code) and what the user can do."""

    file: str
    member: str | None
    reason: str
    message: str
    sha256: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class SimilarityShares:
    """Shares of a report's narrative characters by passage kind, and its nearest report.

    ``boilerplate`` is ``copied + common`` counted once: characters shared with another unit
    that are not official template text. All in [0, 1].
    """

    document_id: str
    template: float = 0.0
    common: float = 0.0
    copied: float = 0.0
    own_previous_year: float = 0.0
    boilerplate: float = 0.0
    nearest_document: str | None = None
    nearest_similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedReport:
    """A line of the ranking: everything that ``ranking.csv`` prints, rank 1 first."""

    rank: int
    document_id: str
    file: str
    contradictions: int
    high: int
    medium: int
    low: int
    notes: int
    claims: int
    linked_claims: int
    contradictions_per_100_claims: float
    shares: SimilarityShares
    priority: float
    checked_claims: int = 0

    @property
    def coverage(self) -> float | None:
        """``checked_claims`` in ``claims``, in [0, 1]; ``None`` for a report without claims."""
        return round(self.checked_claims / self.claims, 4) if self.claims else None
