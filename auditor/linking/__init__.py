"""Floor 5: claims ↔ the table cells that state the same fact."""

from auditor.linking.assign import link_claims, pairs_of
from auditor.linking.scorer import LinkScorer

__all__ = ["LinkScorer", "link_claims", "pairs_of"]
