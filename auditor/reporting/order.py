"""The order in which findings are numbered on pages and in letters, and passages are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from auditor.core.finding import SEVERITIES, Finding
from auditor.core.passage import Passage
from auditor.core.run import RunResult
from auditor.engine.measuring import picked

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


class _Ordered(Sequence[Passage]):
    """Passages in another order, none of them kept."""

    def __init__(self, passages: Sequence[Passage], order: npt.NDArray[np.intp]) -> None:
        self._passages = passages
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Passage: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Passage, ...]: ...

    def __getitem__(self, index: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(index, slice):
            return picked(self._passages, self._order[index].tolist())
        return self._passages[int(self._order[index])]

    def __iter__(self) -> Iterator[Passage]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]
