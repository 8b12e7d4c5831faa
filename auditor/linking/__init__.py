"""Floor 5: claims ↔ the table cells that state the same fact."""

from auditor.linking.assign import link_claims, pairs_of
from auditor.linking.features import Pairs
from auditor.linking.model import linker_named
from auditor.linking.scorer import LinkScorer

__all__ = ["LinkScorer", "Pairs", "link_claims", "linker_named", "pairs_of"]
