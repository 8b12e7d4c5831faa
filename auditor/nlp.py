"""The researchers' door: a blank spaCy pipeline with quantities and claims as extensions."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from auditor.claims import extract_claims
from auditor.core.claim import Claim
from auditor.core.quantity import Quantity
from auditor.language import segment
from auditor.quantities import find_quantities
from auditor.reading import read_bytes


class JiebaTokenizer:
    """Text → ``Doc`` by our private jieba; tokens cover every character, spaces included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a ``Doc`` whose ``text`` is the same string."""
        words: list[str] = []
        at = 0
        for word in segment(text):
            start = text.lower().find(word, at)
            if start < 0:
                continue
            words.extend(text[at:start])
            words.append(text[start : start + len(word)])
            at = start + len(word)
        words.extend(text[at:])
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


@registry.tokenizers("auditor.JiebaTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Any:
    """The tokenizer as a registered factory."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab)

    return create


@Language.component("auditor_quantities")
def auditor_quantities(doc: Doc) -> Doc:
    """Register ``doc._.quantities``; computed from the text, so it survives ``to_bytes``."""
    _extensions()
    return doc


@Language.component("auditor_claims")
def auditor_claims(doc: Doc) -> Doc:
    """Register ``doc._.claims``."""
    _extensions()
    return doc


def _extensions() -> None:
    if not Doc.has_extension("quantities"):
        Doc.set_extension("quantities", getter=_quantities)
    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", getter=_claims)


def _quantities(doc: Doc) -> tuple[Quantity, ...]:
    return find_quantities(doc.text).quantities


def _claims(doc: Doc) -> tuple[Claim, ...]:
    if not doc.text.strip():
        return ()
    document = read_bytes(doc.text.encode("utf-8"), "text.txt")
    return extract_claims(document, find_quantities(document.text).quantities).claims


def load_nlp() -> Language:
    """``spacy.blank("zh")`` with our tokenizer and both components; nothing is downloaded."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    nlp.add_pipe("auditor_quantities")
    nlp.add_pipe("auditor_claims")
    return nlp
