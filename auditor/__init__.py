"""auditor: contradictions and boilerplate in Chinese budget-performance self-evaluation reports."""

from auditor.__about__ import __version__

__all__ = ["__version__"]
