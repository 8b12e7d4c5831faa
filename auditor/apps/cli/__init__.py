"""The command line: ``auditor COMMAND``."""

from auditor.apps.cli.main import main

__all__ = ["main"]
