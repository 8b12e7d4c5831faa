"""Template, common, copied or own previous year: by how many units share a passage."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as a passage, and when it is what.

    ``similarity`` is the least similarity of the masked texts, ``min_chars`` the least masked
    length on either side and ``min_content`` the least number of equal characters that are
    neither slots nor punctuation.

    Template: at least ``template_units`` agencies and ``template_share`` of all agencies of the
    run, or of one family of them with ``region_units`` members or more in the run: the agencies
    of one province, city or county, because finance bureaus of every level prescribe outlines;
    the agencies of one department, in the country or in one province, because ministries do.
    A family must have it more often than the other agencies' rate makes likely by chance.
    Common: at least ``common_units`` agencies, and ``common_root`` × √(agencies of the run), in
    ``common_regions`` regions: the larger the run, the more often one text is copied. Both are counted a
    gram; a sentence takes a kind where ``agreement`` of its grams do, common ones with template
    ones. What is neither is the unit's own where both reports are of one agency, or copied; but
    copied text shorter than 2 × ``min_chars``, or in a pair that shares less than 3 × that, is
    common where its middle gram is in so many agencies, and that of a pair that shares less than
    2 × ``min_chars`` where it is in ``common_units``: stock clauses met by chance.

    A run of fewer than ``small_run`` agencies can't be counted: there, text of which words about
    the method of evaluating cover ``method_share`` is taken for prescribed. In runs of any size,
    text of which budget vocabulary and numbers cover ``figures_share`` is form, and text of which
    political formulas cover ``stock_share`` is common.
    """

    similarity: float = 0.8
    min_chars: int = 20
    min_content: int = 14
    template_share: float = 0.5
    template_units: int = 3
    region_units: int = 5
    common_units: int = 4
    common_root: float = 0.5
    common_regions: int = 2
    agreement: float = 0.75
    small_run: int = 6
    method_share: float = 0.3
    figures_share: float = 0.6
    stock_share: float = 0.6

    def many(self, units: int) -> float:
        """How many agencies make a text common in a run of ``units``."""
        return max(self.common_units, self.common_root * math.sqrt(units))


DEFAULTS = Thresholds()
