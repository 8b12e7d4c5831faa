"""Extension attributes of ``Doc`` and ``Span``, read from what the components left.

An attribute that another package registered first is left to it; ``doc.spans`` holds ours under
our own keys in any case.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import srsly
from spacy.tokens import Doc, Span

from auditor.core.claim import Claim, ClaimGroup
from auditor.core.document import Document, Section
from auditor.core.link import Link
from auditor.core.quantity import Excluded, Quantity
from auditor.core.table import ParsedTable
from auditor.nlp.frames import table_frame
from auditor.nlp.stages import Numbers, Statements, Structure, decode_stage, encode_stage

STRUCTURE: Final = "auditor_structure"
NUMBERS: Final = "auditor_numbers"
STATEMENTS: Final = "auditor_statements"
QUANTITIES: Final = "auditor_quantities"
CLAIMS: Final = "auditor_claims"
SECTIONS: Final = "auditor_sections"
TABLES: Final = "auditor_tables"
CELLS: Final = "auditor_linked_cells"

_T = TypeVar("_T")


def structure_of(doc: Doc) -> Structure | None:
    """What ``auditor_sections`` left, ``None`` before it ran."""
    found: Structure | None = doc.user_data.get(STRUCTURE)
    return found


def _numbers(doc: Doc) -> Numbers:
    found: Numbers = doc.user_data.get(NUMBERS) or Numbers((), ())
    return found


def _statements(doc: Doc) -> Statements:
    found: Statements = doc.user_data.get(STATEMENTS) or Statements((), (), (), ())
    return found


def _report(doc: Doc) -> Document | None:
    known = structure_of(doc)
    return known.document if known else None


def _quantities(doc: Doc) -> tuple[Quantity, ...]:
    return _numbers(doc).quantities


def _excluded(doc: Doc) -> tuple[Excluded, ...]:
    return _numbers(doc).excluded


def _claims(doc: Doc) -> tuple[Claim, ...]:
    return _statements(doc).claims


def _groups(doc: Doc) -> tuple[ClaimGroup, ...]:
    return _statements(doc).groups


def _links(doc: Doc) -> tuple[Link, ...]:
    return _statements(doc).links


def _parsed_tables(doc: Doc) -> tuple[ParsedTable, ...]:
    return _statements(doc).tables


def _spans_of(key: str) -> Callable[[Doc], list[Span]]:
    return _SpansOf(key)


class _SpansOf:
    """A getter as an object, because spaCy pickles getters for its worker processes."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, doc: Doc) -> list[Span]:
        return list(doc.spans[self.key]) if self.key in doc.spans else []


def _inside(span: Span, items: Iterable[_T], start: Callable[[_T], int]) -> tuple[_T, ...]:
    known = tuple(items)
    low = bisect.bisect_left(known, span.start_char, key=start)
    high = bisect.bisect_left(known, span.end_char, key=start)
    return known[low:high]


def _span_quantities(span: Span) -> tuple[Quantity, ...]:
    return _inside(span, _quantities(span.doc), lambda q: q.span.start)


def _span_claims(span: Span) -> tuple[Claim, ...]:
    ordered = sorted(_claims(span.doc), key=lambda c: c.quantity.span)
    return _inside(span, ordered, lambda c: c.quantity.span.start)


def _span_links(span: Span) -> tuple[Link, ...]:
    inside = {claim.id for claim in _span_claims(span)}
    return tuple(link for link in _links(span.doc) if not inside.isdisjoint(link.claim_ids))


def _quantity(span: Span) -> Quantity | None:
    kind, _, number = span.id_.partition(":")
    known = _quantities(span.doc)
    return known[int(number)] if kind == "quantity" and int(number) < len(known) else None


def _claim(span: Span) -> Claim | None:
    kind, _, name = span.id_.partition(":")
    return _named(name, _claims(span.doc)) if kind == "claim" else None


def _named(name: str, claims: Iterable[Claim]) -> Claim | None:
    return next((claim for claim in claims if claim.id == name), None)


def _section(span: Span) -> Section | None:
    report = _report(span.doc)
    kind, _, number = span.id_.partition(":")
    if report is None:
        return None
    if kind == "section":
        return report.sections[int(number)]
    within = [s for s in report.sections if s.span.start <= span.start_char < s.span.end]
    return within[-1] if within else None


def _table(span: Span) -> ParsedTable | None:
    kind, _, name = span.id_.partition(":")
    if kind != "table":
        return None
    parsed = next((t for t in _parsed_tables(span.doc) if t.table.id == name), None)
    report = _report(span.doc)
    grids = report.tables if parsed is None and report is not None else ()
    return parsed or next((ParsedTable(grid) for grid in grids if grid.id == name), None)


def _data(span: Span) -> Any:
    parsed = _table(span)
    return None if parsed is None else table_frame(parsed.table)


DOC_ATTRIBUTES: Final[dict[str, Callable[[Doc], Any]]] = {
    "report": _report,
    "quantities": _quantities,
    "excluded": _excluded,
    "claims": _claims,
    "groups": _groups,
    "links": _links,
    "tables": _spans_of(TABLES),
    "sections": _spans_of(SECTIONS),
}
SPAN_ATTRIBUTES: Final[dict[str, Callable[[Span], Any]]] = {
    "quantity": _quantity,
    "quantities": _span_quantities,
    "claim": _claim,
    "claims": _span_claims,
    "links": _span_links,
    "section": _section,
    "table": _table,
    "data": _data,
}


def register() -> None:
    """Register the attributes and the msgpack codecs; harmless when repeated."""
    for name, doc_getter in DOC_ATTRIBUTES.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=doc_getter)
    for name, span_getter in SPAN_ATTRIBUTES.items():
        if not Span.has_extension(name):
            Span.set_extension(name, getter=span_getter)
    srsly.msgpack_encoders.register("auditor", func=encode_stage)
    srsly.msgpack_decoders.register("auditor", func=decode_stage)
