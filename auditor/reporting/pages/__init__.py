"""Pages from the disk: no network, no server, each file complete in itself."""

from auditor.reporting.pages.write import write_pages

__all__ = ["write_pages"]
