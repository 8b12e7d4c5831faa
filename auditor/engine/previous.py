"""Last year's reports: read, paired with this year's by unit, and held beside them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from auditor.core.document import Document, Identity
from auditor.core.report import Analysis, Failure
from auditor.engine.analyse import judge
from auditor.engine.audit import Outcome
from auditor.engine.packing import Packed, pack, unpack
from auditor.engine.source import Input
from auditor.engine.stored import StoredAnalyses
from auditor.settings import Settings

STORE = "run.sqlite"
_TITLE = 80
Work = Callable[[Sequence[Input]], Iterator[tuple[Input, Outcome]]]


@dataclass(frozen=True, slots=True)
class _Report:
    """What pairing asks of a report; the rest is loaded where it is needed."""

    identity: Identity
    title: str
    sha256: str
    load: Callable[[], Analysis]


@dataclass(frozen=True, slots=True)
class LastYear:
    """The reports of earlier years that a run was given."""

    reports: tuple[_Report, ...] = ()

    @classmethod
    def of_run(cls, out: Path) -> LastYear:
        """Those that an earlier run stored in its output folder."""
        stored = StoredAnalyses(out / STORE)
        return cls(
            tuple(_entry(a.document, partial(stored.__getitem__, n)) for n, a in enumerate(stored))
        )

    @classmethod
    def of_results(cls, results: Iterable[Outcome]) -> LastYear:
        """Those that were read and analysed for this; what failed is left out."""
        found = []
        for outcome in results:
            for result in outcome:
                if not isinstance(result, Failure):
                    data = result.data if isinstance(result, Packed) else pack(result)
                    found.append(_entry(unpack(data).document, partial(unpack, data)))
        return cls(tuple(found))

    @property
    def mark(self) -> str:
        """What results beside these reports depend on; empty without any."""
        text = "\n".join(sorted(report.sha256 for report in self.reports))
        return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""

    def of(self, document: Document) -> Analysis | None:
        """The same unit's report of the same kind for the year before.

        Of several (a unit's project reports) the one with the same title, the year apart; ``None``
        where none or more than one fits, or where unit or year are unknown.
        """
        found = [r for r in self.reports if _year_before(document.identity, r.identity)]
        if len(found) > 1:
            found = [r for r in found if r.title == _title(document)]
        return found[0].load() if len(found) == 1 else None

    def over(self, work: Work, settings: Settings) -> Work:
        """The same work with each result held beside last year's report, where there is one."""
        if not self.reports:
            return work

        def beside_last(todo: Sequence[Input]) -> Iterator[tuple[Input, Outcome]]:
            for item, outcome in work(todo):
                yield item, tuple(self._beside(result, settings) for result in outcome)

        return beside_last

    def _beside(
        self, result: Analysis | Packed | Failure, settings: Settings
    ) -> Analysis | Packed | Failure:
        if isinstance(result, Failure):
            return result
        analysis = unpack(result.data) if isinstance(result, Packed) else result
        last = self.of(analysis.document)
        if last is None:
            return result
        made = beside(analysis, last, settings)
        return replace(result, data=pack(made)) if isinstance(result, Packed) else made


def beside(analysis: Analysis, last: Analysis, settings: Settings) -> Analysis:
    """The analysis with what the unit's report of the year before adds."""
    ticks, findings = judge(
        analysis.document,
        analysis.claims,
        analysis.groups,
        analysis.tables,
        analysis.links,
        settings,
        last,
    )
    return Analysis(
        document=analysis.document,
        quantities=analysis.quantities,
        excluded=analysis.excluded,
        tables=analysis.tables,
        claims=analysis.claims,
        groups=analysis.groups,
        links=analysis.links,
        ticks=ticks,
        findings=findings,
    )


def paired(documents: Iterable[Document], last: LastYear) -> int:
    """How many of the reports have a report of the year before."""
    return sum(last.of(document) is not None for document in documents)


def _entry(document: Document, load: Callable[[], Analysis]) -> _Report:
    return _Report(document.identity, _title(document), document.sha256, load)


def _year_before(this: Identity, that: Identity) -> bool:
    if this.agency is None or that.agency is None or this.fiscal_year is None:
        return False
    if that.fiscal_year != this.fiscal_year - 1 or this.report_kind is not that.report_kind:
        return False
    if None not in (this.region, that.region) and this.region != that.region:
        return False
    return _name(this) == _name(that)


def _name(identity: Identity) -> str:
    """The agency without its region and 中共, which one year's report may leave out."""
    name = re.sub(r"\s|^中共", "", identity.agency or "")
    return name.removeprefix(identity.region or "")


def _title(document: Document) -> str:
    head = re.sub(r"\s+", "", document.folded[: _TITLE * 4])[:_TITLE]
    return re.sub(r"\d{4}", "", head)
