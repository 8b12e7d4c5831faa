"""Segmentation by a private jieba tokenizer, so that the global one stays untouched."""

from __future__ import annotations

import logging
import warnings
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from auditor.plugins import values

with warnings.catch_warnings():
    # jieba 0.42.1 has unescaped backslashes that newer Pythons warn of when it is first compiled.
    warnings.simplefilter("ignore")
    import jieba


@cache
def _tokenizer() -> Any:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for term in _terms():
        tokenizer.add_word(term)
    return tokenizer


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
    tokenizer = _tokenizer()
    words: list[str] = []
    for word in tokenizer.lcut(phrase):
        if not word.strip():
            continue
        pairs = [w for w in tokenizer.lcut_for_search(word) if len(w) == 2]
        apart = len(word) >= 4 and word not in _terms() and "".join(pairs) == word
        words.extend(pairs if apart else (word,))
    return tuple(words)
