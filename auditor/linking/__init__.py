"""Floor 5: claims ↔ the table cells that state the same fact."""

from auditor.linking.assign import link_claims
from auditor.linking.scorer import LinkScorer, RuleScorer

__all__ = ["LinkScorer", "RuleScorer", "link_claims"]
