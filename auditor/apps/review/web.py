"""From a request to a page: who asks, whether they may, and what went wrong."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from auditor.apps.review.assets import STATIC
from auditor.apps.review.desk import Desk
from auditor.apps.review.sessions import SESSION_SECONDS, Session
from auditor.apps.review.words import tongue
from auditor.core.errors import AuditorError, NotAllowedError, UsageError
from auditor.core.review import Rank
from auditor.reporting.pages.environment import environment
from auditor.reporting.safe import clean, visible

_MAX_FIELD = 5_000
_MAX_FILES = 50
_RANKS = (Rank.READER, Rank.REVIEWER, Rank.LEAD)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@cache
def _environment() -> Environment:
    folder = files("auditor.apps.review") / "templates"

    def load(name: str) -> str | None:
        file = folder / name
        return file.read_text("utf-8") if file.is_file() else None

    env = environment(FunctionLoader(load))
    env.globals["static"] = {asset.label: asset.path for asset in STATIC}
    return env


def render(name: str, lang: str, **facts: Any) -> bytes:
    """A page of the desk; marks of direction and control characters are shown."""
    page = _environment().get_template(name).render(t=tongue(lang), **facts)
    return visible(page).encode("utf-8", "replace")


@dataclass
class Visit:
    """One request. ``text`` reads its fields, which may hold anything."""

    desk: Desk
    request: Request
    session: Session | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def known(self) -> Session:
        """The session of a page that asks for one."""
        if self.session is None:
            raise HTTPException(403)
        return self.session

    def may(self, rank: Rank) -> bool:
        """Whether the person has at least this rank."""
        if self.session is None:
            return False
        return _RANKS.index(self.session.person.rank) >= _RANKS.index(rank)

    def text(self, name: str, default: str = "") -> str:
        """A field of the form, cleaned of control characters."""
        value = self.form.get(name, default)
        return clean(value)[:_MAX_FIELD] if isinstance(value, str) else default

    def number(self, name: str) -> int:
        """A field that holds a whole number. ``HTTPException`` 422 for anything else."""
        value = self.text(name)
        if not value.isascii() or not value.isdigit() or len(value) > 9:
            raise HTTPException(422)
        return int(value)

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def path_number(self, name: str) -> int:
        """A number in the address; one that no row can have is a 404."""
        value = self.path(name)
        if not value.isascii() or len(value) > 9:
            raise HTTPException(404)
        return int(value)

    @property
    def query(self) -> Mapping[str, str]:
        """The fields of the address, cleaned."""
        return {k: clean(v)[:_MAX_FIELD] for k, v in self.request.query_params.items()}

    @property
    def client(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    def page(self, name: str, status: int = 200, **facts: Any) -> Response:
        """A page, with what every page shows."""
        common = {
            "person": self.session.person if self.session else None,
            "csrf": self.session.csrf if self.session else "",
            "waiting": self.desk.counts()["open"] if self.session else 0,
            "may_review": self.may(Rank.REVIEWER),
            "may_lead": self.may(Rank.LEAD),
            "here": self.request.url.path,
        }
        content = render(name, self.desk.view.settings.lang, **{**common, **facts})
        return HTMLResponse(content, status)

    def problem(self, status: int, message: str = "") -> Response:
        """The page of an error; ``message`` says more than its number."""
        name = f"desk_e{status}" if f"desk_e{status}" in tongue("zh").pairs else "desk_e400"
        return self.page("error.html.j2", status, word_name=name, message=message)


def go(path: str) -> Response:
    """Send the browser on after a form."""
    return RedirectResponse(path, 303)


def cookie_name(desk: Desk, kind: str) -> str:
    """Cookies of one machine are shared by all its ports, so the name tells the port."""
    prefix = "__Host-" if desk.options.secure else ""
    return f"{prefix}auditor_{kind}_{desk.options.port}"


def set_cookie(response: Response, desk: Desk, kind: str, value: str) -> Response:
    """A cookie that scripts can't read and other sites can't send along with a form."""
    response.set_cookie(
        cookie_name(desk, kind),
        value,
        max_age=SESSION_SECONDS,
        httponly=True,
        secure=desk.options.secure,
        samesite="lax",
    )
    return response


@dataclass(frozen=True)
class Way:
    """An address with its handlers and the rank that each asks for; ``None`` for everybody."""

    path: str
    get: Callable[[Visit], Response] | None = None
    post: Callable[[Visit], Response] | None = None
    rank: Rank | None = Rank.READER
    post_rank: Rank | None = Rank.REVIEWER
    files: bool = False


class Web:
    """Makes routes of ways. The secret parts the forms of this start from those of another."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._secret = secrets.token_bytes(32)

    def route(self, way: Way) -> Route:
        """The route of an address."""

        async def endpoint(request: Request) -> Response:
            visit = await run_in_threadpool(self._arrive, request)
            posted = request.method == "POST"
            rank = way.post_rank if posted else way.rank
            if rank is not None and visit.session is None:
                return go("/login") if not posted else visit.problem(403)
            if rank is not None and not visit.may(rank):
                return await run_in_threadpool(visit.problem, 403)
            if not posted:
                return await run_in_threadpool(self._answer, way, visit)
            visit.form = await _read(request, files=way.files)
            try:
                if not self._trusted(visit):
                    return await run_in_threadpool(visit.problem, 403, visit_word("e_csrf"))
                return await run_in_threadpool(self._answer, way, visit)
            finally:
                await visit.form.close()

        methods = [m for m, handler in (("GET", way.get), ("POST", way.post)) if handler]
        return Route(way.path, endpoint, methods=methods)

    def pre_token(self, nonce: str) -> str:
        """What a form carries that is sent before there is a session."""
        return hmac.new(self._secret, nonce.encode("utf-8", "replace"), sha256).hexdigest()

    def open_page(self, visit: Visit, name: str, status: int = 200, **facts: Any) -> Response:
        """A page with a form for somebody without a session."""
        nonce = secrets.token_urlsafe(24)
        page = visit.page(name, status, **{**facts, "csrf": self.pre_token(nonce)})
        return set_cookie(page, self._desk, "pre", nonce)

    def _arrive(self, request: Request) -> Visit:
        token = request.cookies.get(cookie_name(self._desk, "session"))
        session = self._desk.sessions.find(token)
        if session is not None:
            self._desk.refresh()
        return Visit(self._desk, request, session)

    def _trusted(self, visit: Visit) -> bool:
        sent = visit.form.get("csrf")
        if visit.session is not None:
            wanted = visit.session.csrf
        else:
            nonce = visit.request.cookies.get(cookie_name(self._desk, "pre"), "")
            wanted = self.pre_token(nonce) if nonce else ""
        given = sent if isinstance(sent, str) else ""
        return bool(wanted) and hmac.compare_digest(
            given.encode("utf-8", "replace"), wanted.encode()
        )

    def _answer(self, way: Way, visit: Visit) -> Response:
        handler = way.post if visit.request.method == "POST" else way.get
        if handler is None:
            raise HTTPException(405)
        try:
            return handler(visit)
        except NotAllowedError as error:
            return visit.problem(403, str(error))
        except UsageError as error:
            return visit.problem(422, str(error))
        except AuditorError as error:
            return visit.problem(409, str(error))


def visit_word(name: str) -> str:
    """A word of the desk in Chinese, for messages that are Chinese in either language."""
    return tongue("zh").word(f"desk_{name}")


async def _read(request: Request, *, files: bool) -> FormData:
    """The fields of a form. ``HTTPException`` for what isn't one."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _FORMS[: 2 if files else 1]:
        raise HTTPException(415)
    return await request.form(
        max_files=_MAX_FILES if files else 0, max_fields=40, max_part_size=64 * 1024
    )
