"""Floor 9: what people look at."""

from auditor.reporting.frames import AuditResult
from auditor.reporting.write import write_run

__all__ = ["AuditResult", "write_run"]
