"""Floor 7: which reports to look at first."""

from auditor.ranking.priority import priority, rank

__all__ = ["priority", "rank"]
