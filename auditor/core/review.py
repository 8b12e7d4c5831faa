"""What reviewers say of findings: an append-only history, and what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """A reviewer's verdict on a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNSURE = "unsure"


class DismissReason(StrEnum):
    """Why a finding was dismissed. ``MINOR`` alone grants that the finding was right."""

    WRONG_LINK = "wrong_link"
    MISREAD = "misread"
    OTHER_BASIS = "other_basis"
    EXPLAINED = "explained"
    MINOR = "minor"
    OTHER = "other"


class Rank(StrEnum):
    """Who may do what: a reader looks, a reviewer decides, a lead decides a second time."""

    READER = "reader"
    REVIEWER = "reviewer"
    LEAD = "lead"


class Act(StrEnum):
    """What an entry of the history is."""

    VERDICT = "verdict"
    COMMENT = "comment"
    LINK = "link"
    UNDO = "undo"


class Stage(StrEnum):
    """How far a finding has come."""

    OPEN = "open"
    UNSURE = "unsure"
    DISPUTED = "disputed"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts. ``id`` is the store's number of the person."""

    id: int
    name: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class Entry:
    """One act on one subject (a finding, or a link of a report).

    ``number`` counts all entries of a run, ``version`` those of the subject, both from 1.
    ``second`` marks a lead's verdict on another's; ``undoes`` is the number that an undo takes
    back; ``payload`` is the JSON of a link's new cell. ``at`` is UTC in ISO 8601.
    """

    number: int
    subject: str
    version: int
    act: Act
    author: Author
    at: str
    decision: Decision | None = None
    reason: DismissReason | None = None
    comment: str = ""
    second: bool = False
    undoes: int | None = None
    payload: str = ""
    via: str = "desk"
    report_id: str = ""
    finding_id: str = ""
    fingerprint: str = ""
    check_id: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the history of one finding comes to.

    ``decision`` is that of the second review, else the one that all first reviewers share, else
    ``None``. ``version`` is that of the last entry that could change it.
    """

    stage: Stage = Stage.OPEN
    decision: Decision | None = None
    reason: DismissReason | None = None
    firsts: tuple[Entry, ...] = ()
    second: Entry | None = None
    comments: int = 0
    version: int = 0

    @property
    def last(self) -> Entry | None:
        """The verdict that counts: the second review's, else the latest first one."""
        return self.second or (self.firsts[-1] if self.firsts else None)


class Subjects:
    """Names findings for their history: by fingerprint, equal ones of a run counted in order.

    A finding's id changes with any edit of its report; the fingerprint does not. Two reports of
    one unit and year (a submission that was sent twice) can hold equal ones.
    """

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def of(self, fingerprint: str) -> str:
        """The name of the next finding with this fingerprint."""
        self._taken[fingerprint] += 1
        count = self._taken[fingerprint]
        return fingerprint if count == 1 else f"{fingerprint}-{count}"


def subjects_of(
    base: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]] = ()
) -> dict[str, str]:
    """Finding id → subject, for the findings of a run as (finding id, fingerprint) in order.

    ``base`` are those of the audit, ``now`` those after corrections of links, which keep the
    names of the findings that stayed.
    """
    subjects = Subjects()
    found: dict[str, str] = {}
    for finding_id, fingerprint in (*base, *now):
        if finding_id not in found:
            found[finding_id] = subjects.of(fingerprint)
    return found


def effective(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that were not taken back, without the undoing ones, in order."""
    known = list(entries)
    undone = {entry.undoes for entry in known if entry.act is Act.UNDO}
    return [e for e in known if e.act is not Act.UNDO and e.number not in undone]


def standing(entries: Iterable[Entry]) -> Standing:
    """The standing of one finding from its history in order of version."""
    known = list(entries)
    kept = effective(known)
    firsts: dict[int, Entry] = {}
    second: Entry | None = None
    for entry in kept:
        if entry.act is not Act.VERDICT:
            continue
        if entry.second:
            second = entry
        else:
            firsts.pop(entry.author.id, None)
            firsts[entry.author.id] = entry
    counts = second or _shared(tuple(firsts.values()))
    return Standing(
        stage=_stage(tuple(firsts.values()), second, counts),
        decision=counts.decision if counts else None,
        reason=counts.reason if counts else None,
        firsts=tuple(firsts.values()),
        second=second,
        comments=sum(e.act is Act.COMMENT for e in kept),
        version=max((e.version for e in known if e.act is not Act.COMMENT), default=0),
    )


def _shared(firsts: tuple[Entry, ...]) -> Entry | None:
    return firsts[-1] if len({entry.decision for entry in firsts}) == 1 else None


def _stage(firsts: tuple[Entry, ...], second: Entry | None, counts: Entry | None) -> Stage:
    if second is not None:
        return Stage.UNSURE if second.decision is Decision.UNSURE else Stage.SECOND
    if not firsts:
        return Stage.OPEN
    if counts is None:
        return Stage.DISPUTED
    return Stage.UNSURE if counts.decision is Decision.UNSURE else Stage.FIRST


def is_second(author: Author, known: Standing) -> bool:
    """Whether a verdict of ``author`` is a second review: a lead's on another person's verdict."""
    others = any(entry.author.id != author.id for entry in known.firsts)
    return author.rank is Rank.LEAD and (others or known.second is not None)


def undoable(entry: Entry, author: Author, entries: Iterable[Entry]) -> bool:
    """Whether ``author`` may take ``entry`` back: their own, in force, nothing of others upon it."""
    kept = [e for e in effective(entries) if e.act is not Act.COMMENT or e.number == entry.number]
    if entry not in kept or entry.author.id != author.id:
        return False
    return not any(
        later.second and later.author.id != author.id and later.version > entry.version
        for later in kept
    )
