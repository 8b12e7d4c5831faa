"""Floor 1: bytes → ``Document``; one format a file, one table from content to reader."""

from auditor.reading.base import SUFFIXES, read_bytes, read_path

__all__ = ["SUFFIXES", "read_bytes", "read_path"]
