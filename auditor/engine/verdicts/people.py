"""The people who review a run."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from auditor.core.errors import UsageError
from auditor.core.review import Author, Rank
from auditor.engine.verdicts.database import PERSON, Database, now

MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Person:
    """``password`` is the hash in the words of ``apps.review.passwords``; ``None`` where unset."""

    id: int
    name: str
    rank: Rank
    active: bool
    password: str | None

    @property
    def author(self) -> Author:
        """Who the history names."""
        return Author(self.id, self.name, self.rank)


class People:
    """Names are unique within a run, whatever their case or width."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Person]:
        """Everybody, in the order in which they came."""
        with self._database.reading() as db:
            rows = db.execute(self._mine().order_by(PERSON.c.id))
            return [_person(row) for row in rows]

    def by_id(self, number: int) -> Person | None:
        """The person of this number."""
        with self._database.reading() as db:
            row = db.execute(self._mine().where(PERSON.c.id == number)).one_or_none()
        return _person(row) if row else None

    def by_name(self, name: str) -> Person | None:
        """The person of this name."""
        query = self._mine().where(PERSON.c.folded == folded(name))
        with self._database.reading() as db:
            row = db.execute(query).one_or_none()
        return _person(row) if row else None

    def add(self, name: str, rank: Rank) -> Person:
        """A new person. ``UsageError`` for an empty, long or known name."""
        shown = " ".join(name.split())
        if not shown or len(shown) > MAX_NAME or not shown.isprintable():
            raise UsageError(f"姓名应为1至{MAX_NAME}个字。")
        values = {
            "run": self._database.run,
            "name": shown,
            "folded": folded(shown),
            "rank": rank.value,
            "active": True,
            "at": now(),
        }
        try:
            with self._database.writing() as db:
                row = db.execute(insert(PERSON).values(values).returning(*PERSON.c)).one()
        except IntegrityError as error:
            raise UsageError(f"已有名为 {shown} 的人员。") from error
        return _person(row)

    def ensure(self, name: str, rank: Rank) -> Person:
        """The person of this name, added with ``rank`` where unknown."""
        return self.by_name(name) or self.add(name, rank)

    def change(
        self,
        number: int,
        *,
        rank: Rank | None = None,
        active: bool | None = None,
        password: str | None = None,
    ) -> None:
        """Set what is given."""
        given = {"rank": rank.value if rank else None, "active": active, "password": password}
        values = {name: value for name, value in given.items() if value is not None}
        mine = (PERSON.c.run == self._database.run) & (PERSON.c.id == number)
        with self._database.writing() as db:
            db.execute(update(PERSON).where(mine).values(values))

    def _mine(self) -> Any:
        return select(PERSON).where(PERSON.c.run == self._database.run)


def folded(name: str) -> str:
    """The name as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:160]


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, Rank(row.rank), bool(row.active), row.password)
