"""Segmentation by a private jieba tokenizer, so that the global one stays untouched."""

from __future__ import annotations

import logging
import marshal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from typing import IO, Any

from auditor.language.cutter import Cutter
from auditor.plugins import values


@contextmanager
def _without(module: str) -> Iterator[None]:
    """``module`` can't be imported inside, unless it is there already."""
    known = module in sys.modules
    if not known:
        sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if not known:
            del sys.modules[module]


# jieba 0.42.1 has unescaped backslashes that newer Pythons warn of when it is first compiled, and
# reads its dictionary through the slow pkg_resources where there is one.
with warnings.catch_warnings(), _without("pkg_resources"):
    warnings.simplefilter("ignore")
    import jieba
    from jieba import finalseg


class _Whole:
    """``marshal`` for jieba, which reads its dictionary from the file word by word: 0.6 s, not 0.2."""

    dump = staticmethod(marshal.dump)

    @staticmethod
    def load(file: IO[bytes]) -> Any:
        # What jieba itself wrote, and would load itself.
        return marshal.loads(file.read())  # noqa: S302


@contextmanager
def _at_once() -> Iterator[None]:
    """Inside, jieba reads its dictionary at once."""
    jieba.marshal = _Whole
    try:
        yield
    finally:
        jieba.marshal = marshal


@cache
def _cutter() -> Cutter:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with _at_once():
        tokenizer.initialize()
    for term in _terms():
        tokenizer.add_word(term)
    return Cutter(tokenizer, finalseg)


@cache
def _terms() -> frozenset[str]:
    lines = (files("auditor.language") / "terms.txt").read_text("utf-8").splitlines()
    lines += [line for _, text in values("auditor.terms", str) for line in text.splitlines()]
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=50_000)
def segment(phrase: str) -> tuple[str, ...]:
    """The words of ``phrase``; phrases are segmented, never whole reports (it is the slow step).

    Set phrases of four and more characters fall into their two-character words: 解决问题 → 解决,
    问题; domain terms stay whole.
    """
    cutter, terms = _cutter(), _terms()
    words: list[str] = []
    for word in cutter.words(phrase):
        if len(word) >= 4 and word not in terms:
            pairs = list(cutter.pairs(word))
            words.extend(pairs if "".join(pairs) == word else (word,))
        elif not word.isspace():
            words.append(word)
    return tuple(words)
