"""Segmentation by a private jieba tokenizer, so that the global one stays untouched."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import jieba


@cache
def _tokenizer() -> Any:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for line in (files("auditor.language") / "terms.txt").read_text("utf-8").splitlines():
        term = line.strip()
        if term and not term.startswith("#"):
            tokenizer.add_word(term)
    return tokenizer


@lru_cache(maxsize=50_000)
def segment(phrase: str) -> tuple[str, ...]:
    """The words of ``phrase``; phrases are segmented, never whole reports (it is the slow step)."""
    return tuple(word for word in _tokenizer().lcut(phrase) if word.strip())
