"""Floor 6: what was copied across units and years, apart from the official template."""

from auditor.similarity.compare import SimilarityResult, compare_reports
from auditor.similarity.kinds import Thresholds

__all__ = ["SimilarityResult", "Thresholds", "compare_reports"]
