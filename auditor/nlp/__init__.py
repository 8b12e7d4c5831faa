"""The researchers' door: spaCy components, extension attributes and displaCy views.

``spacy.blank("zh")`` plus ``add_pipe("auditor_claims")`` works by entry points, without importing
this package. The spine of the audit never sees a ``Doc``.
"""

from auditor.nlp.components import (
    ClaimsComponent,
    QuantitiesComponent,
    SectionsComponent,
    load_nlp,
    to_doc,
)
from auditor.nlp.display import link_arcs, render_claims, render_links
from auditor.nlp.stages import Statements, Structure
from auditor.nlp.tokenizer import JiebaTokenizer

__all__ = [
    "ClaimsComponent",
    "JiebaTokenizer",
    "QuantitiesComponent",
    "SectionsComponent",
    "Statements",
    "Structure",
    "link_arcs",
    "load_nlp",
    "render_claims",
    "render_links",
    "to_doc",
]
