"""Floor 6: what was reused across units and years, apart from the official template."""

from auditor.similarity.compare import SimilarityResult, compare_fingerprints, compare_reports
from auditor.similarity.fingerprints import Fingerprints, fingerprint
from auditor.similarity.kinds import Thresholds

__all__ = [
    "Fingerprints",
    "SimilarityResult",
    "Thresholds",
    "compare_fingerprints",
    "compare_reports",
    "fingerprint",
]
