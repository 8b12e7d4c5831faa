"""The application: its addresses and what stands before them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auditor.apps.review import managing, reviewing
from auditor.apps.review.assets import STATIC
from auditor.apps.review.desk import Desk
from auditor.apps.review.entering import Entrance
from auditor.apps.review.guard import Guard
from auditor.apps.review.reading import report_page
from auditor.apps.review.web import Visit, Way, Web
from auditor.core.review import Rank
from auditor.engine.verdicts import Person


def create_app(desk: Desk, owner: Person, token: str) -> Guard:
    """The desk as an ASGI application; ``token`` opens it once, as ``owner``."""
    web = Web(desk)
    entrance = Entrance(web, owner, token)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    app = Starlette(
        routes=[*map(web.route, _ways(entrance)), Route("/static/{name}", _static)],
        exception_handlers={HTTPException: _refused(desk), Exception: _failed(desk)},
        lifespan=lifespan,
    )
    return Guard(
        app,
        hosts=desk.options.hosts,
        uploads=frozenset({"/uploads"}),
        upload_bytes=desk.options.upload_bytes,
    )


def _ways(entrance: Entrance) -> list[Way]:
    reader, lead = Rank.READER, Rank.LEAD
    return [
        Way("/", reviewing.queue_page),
        Way("/enter", entrance.enter, rank=None),
        Way("/login", entrance.login_page, entrance.login, rank=None, post_rank=None),
        Way("/join", entrance.join_page, entrance.join, rank=None, post_rank=None),
        Way("/logout", None, entrance.logout, post_rank=reader),
        Way("/account", entrance.account_page, entrance.account, post_rank=reader),
        Way("/findings/{subject}", reviewing.finding_page),
        Way("/findings/{subject}/verdict", None, reviewing.decide),
        Way("/findings/{subject}/comment", None, reviewing.add_comment),
        Way("/entries/{number:int}/undo", None, reviewing.undo),
        Way("/reports/{report_id}.html", report_page),
        Way("/reports/{report_id}/link", reviewing.link_page, reviewing.correct_link),
        Way("/progress", managing.progress_page),
        Way("/verdicts.csv", managing.verdicts_csv),
        Way("/labels.zip", managing.labels_zip),
        Way("/uploads", managing.uploads_page, managing.upload, files=True),
        Way("/uploads/states", managing.upload_states),
        Way("/people", managing.people_page, managing.add_person, rank=lead, post_rank=lead),
        Way("/people/{number:int}", None, managing.change_person, post_rank=lead),
    ]


_ASSETS = {asset.path: asset for asset in STATIC}


def _static(request: Request) -> Response:
    asset = _ASSETS.get(request.url.path)
    if asset is None:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(asset.content, media_type=asset.media_type, headers=headers)


_Handler = Callable[[Request, Exception], Response]


def _refused(desk: Desk) -> _Handler:
    def handler(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        response = Visit(desk, request).problem(status)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return handler


def _failed(desk: Desk) -> _Handler:
    def handler(request: Request, _: Exception) -> Response:
        return Visit(desk, request).problem(500)

    return handler
