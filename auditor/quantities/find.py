"""Quantities of a text and of a cell.

The text is scanned once, from numeral to numeral. At each one, what is no quantity is tried
first (dates, names, list numbers …: ``exclusions``), then the number grammar (``numbers``) with
the words around it (``words``); what fits neither is excluded as ``word`` or ``bare number``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from auditor.core.charspan import CharSpan
from auditor.core.quantity import Excluded, Quantity, Unit
from auditor.quantities.formulas import Formula, find_formulas
from auditor.quantities.scanner import TRIGGER, Scanner
from auditor.reading.folding import fold


@dataclass(frozen=True, slots=True)
class Extraction:
    """Quantities and excluded numerals, each sorted by position; no two of their spans overlap.

    ``formulas`` lie over them: written calculations, whose operands are quantities too.
    """

    quantities: tuple[Quantity, ...]
    excluded: tuple[Excluded, ...]
    formulas: tuple[Formula, ...] = ()


def find_quantities(
    text: str, *, folded: str | None = None, default_unit: Unit | None = None
) -> Extraction:
    """All quantities of ``text`` and all numerals that are none.

    ``folded`` is the length-preserving folded form, made here if not given. A bare number takes
    ``default_unit``. Each numeral character of the text lies in exactly one span. Never raises,
    and takes time linear in the length.
    """
    scanner = Scanner(text, folded if folded is not None else fold(text), default_unit)
    scanner.run()
    formulas = find_formulas(scanner.s, scanner.quantities)
    return Extraction(tuple(scanner.quantities), tuple(scanner.excluded), formulas)


def parse_quantity(text: str, default_unit: Unit | None = None) -> Quantity | None:
    """``text`` read as one quantity from its first to its last character; ``None`` if it is none.

    Nothing is excluded by context: for the text of a span that was found before.
    """
    scanner = Scanner(text, fold(text), default_unit)
    match = TRIGGER.search(scanner.s)
    if match is not None:
        scanner.forced(match.start())
    found = scanner.quantities
    return found[0] if found and found[0].span == CharSpan(0, len(text)) else None


def parse_cell(
    text: str, default_unit: Unit | None = None, offset: int = 0
) -> tuple[Quantity, ...]:
    """Quantities of a table cell, bare numbers included; spans are moved by ``offset``.

    前3名 is a rank; dates, document numbers and list numbers stay out.
    """
    found = _in_cell(text, default_unit)
    return tuple(_moved(q, offset) for q in found) if offset and found else found


@lru_cache(maxsize=8_192)
def _in_cell(text: str, default_unit: Unit | None) -> tuple[Quantity, ...]:
    """Forms repeat their words and numbers, and each cell is asked about several times."""
    scanner = Scanner(text, fold(text), default_unit, cell=True)
    scanner.run()
    return tuple(scanner.quantities)


def _moved(quantity: Quantity, offset: int) -> Quantity:
    return Quantity(
        quantity.span.shift(offset), quantity.text, quantity.value, quantity.unit,
        quantity.decimals, quantity.bounds, quantity.hedge, quantity.comparator,
    )  # fmt: skip
