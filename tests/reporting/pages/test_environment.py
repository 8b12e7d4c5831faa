"""A page made piece by piece is the page made at once."""

from __future__ import annotations

from jinja2 import DictLoader

from auditor.reporting.pages.environment import environment, render, streamed

PAGE = "<p>{% for name in names %}{{ name }}\n{% endfor %}</p>"


def test_pieces_are_the_whole_page() -> None:
    page = environment(DictLoader({"page": PAGE})).get_template("page")
    names = [f"<单位{n}>\u202e" for n in range(2000)]
    pieces = list(streamed(page, "zh", names=names))
    assert len(pieces) > 5
    assert b"".join(pieces) == render(page, "zh", names=names)
    assert "⟦U+202E⟧".encode() in pieces[0]
    assert b"&lt;" in pieces[0]
