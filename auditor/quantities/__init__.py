"""Floor 2: Chinese numbers with units, hedges and comparators."""

from auditor.quantities.find import Extraction, find_quantities, parse_cell
from auditor.quantities.units import find_unit_marker, unit_named

__all__ = ["Extraction", "find_quantities", "find_unit_marker", "parse_cell", "unit_named"]
