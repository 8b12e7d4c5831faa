"""Links corrected by hand, and everything that follows from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from auditor.core.claim import Claim
from auditor.core.finding import Finding
from auditor.core.link import BY_HAND, Link, Relation
from auditor.core.report import Analysis
from auditor.core.table import NumericCell
from auditor.engine.analyse import judge
from auditor.language import normal_form
from auditor.settings import Settings

Place = tuple[str, int, int, int]
"""Table id, row, column and start of the number in the cell."""


@dataclass(frozen=True, slots=True)
class LinkFix:
    """The claims are about ``cell``, not about ``was``; ``None`` means no cell."""

    claim_ids: tuple[str, ...]
    was: Place | None
    cell: Place | None

    def to_json(self) -> str:
        """One line for the store."""
        return json.dumps([self.claim_ids, self.was, self.cell], ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> LinkFix:
        """What ``to_json`` wrote. ``ValueError`` for anything else."""
        try:
            claims, was, cell = json.loads(text)
            return cls(tuple(str(claim) for claim in claims), _place(was), _place(cell))
        except (TypeError, KeyError) as error:
            raise ValueError(f"no link: {text[:80]}") from error


def _place(given: Sequence[object] | None) -> Place | None:
    if given is None:
        return None
    table, row, col, start = given
    return str(table), int(str(row)), int(str(col)), int(str(start))


def place_of(link: Link) -> Place:
    """Where the link leads."""
    return link.table_id, link.row, link.col, link.cell_span.start


def cells_by_place(analysis: Analysis) -> dict[Place, NumericCell]:
    """Every number in the report's tables."""
    return {
        (n.table_id, n.row, n.col, n.span.start): n
        for parsed in analysis.tables
        for n in parsed.numbers
    }


def likely_cells(
    analysis: Analysis, claims: Sequence[Claim], limit: int
) -> list[tuple[Place, NumericCell]]:
    """The cells whose labels and unit are most like the claims', best first.

    Values play no part: a reviewer looks for what the claim is about.
    """
    wanted = normal_form(claims[0].indicator)
    dimension = claims[0].quantity.dimension
    scored = []
    for place, cell in cells_by_place(analysis).items():
        names = (cell.indicator, *cell.row_path[-1:])
        likeness = max(fuzz.ratio(wanted, normal_form(name)) for name in names)
        bonus = 20.0 if cell.quantity.dimension is dimension else 0.0
        bonus += 5.0 if claims[0].period.compatible(cell.period) else 0.0
        scored.append((likeness + bonus, place, cell))
    scored.sort(key=lambda row: (-row[0], row[1]))
    return [(place, cell) for _, place, cell in scored[:limit]]


def relinked(analysis: Analysis, fixes: Sequence[LinkFix], settings: Settings) -> Analysis:
    """The analysis with its links corrected, and its ticks and findings made anew.

    A fix about claims or cells that the report doesn't have (an edited report) is passed over.
    """
    claims = {claim.id for claim in analysis.claims}
    cells = cells_by_place(analysis)
    links = list(analysis.links)
    for fix in fixes:
        known = fix.cell is None or fix.cell in cells
        if not known or not claims.issuperset(fix.claim_ids):
            continue
        links = [k for k in links if k.claim_ids != fix.claim_ids or place_of(k) != fix.was]
        if fix.cell is not None:
            new = _by_hand(fix.claim_ids, cells[fix.cell])
            links = [*(k for k in links if not _same(k, new)), new]
    links.sort(key=lambda k: (k.claim_ids, k.table_id, k.row, k.col))
    ticks, findings = judge(
        analysis.document,
        analysis.claims,
        analysis.groups,
        analysis.tables,
        tuple(links),
        settings,
        kept=[tick for tick in analysis.ticks if tick.elsewhere],
    )
    before = {finding.id: finding for finding in analysis.findings}
    kept = tuple(_marked(finding, before.get(finding.id)) for finding in findings)
    return replace(analysis, links=tuple(links), ticks=ticks, findings=kept, coverage=None)


def _marked(finding: Finding, before: Finding | None) -> Finding:
    """A finding that stayed keeps its name and the marks that the run laid over it."""
    if before is None:
        return finding
    return replace(
        finding,
        fingerprint=before.fingerprint,
        baselined=before.baselined,
        suppressed=before.suppressed,
    )


def _same(link: Link, other: Link) -> bool:
    return link.claim_ids == other.claim_ids and place_of(link) == place_of(other)


def _by_hand(claim_ids: tuple[str, ...], cell: NumericCell) -> Link:
    return Link(
        claim_ids=claim_ids,
        table_id=cell.table_id,
        row=cell.row,
        col=cell.col,
        cell_span=cell.span,
        relation=Relation.SUM if len(claim_ids) > 1 else Relation.EQUAL,
        probability=1.0,
        contributions=((BY_HAND, 1.0),),
        source=BY_HAND,
    )
