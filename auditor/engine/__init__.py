"""Floor 8: the order of the stages, and the run."""

from auditor.engine.analyse import analyse
from auditor.engine.run import RunOptions, audit_inputs

__all__ = ["RunOptions", "analyse", "audit_inputs"]
