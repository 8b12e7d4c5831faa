"""The spaCy components, and pipelines made of them.

Each component reads ``doc.text`` only, so any tokenizer and any pipeline may stand before it.
What we find begins and ends at characters; a span of tokens that doesn't fit is widened to whole
tokens (``alignment_mode="expand"``), and ``span._.quantity.span`` keeps the exact characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from auditor.claims import extract_claims
from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.table import Table
from auditor.linking import link_claims, linker_named
from auditor.nlp import extensions as at
from auditor.nlp.stages import Numbers, Statements, Structure
from auditor.nlp.tokenizer import TOKENIZER
from auditor.quantities import find_quantities
from auditor.reading import read_string
from auditor.tables import parse_tables

Alignment = Literal["strict", "contract", "expand"]


class SectionsComponent:
    """Headings, sentences and table grids: ``doc._.sections``, ``doc._.tables``, ``doc.sents``.

    ``sentences``: whether our sentences (a ；-clause is one) become spaCy's where no component
    before has set any.
    """

    def __init__(self, *, sentences: bool = True, alignment_mode: Alignment = "expand") -> None:
        self.sentences = sentences
        self.alignment_mode = alignment_mode

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with its structure."""
        at.register()
        report = _structure(doc).document
        doc.spans[at.SECTIONS] = [
            span
            for section in report.sections
            if (
                span := _span(
                    doc,
                    section.heading,
                    f"level_{section.level}",
                    f"section:{section.id}",
                    self.alignment_mode,
                )
            )
        ]
        _set_tables(doc, report.tables, self.alignment_mode)
        if self.sentences and len(doc) and not doc.has_annotation("SENT_START"):
            _set_sentences(doc, report)
        return doc


class QuantitiesComponent:
    """Quantities with the intervals that they state: ``doc._.quantities``.

    ``ents``: whether they become ``doc.ents`` too (label: the dimension) where no entity stands.
    """

    def __init__(self, *, ents: bool = False, alignment_mode: Alignment = "expand") -> None:
        self.ents = ents
        self.alignment_mode = alignment_mode

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with its quantities."""
        at.register()
        spans = [
            span
            for number, quantity in enumerate(_numbers(doc).quantities)
            if (
                span := _span(
                    doc,
                    quantity.span,
                    quantity.dimension.value,
                    f"quantity:{number}",
                    self.alignment_mode,
                )
            )
        ]
        doc.spans[at.QUANTITIES] = spans
        if self.ents:
            taken = {token.i for ent in doc.ents for token in ent}
            free = [s for s in spans if taken.isdisjoint(range(s.start, s.end))]
            doc.ents = [*doc.ents, *filter_spans(free)]
        return doc


class ClaimsComponent:
    """Claims, what tables say, and the links between them.

    Sets ``doc._.claims``, ``doc._.groups``, ``doc._.links``, the linked cells as spans, and the
    kinds of tables. What
    the two other components would have found is found here if they didn't run. ``threshold`` is
    the probability below which a claim stays unlinked, ``linker`` what gives it (``model``,
    ``rules`` or the folder of a trained linker).
    """

    def __init__(
        self,
        *,
        threshold: float = 0.5,
        linker: str = "model",
        alignment_mode: Alignment = "expand",
    ) -> None:
        self.threshold = threshold
        self.linker = linker
        self.alignment_mode = alignment_mode

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc``, with its claims and links."""
        at.register()
        report = _structure(doc).document
        tables = parse_tables(report)
        found = extract_claims(report, _numbers(doc).quantities)
        links = link_claims(
            found.claims,
            tables,
            document=report,
            threshold=self.threshold,
            scorer=linker_named(self.linker),
        )
        ordered = tuple(sorted(found.claims, key=lambda c: c.quantity.span))
        doc.user_data[at.STATEMENTS] = Statements(ordered, found.groups, tables, links)
        _set_tables(doc, [parsed.table for parsed in tables], self.alignment_mode)
        doc.spans[at.CLAIMS] = [
            span
            for claim in ordered
            if (
                span := _span(
                    doc,
                    claim.quantity.span,
                    claim.role.value,
                    f"claim:{claim.id}",
                    self.alignment_mode,
                )
            )
        ]
        doc.spans[at.CELLS] = [
            span
            for number, link in enumerate(links)
            if (
                span := _span(
                    doc, link.cell_span, link.relation.value, f"link:{number}", self.alignment_mode
                )
            )
        ]
        return doc


def _structure(doc: Doc) -> Structure:
    known = at.structure_of(doc)
    if known is None or known.document.text != doc.text:
        known = Structure(read_string(doc.text))
        doc.user_data[at.STRUCTURE] = known
    return known


def _numbers(doc: Doc) -> Numbers:
    known = doc.user_data.get(at.NUMBERS)
    if isinstance(known, Numbers):
        return known
    found = find_quantities(doc.text)
    numbers = Numbers(found.quantities, found.excluded)
    doc.user_data[at.NUMBERS] = numbers
    return numbers


def _span(doc: Doc, chars: CharSpan, label: str, name: str, mode: Alignment) -> Span | None:
    """``None`` for an empty span, or where ``mode`` finds no tokens."""
    if not len(chars):
        return None
    found: Span | None = doc.char_span(
        chars.start, chars.end, label=label, span_id=name, alignment_mode=mode
    )
    return found


def _set_tables(doc: Doc, tables: Iterable[Table], mode: Alignment) -> None:
    """The label is the table's kind, ``other`` before the claims component has read it."""
    spans = (_span(doc, t.span, t.kind.value, f"table:{t.id}", mode) for t in tables)
    doc.spans[at.TABLES] = [span for span in spans if span is not None]


def _set_sentences(doc: Doc, report: Document) -> None:
    """Sentence starts at our sentences, headings and tables, and behind each of them."""
    spans = [s.span for s in report.sentences]
    spans += [s.heading for s in report.sections] + [t.span for t in report.tables]
    starts = {0}
    for chars in spans:
        span = _span(doc, chars, "", "", "expand")
        if span is not None:
            starts |= {span.start, span.end}
    for token in doc:
        token.is_sent_start = token.i in starts


@Language.factory(
    "auditor_sections",
    default_config={"sentences": True, "alignment_mode": "expand"},
    assigns=["doc._.report", "doc._.sections", "doc._.tables", "doc.sents"],
)
def make_sections(
    nlp: Language, name: str, sentences: bool, alignment_mode: Alignment
) -> SectionsComponent:
    """The factory behind ``nlp.add_pipe("auditor_sections")``."""
    return SectionsComponent(sentences=sentences, alignment_mode=alignment_mode)


@Language.factory(
    "auditor_quantities",
    default_config={"ents": False, "alignment_mode": "expand"},
    assigns=["doc._.quantities"],
)
def make_quantities(
    nlp: Language, name: str, ents: bool, alignment_mode: Alignment
) -> QuantitiesComponent:
    """The factory behind ``nlp.add_pipe("auditor_quantities")``."""
    return QuantitiesComponent(ents=ents, alignment_mode=alignment_mode)


@Language.factory(
    "auditor_claims",
    default_config={"threshold": 0.5, "linker": "model", "alignment_mode": "expand"},
    assigns=["doc._.claims", "doc._.groups", "doc._.links"],
)
def make_claims(
    nlp: Language, name: str, threshold: float, linker: str, alignment_mode: Alignment
) -> ClaimsComponent:
    """The factory behind ``nlp.add_pipe("auditor_claims")``."""
    return ClaimsComponent(threshold=threshold, linker=linker, alignment_mode=alignment_mode)


PIPES = ("auditor_sections", "auditor_quantities", "auditor_claims")


def load_nlp(base: Language | str | None = None) -> Language:
    """A pipeline with our components at its end; nothing is downloaded.

    ``base`` is a pipeline of your own, or the name of an installed one (``zh_core_web_sm``);
    without it a blank Chinese one with our tokenizer. ``OSError`` from spaCy for a name that
    isn't installed.
    """
    at.register()
    if base is None:
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    else:
        nlp = spacy.load(base) if isinstance(base, str) else base
    for name in PIPES:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    return nlp


def to_doc(nlp: Language, document: Document) -> Doc:
    """A report that ``auditor.read`` read, as a ``Doc`` with its sections, tables and claims.

    The tables and headings are those of the file (a docx's own grids), not those that its text
    would give.
    """
    doc = nlp.make_doc(document.text)
    if doc.text != document.text:
        raise ValueError("the tokenizer changed the text; offsets would not hold")
    doc.user_data[at.STRUCTURE] = Structure(document)
    return nlp(doc)


at.register()
