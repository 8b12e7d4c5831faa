"""Everything that one run came to, for the reporting floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.core.life import Life
from auditor.core.passage import Passage
from auditor.core.report import Analysis, Failure, RankedReport, SimilarityShares
from auditor.core.reuse import Reuse


@dataclass(frozen=True, slots=True)
class RunResult:
    """``analyses`` are sorted by document key, ``ranking`` by rank.

    ``analyses`` may stand on the disk and be read when they are asked for, ``passages`` may be a
    table: go through them once rather than twice, and keep none of them.

    ``info`` are pairs of a name and a JSON text for ``run.json``.
    """

    analyses: Sequence[Analysis]
    failures: tuple[Failure, ...] = ()
    passages: Sequence[Passage] = ()
    shares: tuple[SimilarityShares, ...] = ()
    ranking: tuple[RankedReport, ...] = ()
    reuse: Reuse = field(default_factory=Reuse)
    life: Life = field(default_factory=Life)
    info: tuple[tuple[str, str], ...] = ()

    def by_id(self) -> Mapping[str, Analysis]:
        """The analyses by document id, in their order."""
        return _ById(self.analyses)


class _ById(Mapping[str, Analysis]):
    def __init__(self, analyses: Sequence[Analysis]) -> None:
        self._analyses = analyses
        # A store knows the ids of its reports without reading them.
        names = getattr(analyses, "ids", None) or (a.document.id for a in analyses)
        self._places = {name: n for n, name in enumerate(names)}

    def __getitem__(self, name: str) -> Analysis:
        return self._analyses[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
