"""Last year's reports: read, paired with this year's by unit, and held beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.core.document import Document, Identity
from auditor.core.report import Analysis
from auditor.engine.analyse import judge
from auditor.settings import Settings

_TITLE = 80


@dataclass(frozen=True, slots=True)
class LastYear:
    """The reports of earlier years that a run was given."""

    analyses: tuple[Analysis, ...] = ()

    def of(self, document: Document) -> Analysis | None:
        """The same unit's report of the same kind for the year before.

        Of several (a unit's project reports) the one with the same title, the year apart; ``None``
        where none or more than one fits, or where unit or year are unknown.
        """
        found = [a for a in self.analyses if _year_before(document.identity, a.document.identity)]
        if len(found) > 1:
            found = [a for a in found if _title(a.document) == _title(document)]
        return found[0] if len(found) == 1 else None


def beside(analysis: Analysis, last: Analysis | None, settings: Settings) -> Analysis:
    """The analysis with what last year's report adds; without one, with nothing of an earlier run."""
    if last is None and not any(tick.elsewhere for tick in analysis.ticks):
        return analysis
    ticks, findings = judge(
        analysis.document,
        analysis.claims,
        analysis.groups,
        analysis.tables,
        analysis.links,
        settings,
        last,
    )
    return replace(analysis, ticks=ticks, findings=findings)


def paired(analyses: Sequence[Analysis], last: LastYear) -> int:
    """How many of the reports have a report of the year before."""
    return sum(last.of(analysis.document) is not None for analysis in analyses)


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
