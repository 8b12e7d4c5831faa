"""displaCy views: claims in the text, and each link as arcs from the claim to its cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from spacy import displacy
from spacy.tokens import Doc

from auditor.core.claim import Claim
from auditor.core.link import Link
from auditor.core.table import NumericCell
from auditor.nlp import extensions as at

COLORS: Final = {
    "actual": "#c7e9c0",
    "target": "#fdd0a2",
    "final": "#c6dbef",
    "budget": "#dadaeb",
    "initial_budget": "#dadaeb",
    "score": "#fee391",
    "rate": "#fcc5c0",
    "share": "#fcc5c0",
    "growth": "#fcc5c0",
    "change": "#fcc5c0",
    "headcount": "#d9d9d9",
    "establishment": "#d9d9d9",
    "unknown": "#f0f0f0",
    "cell": "#ffe8a3",
}
"""Colours of roles, light enough for black text."""

_LONGEST: Final = 16
"""Characters of a word in the drawing of a link; ``link_arcs`` has all of them."""
_LABELS: Final = {role.upper(): color for role, color in COLORS.items()}


def render_claims(doc: Doc, *, page: bool = False) -> str:
    """The text with its claims marked by role and the linked cells as ``cell``, as HTML.

    Drawn from characters, not tokens: line breaks stay and no blanks come between the words.
    """
    statements = doc.user_data.get(at.STATEMENTS)
    marks = {}
    if statements is not None:
        marks = {link.cell_span: "cell" for link in statements.links}
        marks |= {claim.quantity.span: claim.role.value for claim in statements.claims}
    ents = [
        {"start": span.start, "end": span.end, "label": label}
        for span, label in sorted(marks.items())
    ]
    view = {"text": doc.text, "ents": ents, "title": None}
    found: str = displacy.render(
        view, style="ent", manual=True, options={"colors": _LABELS}, page=page, jupyter=False
    )
    return found


def render_links(doc: Doc, *, page: bool = False, limit: int | None = None) -> str:
    """Each link as a small tree, as SVG in HTML; the first ``limit`` of them."""
    views = link_arcs(doc)[:limit]
    for view in views:
        for word in view["words"]:
            word["text"] = _short(word["text"])
    longest = max((len(word["text"]) for view in views for word in view["words"]), default=0)
    # Words are centred: the first one needs half of its width to the left of its place.
    first = max((len(view["words"][0]["text"]) for view in views), default=0)
    options = {
        "distance": max(110, 17 * longest),
        "offset_x": max(50, 9 * first),
        "compact": True,
        "font": "sans-serif",
    }
    found: str = displacy.render(
        views, style="dep", manual=True, options=options, page=page, jupyter=False
    )
    return found


def link_arcs(doc: Doc) -> list[dict[str, Any]]:
    """Links as displaCy's manual input: ``words``, ``arcs`` and a ``title`` each.

    The words are indicator and figure of each claim, then the innermost row label, the innermost
    column label and the figure of the cell; the arc from claim to cell carries the relation and
    the probability.
    """
    statements = doc.user_data.get(at.STATEMENTS)
    if statements is None:
        return []
    claims = {claim.id: claim for claim in statements.claims}
    cells = {
        (n.table_id, n.row, n.col, n.span.start): n
        for table in statements.tables
        for n in table.numbers
    }
    views = []
    for link in statements.links:
        cell = cells.get((link.table_id, link.row, link.col, link.cell_span.start))
        told = [claims[name] for name in link.claim_ids if name in claims]
        if cell is not None and told:
            views.append(_view(doc, link, told, cell))
    return views


def _view(doc: Doc, link: Link, told: list[Claim], cell: NumericCell) -> dict[str, Any]:
    words: list[dict[str, str]] = []
    arcs: list[dict[str, Any]] = []
    stated: list[int] = []
    for claim in told:
        words += [
            {"text": claim.indicator or "—", "tag": "indicator"},
            {"text": _clean(claim.quantity.span.cut(doc.text)), "tag": claim.role.value},
        ]
        at_figure = len(words) - 1
        stated.append(at_figure)
        arcs.append(_arc(at_figure - 1, at_figure, "states"))
    labels = list(_labels(cell))
    words += [{"text": text, "tag": tag} for text, tag in labels]
    figure = len(words)
    words.append({"text": _clean(cell.span.cut(doc.text)), "tag": "cell"})
    arcs += [_arc(figure - k, figure, labels[-k][1]) for k in range(1, len(labels) + 1)]
    name = f"{link.relation.value} {link.probability:.2f}"
    arcs += [_arc(place, figure, name) for place in stated]
    return {"words": words, "arcs": arcs, "title": None}


def _labels(cell: NumericCell) -> Iterator[tuple[str, str]]:
    if cell.indicator or cell.row_path:
        yield _clean(cell.indicator or cell.row_path[-1]), "row"
    if cell.col_path:
        yield _clean(cell.col_path[-1]), "column"


def _arc(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "dir": "right"}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _clean(text: str) -> str:
    return " ".join(text.split())
