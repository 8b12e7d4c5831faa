"""Floor 3: what a grid means — headers, units, kinds of block, numbers, indicator records."""

from auditor.tables.parse import parse_table, parse_tables

__all__ = ["parse_table", "parse_tables"]
