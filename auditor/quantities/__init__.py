"""Floor 2: Chinese numbers with units, hedges and comparators."""

from auditor.quantities.find import Extraction, find_quantities, parse_cell, parse_quantity
from auditor.quantities.formulas import Formula
from auditor.quantities.units import find_unit_marker, may_count_the_same, unit_named

__all__ = [
    "Extraction",
    "Formula",
    "find_quantities",
    "find_unit_marker",
    "may_count_the_same",
    "parse_cell",
    "parse_quantity",
    "unit_named",
]
