"""Synonyms of acts and things, and kinds that together make up a whole. Data in the .tsv files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from auditor.plugins import values


def _rows(name: str) -> Iterator[list[str]]:
    """Rows of one of our files, then those of plug-ins (group ``auditor.<stem of the name>``)."""
    texts = [(files("auditor.language") / name).read_text("utf-8")]
    texts += [text for _, text in values(f"auditor.{name.removesuffix('.tsv')}", str)]
    for line in "\n".join(texts).splitlines():
        if line and not line.startswith("#"):
            yield [word for word in line.split("\t") if word]


@cache
def _synonyms() -> dict[str, str]:
    table: dict[str, str] = {}
    for words in _rows("synonyms.tsv"):
        for word in words:
            table.setdefault(word, words[0])
    return table


@cache
def _complements() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row[0], tuple(row[1:])) for row in _rows("complements.tsv"))


@cache
def _wholes() -> dict[int, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Kinds that together make up a whole, the longest name first, by their number; each with the
    words that must be said of them."""
    found: dict[int, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for kind, members in _complements():
        if kind != "~":
            ordered = tuple(sorted(members, key=len, reverse=True))
            words = tuple(member.removeprefix("=") for member in ordered)
            found.setdefault(len(members), []).append((ordered, words))
    return {size: tuple(sets) for size, sets in found.items()}


def canonical(word: str) -> str:
    """The word that stands for all synonyms of ``word``; itself where it has none."""
    return _synonyms().get(word, word)


def complement_set(labels: Sequence[str]) -> bool:
    """Whether ``labels`` are kinds that together list the whole.

    Each label must match another member of one line of ``complements.tsv``, and all members
    must be there (so 财政拨款 + 其他 without 上年结转 doesn't count).
    """
    sets = _wholes().get(len(labels), ())
    said = "\n".join(labels)
    # Most lists have not even one member's word among them.
    likely = [(members, words) for members, words in sets if words[0] in said]
    return any(
        all(word in said for word in words) and _matches(labels, members)
        for members, words in likely
    )


def disjoint(labels: Sequence[str]) -> bool:
    """Whether ``labels`` are kinds of one line that exclude each other, all of them or only some."""
    return any(
        len(labels) <= len(members) and _distinct(labels, members) for _, members in _complements()
    )


def _fits(member: str, label: str) -> bool:
    """Whether ``label`` is of the kind ``member``; ``=收入`` is that word alone."""
    return label == member[1:] if member.startswith("=") else member in label


def _distinct(labels: Sequence[str], members: tuple[str, ...]) -> bool:
    left = list(members)
    for label in labels:
        fitting = [m for m in sorted(left, key=len, reverse=True) if _fits(m, label)]
        if not fitting:
            return False
        left.remove(fitting[0])
    return True


def _matches(labels: Sequence[str], members: tuple[str, ...]) -> bool:
    left = list(members)
    for label in sorted(labels, key=len, reverse=True):
        fitting = next((member for member in left if _fits(member, label)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left
