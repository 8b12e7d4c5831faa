"""The order in which findings are numbered on pages and in letters, and passages are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from auditor.core.finding import SEVERITIES, Finding
from auditor.core.lazy import Lazy
from auditor.core.passage import Passage
from auditor.core.run import RunResult
from auditor.similarity.table import picked

_AT_ONCE = 1 << 12
_PLACES = np.dtype((np.int32, 6))


def by_urgency(findings: Iterable[Finding]) -> list[Finding]:
    """The open ones first, then the gravest, contradictions before remarks, then by place."""
    return sorted(findings, key=_urgency)


def _urgency(finding: Finding) -> tuple[bool, int, bool, int]:
    first = finding.tick.evidence[0].span.start if finding.tick.evidence else -1
    grave = SEVERITIES.index(finding.severity)
    return not finding.open, grave, not finding.contradiction, first


def ordered_passages(run: RunResult) -> Sequence[Passage]:
    """The passages by the first report's file and place, then the second's."""
    keys = {analysis.document.id: analysis.document.key for analysis in run.analyses}
    rank = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    files = {name: rank[key] for name, key in keys.items()}
    places = np.fromiter(
        (
            (
                files[p.a_document], p.a_span.start, p.a_span.end,
                files[p.b_document], p.b_span.start, p.b_span.end,
            )
            for p in run.passages
        ),
        _PLACES,
        len(run.passages),
    )  # fmt: skip
    return _Ordered(run.passages, np.lexsort(places.T[::-1]))


class _Ordered(Lazy[Passage]):
    """Passages in another order, none of them kept."""

    def __init__(self, passages: Sequence[Passage], order: npt.NDArray[np.intp]) -> None:
        self._passages = passages
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def at(self, place: int) -> Passage:
        """The passage of that number."""
        return self._passages[int(self._order[place])]

    def some(self, places: range) -> tuple[Passage, ...]:
        """Several of them."""
        return picked(self._passages, self._order[places].tolist())

    def __iter__(self) -> Iterator[Passage]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]
