"""Floor 1: bytes → ``Document``; one format a file, one table from content to reader."""

from auditor.reading.base import read_bytes, read_file, read_path, read_string
from auditor.reading.formats import suffixes
from auditor.reading.options import DEFAULTS, ReadOptions

__all__ = [
    "DEFAULTS",
    "ReadOptions",
    "read_bytes",
    "read_file",
    "read_path",
    "read_string",
    "suffixes",
]
