"""Both languages in one page: the shown text, and the other one beside it for the switch.

``data-o`` holds an element's text in the other language, ``data-oa`` that of one attribute
(``aria-label|Text``). The script swaps them; without a script the page stays in its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup, escape

from auditor.reporting.words import LANGUAGES, PAIRS

HTML_LANG = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language that a page is written in (``zh`` or ``en``; any other means ``zh``)."""

    lang: str
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=lambda: PAIRS, repr=False)

    @property
    def _own(self) -> int:
        return LANGUAGES.index(self.lang) if self.lang in LANGUAGES else 0

    @property
    def html_lang(self) -> str:
        """The page's ``lang`` attribute."""
        return HTML_LANG[LANGUAGES[self._own]]

    @property
    def flipped(self) -> Tongue:
        """The other language."""
        return Tongue(LANGUAGES[1 - self._own], self.pairs)

    def pick(self, pair: tuple[str, str]) -> str:
        """This language's half of (Chinese, English)."""
        return pair[self._own]

    def word(self, name: str, **values: object) -> str:
        """The bare word."""
        return self.pick(self.pairs[name]).format(**values)

    def other(self, name: str, **values: object) -> Markup:
        """The attribute that carries the word in the other language."""
        return _attribute(self.flipped.word(name, **values))

    def span(self, name: str, **values: object) -> Markup:
        """The word as an element that the switch can change."""
        return _span(self.word(name, **values), self.flipped.word(name, **values))

    def both(self, pair: tuple[str, str]) -> Markup:
        """As :meth:`span`, for a text that is given in both languages."""
        own, other = pair[self._own], pair[1 - self._own]
        return escape(own) if own == other else _span(own, other)

    def attribute(self, attribute: str, name: str, **values: object) -> Markup:
        """An attribute (``aria-label``, ``placeholder``) that the switch can change."""
        return self.attribute_of(
            attribute,
            self.word(name, **values),
            self.flipped.word(name, **values),
        )

    def attribute_of(self, attribute: str, own: str, other: str) -> Markup:
        """As :meth:`attribute`, for texts at hand."""
        return Markup(' {}="{}" data-oa="{}|{}"').format(attribute, own, attribute, other)


@lru_cache(4096)
def _attribute(other: str) -> Markup:
    return Markup(' data-o="{}"').format(other)


@lru_cache(4096)
def _span(own: str, other: str) -> Markup:
    return Markup('<span data-o="{}">{}</span>').format(other, own)
