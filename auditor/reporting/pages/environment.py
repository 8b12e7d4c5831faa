"""The templates: everything escaped, unknown names are errors, only our own script runs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    select_autoescape,
)
from markupsafe import Markup

from auditor.reporting.pages.translation import Tongue
from auditor.reporting.safe import visible
from auditor.reporting.words import PAIRS

_PIECES = 500
_SCRIPT_WORDS = ("shown", "matching", "show_all", "sorted_by", "nothing_matches", "switch_label")


def asset(name: str) -> str:
    """A file of this package's templates: a template, ``style.css`` or ``script.js``."""
    return (files("auditor.reporting") / "templates" / name).read_text("utf-8")


def environment(first: BaseLoader | None = None) -> Environment:
    """Our templates behind those of ``first``; everything escaped, unknown names are errors."""
    own = FunctionLoader(asset)
    env = Environment(
        loader=ChoiceLoader([first, own]) if first else own,
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = json.dumps({name: PAIRS[name] for name in _SCRIPT_WORDS}, ensure_ascii=False)
    env.globals["script_words"] = Markup(words.replace("<", "\\u003c"))  # noqa: S704 our words
    env.filters["percent"] = lambda share: f"{100 * share:.1f}%"
    return env


@cache
def _pages() -> Environment:
    env = environment()
    script = asset("script.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    env.globals["style"] = Markup(asset("style.css"))  # noqa: S704 our own file
    env.globals["script"] = Markup(script)  # noqa: S704 our own file
    # Only our own script runs, even if a report's text ever got past the escaping.
    env.globals["policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return env


def template(name: str) -> Template:
    """The template ``name`` of this package."""
    return _pages().get_template(name)


def render(page: Template, lang: str, **facts: Any) -> bytes:
    """The page in ``lang``; ``t`` is its :class:`Tongue` in the template.

    Marks that turn the direction of text are shown, wherever they come from.
    """
    return _encoded(page.render(t=Tongue(lang), **facts))


def streamed(page: Template, lang: str, **facts: Any) -> Iterator[bytes]:
    """The same piece by piece, for a page that grows with the run."""
    pieces = page.stream(t=Tongue(lang), **facts)
    pieces.enable_buffering(_PIECES)
    return map(_encoded, pieces)


def _encoded(text: str) -> bytes:
    return visible(text).encode("utf-8", "replace")
