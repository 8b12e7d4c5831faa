"""Columns and dtypes of every frame: the contract that the codebook words and parquet keeps.

Text is ``string``, whole numbers ``Int64``, shares and scores ``Float64``, flags ``boolean``
(``pd.NA`` where unknown), lists and mappings ``object``.
"""

from __future__ import annotations

from typing import Final

from auditor.checks import Family

DTYPES: Final = {"s": "string", "i": "Int64", "f": "Float64", "b": "boolean", "o": "object"}


def _columns(text: str) -> dict[str, str]:
    """``name:letter …`` → name → dtype; a name without a letter is text."""
    pairs = (word.partition(":") for word in text.split())
    return {name: DTYPES[letter or "s"] for name, _, letter in pairs}


PANEL_SUMS: Final = [
    "chars",
    "sentences",
    "tables",
    "quantities",
    "claims",
    "links",
    "ticks",
    "findings",
]
"""Columns of ``reports`` that the panel adds up."""
PANEL_MEANS: Final = [
    "template",
    "common",
    "copied",
    "own_previous_year",
    "idiosyncratic",
    "specificity",
    "numbers_per_1000",
    "sentence_chars",
    "clause_chars",
    "lang_boilerplate",
    "modification",
    "cosine",
    "jaccard",
    "minimum_edit",
    "simple",
]
"""Columns of ``measures`` that the panel averages, weighted by characters."""
PANEL_SEVERITIES: Final = ("contradictions", "high", "medium", "low", "notes")
"""Columns of ``ranking`` that the panel adds up."""

FRAMES: Final[dict[str, dict[str, str]]] = {
    "ranking": _columns(
        "rank:i report_id file agency region fiscal_year:i contradictions:i high:i medium:i low:i"
        " notes:i claims:i linked_claims:i contradictions_per_100_claims:f template_share:f"
        " common_share:f copied_share:f own_previous_year_share:f boilerplate_similarity:f"
        " nearest_report_id nearest_file nearest_similarity:f priority:f checked_claims:i coverage:f"
    ),
    "reports": _columns(
        "report_id file member sha256 media_type status error agency region fiscal_year:i report_kind"
        " chars:i sentences:i tables:i quantities:i claims:i links:i ticks:i findings:i"
        " checked_claims:i coverage:f unchecked:o reader remarks:o"
    ),
    "sections": _columns("report_id section_id:i parent:i level:i number title start:i end:i"),
    "quantities": _columns(
        "report_id start:i end:i text value unit dimension base_value base_unit low high hedge"
        " comparator kind in_table:b"
    ),
    "indicators": _columns(
        "report_id table_id row:i level1 level2 level3"
        " target_text target_start:i target_end:i target_value target_unit"
        " actual_text actual_start:i actual_end:i actual_value actual_unit"
        " weight_text weight_start:i weight_end:i weight_value weight_unit"
        " score_text score_start:i score_end:i score_value score_unit"
        " reason_text reason_start:i reason_end:i reason_value reason_unit"
    ),
    "claims": _columns(
        "report_id claim_id start:i end:i text indicator indicator_start:i indicator_end:i value unit"
        " low high period:i role scope section_id:i sentence_start:i sentence_end:i checked_by:o"
        " unchecked"
    ),
    "links": _columns(
        "report_id claim_ids:o table_id row:i col:i cell_start:i cell_end:i cell_text relation"
        " probability:f verdict source contributions:o"
    ),
    "ticks": _columns("report_id check verdict stated expected working evidence:o"),
    "findings": _columns(
        "finding_id report_id check slug severity confidence:f title message stated expected"
        " difference working hint evidence:o fingerprint baselined:b contradiction:b suppressed"
        " repair also:o stake:o severity_reason confidence_reason"
    ),
    "passages": _columns(
        "a_report_id a_start:i a_end:i b_report_id b_start:i b_end:i chars:i similarity:f kind units:i"
        " edit reordered:b"
    ),
    "measures": _columns(
        "report_id section_id:i chars:i template:f common:f copied:f own_previous_year:f"
        " idiosyncratic:f specificity:f numbers_per_1000:f sentence_chars:f clause_chars:f"
        " lang_boilerplate:f previous_report_id modification:f cosine:f jaccard:f minimum_edit:f simple:f"
    ),
    "changes": _columns("change fingerprint check report file severity stated expected reason"),
    "cells": _columns(
        "report_id table_id kind caption unit row:i col:i row_span:i col_span:i start:i end:i text"
        " is_header:b row_path:o col_path:o"
    ),
    "evidence": _columns(
        "report_id finding_id check evidence_report_id role label start:i end:i text table_id"
        " row:i col:i page:i paragraph:i sheet address"
    ),
    "sources": _columns("source_report_id report_id directed:b chars:i survivals:o"),
    "clusters": _columns("cluster:i chars:i report_ids:o"),
    "against": _columns(
        "report_id start:i end:i index_report_id index_file index_unit index_fiscal_year:i"
        " index_start:i index_end:i similarity:f kind units:i edit reordered:b"
    ),
    "panel": _columns(
        "unit_key fiscal_year:i agency region reports:i project_reports:i"
        + "".join(f" {name}:i" for name in PANEL_SUMS)
        + "".join(f" {name}:i" for name in PANEL_SEVERITIES)
        + "".join(f" findings_{family.value}:i" for family in Family)
        + " contradictions_per_100_claims:f inconsistent_share:f linked_share:f"
        + "".join(f" {name}:f" for name in PANEL_MEANS)
        + " boilerplate_similarity:f self_score:f budget:f executed:f execution_rate:f"
        " funds_source"
    ),
}
"""Frame → column → dtype, in the order of the columns."""

RANKING_COLUMNS: Final = list(FRAMES["ranking"])
