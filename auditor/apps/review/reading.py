"""A whole report on the desk, with the corrections of its links."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from auditor.apps.review.facts import link_rows
from auditor.apps.review.web import Visit
from auditor.core.charspan import CharSpan
from auditor.reporting.pages.report import report_facts


def report_page(visit: Visit) -> Response:
    """Every finding's card beside the text, and every link with the way to correct it."""
    desk, report_id = visit.desk, visit.path("report_id")
    if report_id not in desk.view.reports:
        raise HTTPException(404)
    analysis = desk.view.analysis(report_id, desk.ledger.fixes(report_id))
    facts = report_facts(desk.view.known([analysis]), analysis)
    subjects = {i.finding_id: i for i in desk.every() if i.report_id == report_id and not i.gone}
    every = CharSpan(0, len(analysis.document.text))
    return visit.page(
        "whole.html.j2",
        **facts,
        items=subjects,
        standings={i.finding_id: desk.ledger.standing(i.subject) for i in subjects.values()},
        link_rows=link_rows(analysis, [every]),
    )
