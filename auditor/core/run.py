"""Everything that one run came to, for the reporting floor."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.core.life import Life
from auditor.core.passage import Passage
from auditor.core.report import Analysis, Failure, RankedReport, SimilarityShares
from auditor.core.reuse import Reuse


@dataclass(frozen=True, slots=True)
class RunResult:
    """``analyses`` are sorted by document key, ``ranking`` by rank.

    ``info`` are pairs of a name and a JSON text for ``run.json``.
    """

    analyses: tuple[Analysis, ...]
    failures: tuple[Failure, ...] = ()
    passages: tuple[Passage, ...] = ()
    shares: tuple[SimilarityShares, ...] = ()
    ranking: tuple[RankedReport, ...] = ()
    reuse: Reuse = field(default_factory=Reuse)
    life: Life = field(default_factory=Life)
    info: tuple[tuple[str, str], ...] = ()
