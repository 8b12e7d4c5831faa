"""Reviewers' verdicts beside the run: in its SQLite, or in PostgreSQL for a team."""

from auditor.engine.verdicts.database import Database, open_database
from auditor.engine.verdicts.ledger import Ledger
from auditor.engine.verdicts.people import People, Person
from auditor.engine.verdicts.store import About, ConflictError, VerdictStore

__all__ = [
    "About",
    "ConflictError",
    "Database",
    "Ledger",
    "People",
    "Person",
    "VerdictStore",
    "open_database",
]
