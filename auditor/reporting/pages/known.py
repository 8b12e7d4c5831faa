"""A run with the look-ups that every page needs, built once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auditor.core.charspan import CharSpan
from auditor.core.passage import Passage, PassageKind
from auditor.core.report import Analysis, RankedReport
from auditor.core.reuse import Survival
from auditor.core.run import RunResult
from auditor.reporting.pages.excerpts import Excerpts
from auditor.reporting.pages.histogram import Column, histogram
from auditor.reporting.pages.pairs import Pair, pairs_of

_CUTTERS = 16
_FEW = 5


@dataclass(frozen=True)
class Known:
    """The run by document id.

    ``given`` are the pairs that have a page, where the run at hand doesn't have all passages;
    ``names`` are its ``keys``, where they are known.
    """

    run: RunResult
    given: tuple[Pair, ...] | None = None
    names: dict[str, str] | None = None
    _excerpts: dict[str, Excerpts] = field(default_factory=dict)

    def over(self, run: RunResult) -> Known:
        """The same look-ups for another part of the run, with passages and reuse of its own."""
        found = Known(run, self.given, self.names)
        for name in ("analyses", "keys", "rows", "ordered_pairs", "pairs", "spread"):
            found.__dict__[name] = getattr(self, name)
        return found

    @cached_property
    def analyses(self) -> Mapping[str, Analysis]:
        """Analyses by document id, in the order of their files."""
        return self.run.by_id()

    @cached_property
    def keys(self) -> dict[str, str]:
        """Each report's file, with its name inside an archive."""
        if self.names is not None:
            return self.names
        documents = (analysis.document for analysis in self.run.analyses)
        return {d.id: f"{d.key} · {d.member}" if d.member else d.key for d in documents}

    @cached_property
    def rows(self) -> dict[str, RankedReport]:
        """Each report's line of the ranking."""
        return {row.document_id: row for row in self.run.ranking}

    @cached_property
    def shared(self) -> dict[str, list[tuple[CharSpan, PassageKind, Passage]]]:
        """Each report's shared passages with their own span."""
        found: dict[str, list[tuple[CharSpan, PassageKind, Passage]]] = defaultdict(list)
        for passage in self.run.passages:
            found[passage.a_document].append((passage.a_span, passage.kind, passage))
            found[passage.b_document].append((passage.b_span, passage.kind, passage))
        return found

    @cached_property
    def ordered_pairs(self) -> list[Pair]:
        """Pairs that have a page of their own, most copied text first."""
        return list(self.given) if self.given is not None else pairs_of(self.run)

    @cached_property
    def pairs(self) -> dict[frozenset[str], Pair]:
        """The same by the two document ids."""
        return {frozenset((pair.a, pair.b)): pair for pair in self.ordered_pairs}

    @cached_property
    def earlier(self) -> dict[frozenset[str], str]:
        """The report of the earlier year of pairs that share copied or own earlier text."""
        found = (one for one in self.run.reuse.descents if one.directed)
        return {frozenset((one.source, one.taker)): one.source for one in found}

    @cached_property
    def survivals(self) -> dict[frozenset[str], list[Survival]]:
        """Names and years of the one that stayed in the other's text, by the pair's ids."""
        found: dict[frozenset[str], list[Survival]] = defaultdict(list)
        for one in self.run.reuse.survivals:
            found[frozenset((one.document, one.source))].append(one)
        return found

    @cached_property
    def spread(self) -> list[Column]:
        """How the reports' shares of copied and common text are distributed, in tenths."""
        shares = [100 * row.shares.boilerplate for row in self.run.ranking]
        return histogram(shares, range(0, 101, 10), "%")

    def place(self, name: str) -> int | None:
        """The column of a report in ``spread``; ``None`` where there is little to compare with."""
        row = self.rows.get(name)
        if row is None or len(self.rows) < _FEW:
            return None
        return min(int(10 * row.shares.boilerplate), len(self.spread) - 1)

    def excerpts(self, name: str) -> Excerpts:
        """The cutter of one report."""
        found = self._excerpts.get(name)
        if found is None:
            if len(self._excerpts) >= _CUTTERS:
                self._excerpts.clear()
            found = self._excerpts[name] = Excerpts(self.analyses[name])
        return found

    def title(self, name: str) -> str:
        """A report's name for a reader: agency and year, else its file."""
        identity = self.analyses[name].document.identity
        if identity.agency is None:
            return self.keys[name]
        year = f" · {identity.fiscal_year}" if identity.fiscal_year else ""
        return f"{identity.agency}{year}"
