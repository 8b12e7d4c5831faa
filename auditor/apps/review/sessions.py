"""Sessions and one-time invitations. Tokens are random; the database holds their digests."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update

from auditor.core.review import Rank
from auditor.engine.verdicts import Database, Person
from auditor.engine.verdicts.database import PERSON, SECRET

SESSION_SECONDS = 12 * 3600
IDLE_SECONDS = 2 * 3600
INVITE_SECONDS = 7 * 24 * 3600
_TOUCH_SECONDS = 300
_SESSION, _INVITE = "session", "invite"


@dataclass(frozen=True, slots=True)
class Session:
    """A person at work, with the token that every form of theirs must carry."""

    person: Person
    csrf: str
    digest: bytes


class Sessions:
    """``clock`` gives the time in seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def begin(self, person: Person) -> str:
        """A new session's token, for the cookie."""
        return self._issue(person, _SESSION, SESSION_SECONDS)

    def invite(self, person: Person) -> str:
        """A token with which the person may set a password, once. Earlier ones end."""
        with self._database.writing() as db:
            db.execute(delete(SECRET).where(self._of(person.id), SECRET.c.kind == _INVITE))
        return self._issue(person, _INVITE, INVITE_SECONDS)

    def find(self, token: str | None) -> Session | None:
        """The session of a cookie, while it lasts and its person is active."""
        found = self._lookup(token, _SESSION)
        if found is None or token is None:
            return None
        session, seen = found
        at = int(self._clock())
        if at - seen > IDLE_SECONDS:
            return None
        if at - seen > _TOUCH_SECONDS:
            mine = SECRET.c.digest == session.digest
            with self._database.writing() as db:
                db.execute(update(SECRET).where(mine).values(seen=at))
        return session

    def invited(self, token: str | None) -> Person | None:
        """Whom an invitation is for, while it lasts."""
        found = self._lookup(token, _INVITE)
        return found[0].person if found else None

    def accept(self, token: str) -> Person | None:
        """As ``invited``, and the invitation is used up: of two who try at once, one succeeds."""
        person = self.invited(token)
        if person is None:
            return None
        with self._database.writing() as db:
            used = db.execute(delete(SECRET).where(SECRET.c.digest == _digest(token)))
        return person if used.rowcount == 1 else None

    def end(self, session: Session) -> None:
        """Log out."""
        with self._database.writing() as db:
            db.execute(delete(SECRET).where(SECRET.c.digest == session.digest))

    def end_all(self, person_id: int, but: Session | None = None) -> None:
        """End every session and invitation of a person, except one session."""
        kept = but.digest if but else b""
        with self._database.writing() as db:
            db.execute(delete(SECRET).where(self._of(person_id), SECRET.c.digest != kept))

    def _of(self, person_id: int) -> ColumnElement[bool]:
        return (SECRET.c.run == self._database.run) & (SECRET.c.person == person_id)

    def _issue(self, person: Person, kind: str, seconds: int) -> str:
        token = secrets.token_urlsafe(32)
        at = int(self._clock())
        values = {
            "digest": _digest(token),
            "run": self._database.run,
            "kind": kind,
            "person": person.id,
            "csrf": secrets.token_urlsafe(24),
            "at": at,
            "seen": at,
            "until": at + seconds,
        }
        with self._database.writing() as db:
            gone = (SECRET.c.run == self._database.run) & (SECRET.c.until < at)
            db.execute(delete(SECRET).where(gone))
            db.execute(insert(SECRET).values(values))
        return token

    def _lookup(self, token: str | None, kind: str) -> tuple[Session, int] | None:
        if not token or len(token) > 100:
            return None
        query = (
            select(SECRET.c.csrf, SECRET.c.seen, PERSON)
            .join(PERSON, PERSON.c.id == SECRET.c.person)
            .where(
                SECRET.c.digest == _digest(token),
                SECRET.c.run == self._database.run,
                SECRET.c.kind == kind,
                SECRET.c.until > int(self._clock()),
                PERSON.c.active,
            )
        )
        with self._database.reading() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        person = Person(row.id, row.name, Rank(row.rank), True, row.password)
        return Session(person, row.csrf, _digest(token)), int(row.seen)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
