"""What is to be reviewed, in which order, and who is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from auditor.core.finding import SEVERITIES, Severity
from auditor.core.review import Stage, Standing

ORDERS = ("severity", "report")
STATES = ("open", "todo", "unsure", "disputed", "first", "second", "gone", "closed", "all")
"""``todo`` waits for a second review, ``gone`` no longer holds after a correction, ``closed`` was
accepted by a baseline or set aside in the settings."""

_MAX_TEXT = 60
_WAITING = (Stage.FIRST, Stage.DISPUTED, Stage.UNSURE)


@dataclass(frozen=True, slots=True)
class Item:
    """A finding in the queue. ``subject`` names it for good, over later audits too."""

    subject: str
    finding_id: str
    fingerprint: str
    report_id: str
    check: str
    severity: str
    contradiction: bool
    title: tuple[str, str]
    message: str
    rank: int
    position: int
    agency: str
    file: str
    year: int | None
    gone: bool = False
    closed: bool = False

    @property
    def name(self) -> str:
        """What the report is called."""
        return self.agency or self.file


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer looks at; everything comes from the address and may be nonsense."""

    state: str = "open"
    order: str = "severity"
    severity: str = ""
    check: str = ""
    report: str = ""
    q: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """The filter of an address; what is unknown counts as not given."""
        state, order = given.get("state", ""), given.get("order", "")
        severity = given.get("severity", "")
        return cls(
            state=state if state in STATES else "open",
            order=order if order in ORDERS else "severity",
            severity=severity if severity in set(SEVERITIES) else "",
            check=given.get("check", "")[:16],
            report=given.get("report", "")[:16],
            q=" ".join(given.get("q", "").split())[:_MAX_TEXT],
        )

    @property
    def query(self) -> str:
        """The filter as the query of an address, empty for the default."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        default = Filter()
        changed = {k: v for k, v in given.items() if v != getattr(default, k)}
        return urlencode(changed, errors="replace")

    def takes(self, item: Item, standing: Standing) -> bool:
        """Whether the finding is asked for."""
        if self.severity and item.severity != self.severity:
            return False
        if self.check and item.check != self.check:
            return False
        if self.report and item.report_id != self.report:
            return False
        if self.q and self.q.lower() not in f"{item.agency} {item.file} {item.message}".lower():
            return False
        return self.state == "all" or _in_state(self.state, item, standing)


def _in_state(state: str, item: Item, standing: Standing) -> bool:
    if item.gone or item.closed:
        return state == ("gone" if item.gone else "closed")
    if state == "todo":
        return standing.stage in _WAITING
    return standing.stage.value == state


def ordered(items: Iterable[Item], order: str) -> list[Item]:
    """By severity over all reports, or report by report; the reports by their priority."""
    keys: dict[str, Callable[[Item], tuple[Any, ...]]] = {
        "severity": lambda i: (_grave(i), not i.contradiction, i.rank, i.position, i.subject),
        "report": lambda i: (i.rank, _grave(i), not i.contradiction, i.position, i.subject),
    }
    return sorted(items, key=keys[order])


def _grave(item: Item) -> int:
    return SEVERITIES.index(Severity(item.severity))


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of a finding in the queue; ``place`` counts from 1, 0 where it isn't in it."""

    place: int
    count: int
    before: Item | None
    after: Item | None


def around(items: Sequence[Item], current: Item, order: str) -> Around:
    """Where ``current`` stands in ``items``; one that has left them keeps its neighbours."""
    subjects = [item.subject for item in items]
    if current.subject in subjects:
        at = subjects.index(current.subject)
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        return Around(at + 1, len(items), before, after)
    every = ordered([*items, current], order)
    at = every.index(current)
    before = every[at - 1] if at else None
    after = every[at + 1] if at + 1 < len(every) else None
    return Around(0, len(items), before, after)


def counts(items: Iterable[Item], standing: Callable[[str], Standing]) -> Counter[str]:
    """How many findings are in each state; ``all``, ``done`` and ``todo`` beside the stages."""
    found: Counter[str] = Counter()
    for item in items:
        if item.gone or item.closed:
            found["gone" if item.gone else "closed"] += 1
            continue
        stage = standing(item.subject).stage
        found["all"] += 1
        found[stage.value] += 1
        found["todo"] += stage in _WAITING
        found["done"] += stage in (Stage.FIRST, Stage.SECOND)
    return found
