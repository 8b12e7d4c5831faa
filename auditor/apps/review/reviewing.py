"""Pages and acts of reviewing: the queue, a finding, a link, the history."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from auditor.apps.review.desk import Shown
from auditor.apps.review.facts import (
    finding_facts,
    link_facts,
    origin_of,
    place_given,
    rows,
)
from auditor.apps.review.queue import Filter, Item
from auditor.apps.review.web import Visit, go, visit_word
from auditor.apps.review.words import deed
from auditor.core.claim import Claim
from auditor.core.errors import NotAllowedError
from auditor.core.report import Analysis
from auditor.core.review import Act, Decision, DismissReason, Entry
from auditor.engine.relink import LinkFix, Place, cells_by_place, place_of
from auditor.engine.verdicts import ConflictError
from auditor.engine.verdicts.ledger import link_subject

_PAGE = 50


def queue_page(visit: Visit) -> Response:
    """The findings that wait, fifty a page."""
    desk = visit.desk
    wanted = Filter.of(visit.query)
    items = desk.items(wanted)
    number = visit.query.get("page", "1")
    known = number.isascii() and number.isdigit() and len(number) < 7
    page = min(max(int(number) if known else 1, 1), max(1, -(-len(items) // _PAGE)))
    first = (page - 1) * _PAGE
    return visit.page(
        "queue.html.j2",
        filter=wanted,
        rows=[(i, desk.ledger.standing(i.subject)) for i in items[first : first + _PAGE]],
        first=first + 1,
        total=len(items),
        pages=max(1, -(-len(items) // _PAGE)),
        number=page,
        counts=desk.counts(),
        checks=sorted({(i.check, i.title) for i in desk.every()}),
        report=desk.view.reports.get(wanted.report),
    )


def finding_page(visit: Visit) -> Response:
    """A finding with both places, its arithmetic, its history and the verdict's form."""
    return _finding(visit, _item(visit), Filter.of(visit.query), done=visit.query.get("done", ""))


def _finding(
    visit: Visit,
    item: Item,
    wanted: Filter,
    *,
    status: int = 200,
    conflict: Entry | None = None,
    problem: str = "",
    comment: str = "",
    done: str = "",
) -> Response:
    try:
        shown: Shown = visit.desk.shown(item)
    except KeyError as error:
        raise HTTPException(404) from error
    author = visit.known.person.author
    facts = finding_facts(visit.desk, shown, author, wanted)
    return visit.page(
        "finding.html.j2",
        status,
        **facts,
        reasons=list(DismissReason),
        conflict=(conflict, deed(conflict)) if conflict else None,
        problem=problem,
        comment=comment,
        done=_done(visit, done),
    )


def _done(visit: Visit, number: str) -> tuple[Entry, tuple[str, str], Item | None] | None:
    """The person's own act that the last form made, so that it can be taken back at once."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    entry = visit.desk.ledger.entry(int(number))
    if entry is None or entry.author.id != visit.known.person.id:
        return None
    shown = rows(visit.desk.ledger.history(entry.subject), visit.known.person.author)
    if not any(row.entry == entry and row.undoable for row in shown):
        return None
    return entry, deed(entry), visit.desk.item(entry.subject)


def _item(visit: Visit) -> Item:
    item = visit.desk.item(visit.path("subject"))
    if item is None:
        raise HTTPException(404)
    return item


def decide(visit: Visit) -> Response:
    """A verdict; the next finding of the selection comes up."""
    desk, item = visit.desk, _item(visit)
    wanted = Filter.of(_query_of(visit.text("q")))
    name, _, reason = visit.text("decision").partition(":")
    comment = visit.text("comment")
    try:
        decision = Decision(name)
        why = DismissReason(reason) if reason else None
    except ValueError as error:
        raise HTTPException(422) from error
    seen = visit.number("seen")
    after = _next(visit, item, wanted)
    try:
        entry = desk.store.decide(
            item.subject,
            visit.known.person.author,
            decision,
            seen=seen,
            about=desk.about(item),
            reason=why,
            comment=comment,
        )
    except ConflictError as error:
        desk.refresh()
        return _finding(visit, item, wanted, status=409, conflict=error.entry, comment=comment)
    except NotAllowedError as error:
        desk.refresh()
        return _finding(visit, item, wanted, status=422, problem=str(error), comment=comment)
    return _onward(after or item, wanted, entry)


def _next(visit: Visit, item: Item, wanted: Filter) -> Item | None:
    items = visit.desk.items(wanted)
    subjects = [other.subject for other in items]
    if item.subject not in subjects:
        return None
    at = subjects.index(item.subject)
    rest = items[at + 1 :] + items[:at]
    return rest[0] if rest else None


def _onward(item: Item, wanted: Filter, entry: Entry) -> Response:
    query = wanted.query
    return go(f"/findings/{item.subject}?{query + '&' if query else ''}done={entry.number}")


def add_comment(visit: Visit) -> Response:
    """A comment without a verdict."""
    desk, item = visit.desk, _item(visit)
    wanted = Filter.of(_query_of(visit.text("q")))
    try:
        entry = desk.store.comment(
            item.subject, visit.known.person.author, visit.text("comment"), about=desk.about(item)
        )
    except NotAllowedError as error:
        return _finding(visit, item, wanted, status=422, problem=str(error))
    return _onward(item, wanted, entry)


def undo(visit: Visit) -> Response:
    """Take an own entry back, and look at its finding again."""
    entry = visit.desk.store.undo(visit.path_number("number"), visit.known.person.author)
    wanted = Filter.of(_query_of(visit.text("q")))
    subject = visit.text("back") if entry.subject.startswith("link-") else entry.subject
    visit.desk.refresh()
    item = visit.desk.item(subject)
    return go(f"/findings/{item.subject}?{wanted.query}" if item else "/")


def _query_of(text: str) -> dict[str, str]:
    """The selection that a form carries along."""
    from urllib.parse import parse_qsl

    try:
        return dict(parse_qsl(text, max_num_fields=20, errors="replace"))
    except ValueError:
        return {}


def link_page(visit: Visit) -> Response:
    """Every number of the report's tables, to choose what the claims are about."""
    analysis, claims, was = _link(visit, dict(visit.query))
    facts = link_facts(visit.desk, analysis, claims, was)
    back, query = visit.query.get("back", ""), visit.query.get("q", "")
    item = visit.desk.item(back)
    return visit.page(
        "link.html.j2",
        **facts,
        back=item.subject if item else "",
        q=Filter.of(_query_of(query)).query,
    )


def correct_link(visit: Visit) -> Response:
    """Another cell for the claims, or none; the report's findings follow at once."""
    desk = visit.desk
    fields = {name: visit.text(name) for name in ("claims", "was", "cell", "back", "q")}
    analysis, claims, was = _link(visit, fields)
    report_id = analysis.document.id
    cell = _place(fields["cell"])
    if cell is not None and cell not in cells_by_place(analysis):
        return visit.problem(422, visit_word("place_unknown"))
    ids = tuple(claim.id for claim in claims)
    fix = origin_of(desk, report_id, LinkFix(ids, was, cell))
    item = desk.item(fields["back"])
    entry = desk.store.link(
        link_subject(report_id, fix),
        visit.known.person.author,
        fix.to_json(),
        seen=visit.number("seen"),
        about=desk.about(item) if item else desk.about_report(report_id),
        comment="",
    )
    desk.refresh()
    target = desk.item(fields["back"])
    wanted = Filter.of(_query_of(fields["q"]))
    return _onward(target, wanted, entry) if target else go(f"/?report={report_id}&state=all")


def _link(visit: Visit, given: dict[str, str]) -> tuple[Analysis, list[Claim], Place | None]:
    """The claims and the cell of an address or a form; 404 for strangers."""
    report_id = visit.path("report_id")
    if report_id not in visit.desk.view.reports:
        raise HTTPException(404)
    analysis = visit.desk.view.analysis(report_id, visit.desk.ledger.fixes(report_id))
    names = given.get("claims", "").split()[:20]
    by_id = {claim.id: claim for claim in analysis.claims}
    was = _place(given.get("was", "none"))
    ids = tuple(names)
    linked = any(k.claim_ids == ids and place_of(k) == was for k in analysis.links)
    if not names or not by_id.keys() >= set(names) or (was is not None and not linked):
        raise HTTPException(404)
    return analysis, [by_id[name] for name in names], was


def _place(text: str) -> Place | None:
    try:
        return place_given(text)
    except ValueError as error:
        raise HTTPException(422) from error


def latest(visit: Visit) -> list[Entry]:
    """The last acts of the run, newest first."""
    return [e for e in visit.desk.ledger.entries() if e.act is not Act.UNDO][-20:][::-1]
