"""Floor 6: what was reused across units and years, apart from the official template."""

from auditor.similarity.compare import SimilarityResult, compare_fingerprints, compare_reports
from auditor.similarity.field import change, field_measures
from auditor.similarity.fingerprints import Fingerprints, fingerprint, fingerprint_all
from auditor.similarity.kinds import Thresholds
from auditor.similarity.origins import clusters, descents, survivals
from auditor.similarity.store import Answer, SimilarityIndex

__all__ = [
    "Answer",
    "Fingerprints",
    "SimilarityIndex",
    "SimilarityResult",
    "Thresholds",
    "change",
    "clusters",
    "compare_fingerprints",
    "compare_reports",
    "descents",
    "field_measures",
    "fingerprint",
    "fingerprint_all",
    "survivals",
]
