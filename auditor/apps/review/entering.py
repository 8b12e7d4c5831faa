"""Coming in and going out: one-time address, log-in, invitation, password."""

from __future__ import annotations

import hmac
import threading

from starlette.responses import Response

from auditor.apps.review import passwords
from auditor.apps.review.limits import Attempts
from auditor.apps.review.web import Visit, Web, cookie_name, go, set_cookie
from auditor.core.errors import UsageError
from auditor.engine.verdicts import Person
from auditor.engine.verdicts.people import folded

_TRIES, _SECONDS = 5, 300.0
_ADDRESS_TRIES = 30


class Entrance:
    """``token`` opens the desk once, as ``owner``."""

    def __init__(self, web: Web, owner: Person, token: str) -> None:
        self._web = web
        self._owner = owner
        self._token: str | None = token
        self._lock = threading.Lock()
        self.attempts = Attempts(_TRIES, _SECONDS)
        self.addresses = Attempts(_ADDRESS_TRIES, _SECONDS)

    def enter(self, visit: Visit) -> Response:
        """The one-time address."""
        if wait := self.addresses.wait(visit.client):
            return self._login(visit, 429, wait=wait)
        given = visit.query.get("token", "")
        with self._lock:
            right = self._token is not None and hmac.compare_digest(
                given.encode("utf-8", "replace"), self._token.encode()
            )
            if right:
                self._token = None
        if right:
            return self._welcome(visit, self._owner)
        if visit.session is not None:
            return go("/")
        self.addresses.failed(visit.client)
        return self._login(visit, 403, problem="token_gone")

    def login_page(self, visit: Visit) -> Response:
        """The form."""
        return go("/") if visit.session else self._login(visit)

    def login(self, visit: Visit) -> Response:
        """Name and password; slow and counted, so that guessing doesn't pay."""
        name, password = visit.text("name"), visit.text("password")
        key = folded(name)
        wait = max(self.attempts.wait(key), self.addresses.wait(visit.client))
        if wait:
            return self._login(visit, 429, wait=wait)
        person = visit.desk.people.by_name(name)
        known = person.password if person and person.active else None
        # Compared for an unknown name too, so that the time doesn't tell who exists.
        right = passwords.fits(password, known)
        if person is None or not right:
            self.attempts.failed(key)
            self.addresses.failed(visit.client)
            return self._login(visit, 403, problem="login_wrong")
        self.attempts.succeeded(key)
        return self._welcome(visit, person)

    def logout(self, visit: Visit) -> Response:
        """End the session."""
        visit.desk.sessions.end(visit.known)
        response = go("/login")
        response.delete_cookie(cookie_name(visit.desk, "session"))
        return response

    def join_page(self, visit: Visit) -> Response:
        """An invitation: the form for a password."""
        token = visit.query.get("token", "")
        person = visit.desk.sessions.invited(token)
        if person is None:
            return self._login(visit, 403, problem="invite_gone")
        return self._join(visit, person, token)

    def join(self, visit: Visit) -> Response:
        """Set the password and come in."""
        token = visit.text("token")
        person = visit.desk.sessions.invited(token)
        if person is None:
            return self._login(visit, 403, problem="invite_gone")
        try:
            known = _password(visit)
        except UsageError as error:
            return self._join(visit, person, token, 422, str(error))
        if visit.desk.sessions.accept(token) is None:
            return self._login(visit, 403, problem="invite_gone")
        visit.desk.people.change(person.id, password=known)
        visit.desk.sessions.end_all(person.id)
        return self._welcome(visit, person)

    def account_page(self, visit: Visit) -> Response:
        """The own account."""
        return visit.page("account.html.j2", problem="", saved="saved" in visit.query)

    def account(self, visit: Visit) -> Response:
        """Change the own password; other sessions end."""
        person = visit.known.person
        old = visit.text("old")
        key = folded(person.name)
        if self.attempts.wait(key):
            return visit.problem(429)
        try:
            if person.password is not None and not passwords.fits(old, person.password):
                self.attempts.failed(key)
                raise UsageError("原密码不对。")
            known = _password(visit)
        except UsageError as error:
            return visit.page("account.html.j2", 422, problem=str(error), saved=False)
        visit.desk.people.change(person.id, password=known)
        visit.desk.sessions.end_all(person.id, but=visit.known)
        return go("/account?saved=1")

    def _welcome(self, visit: Visit, person: Person) -> Response:
        # A new token for every log-in: one planted before is worth nothing after.
        if visit.session is not None:
            visit.desk.sessions.end(visit.session)
        token = visit.desk.sessions.begin(person)
        return set_cookie(go("/"), visit.desk, "session", token)

    def _login(
        self, visit: Visit, status: int = 200, *, problem: str = "", wait: int = 0
    ) -> Response:
        page = self._web.open_page(visit, "login.html.j2", status, problem=problem, wait=wait)
        if wait:
            page.headers["retry-after"] = str(wait)
        return page

    def _join(
        self, visit: Visit, person: Person, token: str, status: int = 200, problem: str = ""
    ) -> Response:
        facts = {"invited": person, "token": token, "problem": problem}
        return self._web.open_page(visit, "join.html.j2", status, **facts)


def _password(visit: Visit) -> str:
    first, second = visit.form.get("password"), visit.form.get("again")
    if first != second or not isinstance(first, str):
        raise UsageError("两次输入的密码不同。")
    return passwords.hashed(first)
