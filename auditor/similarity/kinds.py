"""Template, common, copied or own previous year: by how many units share a passage."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.core.passage import PassageKind
from auditor.similarity import cues


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as a passage, and when it is what.

    ``similarity`` is the least similarity of the masked texts, ``min_chars`` the least masked
    length on either side and ``min_content`` the least number of equal characters that are
    neither slots nor punctuation.

    Template: at least ``template_units`` agencies and ``template_share`` of all agencies of the
    run, or of the agencies of one province, city or county with ``region_units`` or more of them
    in the run, because finance bureaus of every level prescribe outlines. Common: at least
    ``common_units`` agencies in ``common_regions`` regions.

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
    common_regions: int = 2
    small_run: int = 6
    method_share: float = 0.3
    figures_share: float = 0.6
    stock_share: float = 0.6


DEFAULTS = Thresholds()


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a passage stands: agencies, regions, and whether in most of some one region."""

    units: int
    regions: int
    regional: bool


def kind_of(
    text: str, spread: Spread, own: bool, total_units: int, limits: Thresholds
) -> PassageKind:
    """The kind of masked ``text``; ``own`` says that both reports are of one agency."""
    if _prescribed(text, spread, total_units, limits):
        return PassageKind.TEMPLATE
    spread_out = spread.units >= limits.common_units and spread.regions >= limits.common_regions
    if spread_out or cues.share(text, "stock") >= limits.stock_share:
        return PassageKind.COMMON
    return PassageKind.OWN_PREVIOUS_YEAR if own else PassageKind.COPIED


def _prescribed(text: str, spread: Spread, total_units: int, limits: Thresholds) -> bool:
    if spread.units >= max(limits.template_units, limits.template_share * total_units):
        return True
    if spread.regional or cues.share(text, "figures") >= limits.figures_share:
        return True
    return total_units < limits.small_run and cues.share(text, "method") >= limits.method_share
