"""Floor 7: the ticks of a report as one system of relations between printed numbers."""

from auditor.consistency.settle import Settled, settle

__all__ = ["Settled", "settle"]
