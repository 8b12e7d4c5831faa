"""The rows of an evaluation as a reader takes them in: grouped, under short names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.evaluation.scores import ScoreRow

_OVERALL = ("contradictions", "all high and medium findings")
_PREFIXES = ("quantities", "tables", "links", "relations", "passages", "check", "family")
_TITLES = {
    "check": "findings by check",
    "family": "findings by family",
    "kinds": "findings by kind of fault",
    "overall": "findings",
}
_ORDER = ("overall", "links", "relations", "quantities", "tables", "passages", "family", "check", "kinds")  # fmt: skip


@dataclass(slots=True)
class Group:
    """Rows of one sort with the short names that stand under ``title``."""

    title: str
    rows: list[tuple[str, ScoreRow]] = field(default_factory=list)


def grouped(rows: Iterable[ScoreRow]) -> list[Group]:
    """All rows, what matters most first; each in its own order."""
    found: dict[str, Group] = {}
    for row in rows:
        key, name = _place(row.what)
        found.setdefault(key, Group(_TITLES.get(key, key))).rows.append((name, row))
    return [found[key] for key in _ORDER if key in found]


def interval_of(row: ScoreRow, name: str = "f1") -> tuple[float, float] | None:
    """The 95 % interval of a share, where it is known."""
    return next(((low, high) for known, low, high in row.intervals if known == name), None)


def _place(what: str) -> tuple[str, str]:
    if what in _OVERALL:
        return "overall", what.removeprefix("all ")
    for prefix in _PREFIXES:
        if what == prefix or what.startswith((f"{prefix} ", f"{prefix},")):
            rest = what.removeprefix(prefix).strip(" ,")
            inner = rest.removeprefix("(").removesuffix(")") if rest.startswith("(") else rest
            return prefix, inner or "all"
    return "kinds", what
