"""What the desk's pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor.apps.review.desk import Desk, Shown
from auditor.apps.review.queue import Filter, around
from auditor.apps.review.words import deed
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.link import BY_HAND, Link
from auditor.core.report import Analysis
from auditor.core.review import Act, Author, Entry, Stage, effective, is_second, undoable
from auditor.engine.relink import LinkFix, Place, cells_by_place, place_of
from auditor.engine.verdicts.ledger import link_subject
from auditor.reporting.pages.report import card_facts
from auditor.reporting.words import label_of


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a history as it is shown."""

    entry: Entry
    what: tuple[str, str]
    undone: bool
    undoable: bool


def rows(entries: Sequence[Entry], author: Author) -> list[Row]:
    """The history in order; which entries ``author`` may take back."""
    kept = {entry.number for entry in effective(entries)}
    return [
        Row(
            entry,
            deed(entry),
            undone=entry.act is not Act.UNDO and entry.number not in kept,
            undoable=undoable(entry, author, entries),
        )
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a finding, or a claim of it that is linked to nothing."""

    said: str
    start: int
    cell: str
    path: str
    cell_start: int
    claims: str
    was: str
    by_hand: bool
    linked: bool
    own: bool = False
    """Whether both its ends are places of the finding."""


def place_text(place: Place | None) -> str:
    """A place as a field of a form."""
    return ":".join(map(str, place)) if place else "none"


def place_given(text: str) -> Place | None:
    """What ``place_text`` wrote. ``ValueError`` for anything else."""
    if text == "none":
        return None
    table, row, col, start = text.rsplit(":", 3)
    numbers = (row, col, start)
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in numbers):
        raise ValueError(text)
    return table, int(row), int(col), int(start)


def finding_facts(desk: Desk, shown: Shown, author: Author, wanted: Filter) -> dict[str, Any]:
    """Everything that ``finding.html.j2`` shows of a finding, verdicts included."""
    item, analysis = shown.item, shown.analysis
    known = desk.view.known([analysis])
    text = desk.view.text(item.report_id, shown.fixes)
    standing = desk.ledger.standing(item.subject)
    history = desk.ledger.history(item.subject)
    links = link_rows(analysis, shown.finding.tick.evidence_spans(item.report_id))
    corrections = _corrections(desk, item.report_id, links)
    entries = sorted((*history, *corrections), key=lambda entry: entry.number)
    undo = {row.entry.number: row for row in rows(history, author)}
    for entry in corrections:
        (row,) = (r for r in rows(desk.ledger.history(entry.subject), author) if r.entry == entry)
        undo[entry.number] = row
    others = [other for other in desk.every() if other.report_id == item.report_id]
    return {
        "item": item,
        "document": analysis.document,
        "f": card_facts(known, shown.finding, text.numbers[shown.finding.id]),
        "body": text.body,
        "links": text.links,
        "finding_links": links,
        "standing": standing,
        "second": is_second(author, standing),
        "settled": standing.second is not None,
        "history_rows": [undo[entry.number] for entry in entries],
        "around": around(desk.items(wanted), item, wanted.order),
        "others": [(other, desk.ledger.standing(other.subject)) for other in others],
        "now": _now(desk, shown) if item.gone else [],
        "made": not item.gone and item.finding_id not in _base_ids(desk, item.report_id),
        "filter": wanted,
        "stages": Stage,
    }


def _base_ids(desk: Desk, report_id: str) -> set[str]:
    return {r["finding_id"] for r in desk.view.findings if r["report_id"] == report_id}


def _corrections(desk: Desk, report_id: str, links: Iterable[LinkRow]) -> list[Entry]:
    """Corrections of the links of a finding, those that were taken back among them."""
    claims = {link.claims for link in links}
    found: list[Entry] = []
    for subject in desk.ledger.link_subjects(report_id):
        for entry in desk.ledger.history(subject):
            fix = LinkFix.from_json(entry.payload) if entry.payload else None
            if fix is not None and " ".join(fix.claim_ids) in claims:
                found.append(entry)
    return found


def _now(desk: Desk, shown: Shown) -> list[str]:
    """What the comparisons of the finding's claims come to since the correction."""
    item = shown.item
    analysis = desk.view.analysis(item.report_id, desk.ledger.fixes(item.report_id))
    stated = shown.finding.tick.evidence[0].span
    return [
        tick.working
        for tick in analysis.ticks
        if tick.check_id == item.check and any(place.span == stated for place in tick.evidence)
    ]


def link_rows(analysis: Analysis, spans: Sequence[CharSpan]) -> list[LinkRow]:
    """The links that begin or end in ``spans``, and the claims there that have none."""
    claims = {claim.id: claim for claim in analysis.claims}
    mine = [c for c in analysis.claims if any(s.contains(c.quantity.span) for s in spans)]
    names = {claim.id for claim in mine}
    found = []
    for link in analysis.links:
        begins, ends = bool(names.intersection(link.claim_ids)), link.cell_span in spans
        if begins or ends:
            found.append(replace(_linked(analysis, claims, link), own=begins and ends))
    linked = {name for link in analysis.links for name in link.claim_ids}
    found += [_unlinked(claim) for claim in mine if claim.id not in linked and claim.cell is None]
    return sorted(found, key=lambda row: (not row.own, row.start, row.cell_start))


def _linked(analysis: Analysis, claims: dict[str, Claim], link: Link) -> LinkRow:
    known = [claims[name] for name in link.claim_ids]
    cell = cells_by_place(analysis).get(place_of(link))
    return LinkRow(
        said=said_by(known),
        start=known[0].quantity.span.start,
        cell=link.cell_span.cut(analysis.document.text),
        path=label_of(" / ".join((*cell.row_path, *cell.col_path))) if cell else "",
        cell_start=link.cell_span.start,
        claims=" ".join(link.claim_ids),
        was=place_text(place_of(link)),
        by_hand=link.source == BY_HAND,
        linked=True,
    )


def _unlinked(claim: Claim) -> LinkRow:
    span = claim.quantity.span
    return LinkRow(said_by([claim]), span.start, "", "", 0, claim.id, "none", False, False)


def said_by(claims: Iterable[Claim]) -> str:
    """Claims as a reader calls them: 培训党员 3800余人次."""
    return " + ".join(f"{c.indicator} {c.quantity.text}".strip() for c in claims)


def link_facts(
    desk: Desk, analysis: Analysis, claims: Sequence[Claim], was: Place | None
) -> dict[str, Any]:
    """Everything that ``link.html.j2`` shows: the sentence, likely cells, every table."""
    report_id = analysis.document.id
    cells = cells_by_place(analysis)
    at: dict[tuple[str, int, int], list[tuple[str, str]]] = {}
    for place, cell in cells.items():
        at.setdefault(place[:3], []).append((place_text(place), cell.quantity.text))
    fix = origin_of(desk, report_id, LinkFix(tuple(c.id for c in claims), was, None))
    current = cells.get(was) if was else None
    return {
        "document": analysis.document,
        "said": said_by(claims),
        "sentence": _sentence(analysis, claims),
        "claims": " ".join(claim.id for claim in claims),
        "was": place_text(was),
        "current": current,
        "current_path": label_of(" / ".join((*current.row_path, *current.col_path)))
        if current
        else "",
        "seen": desk.ledger.standing(link_subject(report_id, fix)).version,
        "likely": [
            (
                place_text(place),
                cell.quantity.text,
                label_of(" / ".join((*cell.row_path, *cell.col_path))),
            )
            for place, cell in desk.likely(analysis, claims)
        ],
        "tables": [
            (
                table,
                [
                    [(cell, at.get((table.id, cell.row, cell.col), [])) for cell in cells_of]
                    for cells_of in table.rows()
                ],
            )
            for table in analysis.document.tables
        ],
    }


def _sentence(analysis: Analysis, claims: Sequence[Claim]) -> tuple[str, str, str]:
    text, first = analysis.document.text, claims[0]
    span, at = first.sentence, first.quantity.span
    return text[span.start : at.start], at.cut(text), text[at.end : span.end]


def origin_of(desk: Desk, report_id: str, fix: LinkFix) -> LinkFix:
    """The fix as one of the link that was there before any hand touched it."""
    for earlier in reversed(desk.ledger.fixes(report_id)):
        if earlier.claim_ids == fix.claim_ids and earlier.cell == fix.was and fix.was is not None:
            return LinkFix(fix.claim_ids, earlier.was, fix.cell)
    return fix
