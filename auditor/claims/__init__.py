"""Floor 4: sentences → numeric claims, and the groups that they form."""

from auditor.claims.extract import ClaimSet, extract_claims

__all__ = ["ClaimSet", "extract_claims"]
