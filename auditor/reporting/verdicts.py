"""What each link came to: by the check that compared it, else by the two intervals."""

from __future__ import annotations

from collections import defaultdict

from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Tick, Verdict
from auditor.core.interval import Interval, total
from auditor.core.link import Link, Relation
from auditor.core.quantity import Quantity
from auditor.core.report import Analysis

_COMPARING = "NAR01"


class LinkVerdicts:
    """Verdicts of one report's links; built once, then one look-up a link."""

    def __init__(self, analysis: Analysis) -> None:
        self._claims = {claim.id: claim for claim in analysis.claims}
        self._cells = {
            (n.table_id, n.row, n.col, n.span.start): n.quantity
            for parsed in analysis.tables
            for n in parsed.numbers
        }
        self._ticks: dict[CharSpan, list[Tick]] = defaultdict(list)
        for tick in analysis.ticks:
            if tick.check_id == _COMPARING:
                for place in tick.evidence:
                    if place.role is not EvidenceRole.STATED:
                        self._ticks[place.span].append(tick)

    def claims_of(self, link: Link) -> tuple[Claim, ...]:
        """The claims that the link starts from; an unknown id is left out."""
        return tuple(self._claims[name] for name in link.claim_ids if name in self._claims)

    def of(self, link: Link) -> Verdict:
        """The verdict of the tick that holds all claims and the cell, else of the intervals."""
        claims = self.claims_of(link)
        for tick in self._ticks.get(link.cell_span, ()):
            stated = [e.span for e in tick.evidence if e.role is EvidenceRole.STATED]
            if claims and all(any(s.contains(c.quantity.span) for s in stated) for c in claims):
                return tick.verdict
        cell = self._cells.get((link.table_id, link.row, link.col, link.cell_span.start))
        return _compared(claims, cell, link.relation)


def _compared(claims: tuple[Claim, ...], cell: Quantity | None, relation: Relation) -> Verdict:
    if cell is None or not claims or relation is Relation.RATIO:
        return Verdict.UNDECIDED
    if any(claim.quantity.dimension is not cell.dimension for claim in claims):
        return Verdict.UNDECIDED
    stated, counterpart = total(claim.quantity.base for claim in claims), cell.base
    if relation is Relation.PART:
        # A part only promises not to exceed its whole.
        counterpart = Interval(None, counterpart.high, high_open=counterpart.high_open)
    fits = stated.overlaps(counterpart)
    return Verdict.CONSISTENT if fits else Verdict.INCONSISTENT
