"""Floor 9: what people look at."""

from auditor.reporting.frames import AuditResult
from auditor.reporting.hands import hands
from auditor.reporting.write import write_run

__all__ = ["AuditResult", "hands", "write_run"]
