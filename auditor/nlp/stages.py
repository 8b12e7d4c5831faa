"""What the components leave in a ``Doc``, and how msgpack carries it.

Our objects stand in ``doc.user_data`` as they are; ``to_bytes``, ``DocBin(store_user_data=True)``
and ``nlp.pipe(n_process=2)`` need an encoder for them (the manner of spacy-layout). Only values
of these types pass, by their type hints, so bytes from elsewhere can't run code. They print
briefly: spaCy puts them whole into a warning where documents are merged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditor.core.claim import Claim, ClaimGroup
from auditor.core.codec import decode, encode
from auditor.core.document import Document
from auditor.core.link import Link
from auditor.core.quantity import Excluded, Quantity
from auditor.core.table import ParsedTable

Chain = Callable[[Any], Any] | None
_MARK = "__auditor__"


@dataclass(frozen=True, slots=True, repr=False)
class Structure:
    """What ``auditor_sections`` leaves: the report's headings, sentences and grids."""

    document: Document

    def __repr__(self) -> str:
        return f"<Structure of {self.document.key}>"


@dataclass(frozen=True, slots=True, repr=False)
class Numbers:
    """What ``auditor_quantities`` leaves."""

    quantities: tuple[Quantity, ...]
    excluded: tuple[Excluded, ...]

    def __repr__(self) -> str:
        return f"<Numbers: {len(self.quantities)} quantities>"


@dataclass(frozen=True, slots=True, repr=False)
class Statements:
    """What ``auditor_claims`` leaves."""

    claims: tuple[Claim, ...]
    groups: tuple[ClaimGroup, ...]
    tables: tuple[ParsedTable, ...]
    links: tuple[Link, ...]

    def __repr__(self) -> str:
        return f"<Statements: {len(self.claims)} claims, {len(self.links)} links>"


_KINDS: dict[str, type] = {kind.__name__: kind for kind in (Structure, Numbers, Statements)}


def encode_stage(value: Any, chain: Chain = None) -> Any:
    """A stage as msgpack types; everything else goes on along the chain."""
    if type(value).__name__ in _KINDS and isinstance(value, _KINDS[type(value).__name__]):
        return {_MARK: type(value).__name__, "data": encode(value)}
    return value if chain is None else chain(value)


def decode_stage(value: Any, chain: Chain = None) -> Any:
    """The inverse of ``encode_stage``."""
    if isinstance(value, dict) and value.get(_MARK) in _KINDS:
        return decode(_KINDS[value[_MARK]], value["data"])
    return value if chain is None else chain(value)
