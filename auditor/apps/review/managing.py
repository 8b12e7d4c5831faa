"""People, progress, uploads and what can be taken away."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from auditor.apps.review.reviewing import latest
from auditor.apps.review.web import Visit, go
from auditor.apps.review.words import deed
from auditor.core.errors import NotAllowedError, UsageError
from auditor.core.review import Act, Rank, effective
from auditor.engine.uploads import keep_upload
from auditor.evaluation.reviews import labels_of, precision_by_check
from auditor.reporting.csv_files import csv_bytes
from auditor.reporting.files import jsonl_bytes
from auditor.reporting.reviews import VERDICT_COLUMNS, verdict_rows


def progress_page(visit: Visit) -> Response:
    """How far the review has come, who did what, and how right each check is."""
    desk = visit.desk
    subjects = {item.subject: item.check for item in desk.every() if not item.gone}
    standings = {name: desk.ledger.standing(name) for name in subjects}
    entries = effective(desk.ledger.entries())
    people: dict[str, Counter[str]] = {}
    for entry in entries:
        kind = "second" if entry.second else entry.act.value
        people.setdefault(entry.author.name, Counter())[kind] += 1
    decided = {entry.subject for entry in entries if entry.act is Act.VERDICT}
    return visit.page(
        "progress.html.j2",
        counts=desk.counts(),
        checks=precision_by_check((check, standings[name]) for name, check in subjects.items()),
        titles={item.check: item.title for item in desk.every()},
        people=sorted(people.items(), key=lambda pair: (-pair[1].total(), pair[0])),
        lost=len(decided - {item.subject for item in desk.every()}),
        latest=[(entry, deed(entry), desk.item(entry.subject)) for entry in latest(visit)],
    )


def people_page(visit: Visit) -> Response:
    """Everybody, with what a lead may change."""
    return _people(visit)


def _people(visit: Visit, status: int = 200, *, problem: str = "", invited: str = "") -> Response:
    facts = {"people": visit.desk.people.all(), "ranks": list(Rank), "problem": problem}
    return visit.page(
        "people.html.j2", status, **facts, invited=invited, link=_link(visit, invited)
    )


def _link(visit: Visit, name: str) -> str:
    """The address of a new invitation; it is shown once and kept nowhere."""
    person = visit.desk.people.by_name(name) if name else None
    if person is None:
        return ""
    token = visit.desk.sessions.invite(person)
    return f"{visit.request.url.scheme}://{visit.request.headers['host']}/join?token={token}"


def add_person(visit: Visit) -> Response:
    """A new person, with an invitation."""
    try:
        rank = Rank(visit.text("rank"))
    except ValueError as error:
        raise HTTPException(422) from error
    try:
        person = visit.desk.people.add(visit.text("name"), rank)
    except UsageError as error:
        return _people(visit, 422, problem=str(error))
    return _people(visit, invited=person.name)


def change_person(visit: Visit) -> Response:
    """Another rank, an end or a new beginning, a new invitation."""
    desk = visit.desk
    person = desk.people.by_id(visit.path_number("number"))
    if person is None:
        raise HTTPException(404)
    act = visit.text("act")
    if act == "invite" and person.active:
        return _people(visit, invited=person.name)
    if person.id == visit.known.person.id:
        raise NotAllowedError("不能停用自己或改自己的角色。")
    if act == "rank":
        try:
            desk.people.change(person.id, rank=Rank(visit.text("rank")))
        except ValueError as error:
            raise HTTPException(422) from error
    elif act in ("disable", "enable"):
        desk.people.change(person.id, active=act == "enable")
        desk.sessions.end_all(person.id)
    else:
        raise HTTPException(422)
    return go("/people")


def uploads_page(visit: Visit) -> Response:
    """The form and what became of earlier uploads."""
    return _uploads(visit)


def _uploads(visit: Visit, status: int = 200, problem: str = "") -> Response:
    limit = visit.desk.options.upload_bytes // 2**20
    jobs = visit.desk.jobs.all()
    return visit.page("uploads.html.j2", status, jobs=jobs, limit=limit, problem=problem)


def upload(visit: Visit) -> Response:
    """Keep the files and audit them in the background."""
    desk = visit.desk
    given = [f for f in visit.form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    if not given:
        return _uploads(visit, 422, "desk_upload_empty")
    desk.jobs.room()
    for file in given:
        kept = keep_upload(
            desk.options.out, file.filename or "", file.file, desk.options.upload_bytes
        )
        desk.jobs.add(kept, visit.known.person.author)
    return go("/uploads")


def upload_states(visit: Visit) -> Response:
    """The states of the uploads, for the progress bars."""
    states = {
        job.id: {"state": job.state, "done": job.done, "total": job.total}
        for job in visit.desk.jobs.all()
    }
    return JSONResponse(states)


def verdicts_csv(visit: Visit) -> Response:
    """Every entry of the history."""
    content = csv_bytes(VERDICT_COLUMNS, verdict_rows(visit.desk.ledger.entries()))
    return _file(content, "text/csv; charset=utf-8", "verdicts.csv")


def labels_zip(visit: Visit) -> Response:
    """Labels for ``auditor train`` and ``auditor evaluate``."""
    desk = visit.desk
    stream = io.BytesIO()
    made = labels_of(desk.reviewed_reports())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in made.items():
            archive.writestr(f"labels/{name}.jsonl", jsonl_bytes(records))
    return _file(stream.getvalue(), "application/zip", "labels.zip")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
