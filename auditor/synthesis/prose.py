"""Management paragraphs: what reports copy from each other, each sentence a unit's own otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

_PATTERNS: Final = (
    "{actor}{when}{verb}{of}{object}，{aspect}{fault}的，{action}{target}{end}。",
    "{when}由{actor}{verb}{of}{object}{number}份，{aspect}{fault}者{action}{target}，{end}。",
    "{of}{object}{when}{verb}，{actor}见{aspect}{fault}，即{action}{target}{end}。",
    "{actor}将{of}{object}{when}{verb}{number}次，{aspect}{fault}，{action}{target}，{end}。",
)
_SENTENCES: Final = 4


def own_sentences(part: str, rng: Random) -> list[str]:
    """Sentences in the words of ``part``; two of four hold a number, so that it can be edited."""
    words = _words()[part]
    patterns = rng.sample(_PATTERNS, k=_SENTENCES)
    return [_sentence(pattern, words, rng) for pattern in patterns]


def _sentence(pattern: str, words: Mapping[str, Sequence[str]], rng: Random) -> str:
    chosen = {slot: rng.choice(known) for slot, known in words.items()}
    return pattern.format(**chosen, number=rng.randint(2, 48))


@cache
def neighbours() -> dict[str, str]:
    """For each verb of a sentence another one of its part: what an edit puts in its place."""
    found: dict[str, str] = {}
    for part in _words().values():
        for slot in ("verb", "action"):
            known = part[slot]
            found.update(zip(known, [*known[1:], known[0]], strict=True))
    return found


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    source = files("auditor.synthesis").joinpath("prose.toml")
    parts = tomllib.loads(source.read_text("utf-8"))
    return {
        part: {slot: words.split() for slot, words in slots.items()}
        for part, slots in parts.items()
    }
