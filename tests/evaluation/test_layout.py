"""Rows for a reader: groups, short names, and a table that fits a terminal."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from auditor.apps.cli.scores import scores_table
from auditor.evaluation import EvaluationResult
from auditor.evaluation.layout import grouped
from auditor.evaluation.page import interval_plot, page
from auditor.evaluation.scores import ScoreRow

NAMES = (
    "quantities in sentences: bounds of matches", "links (claims to a right cell)",
    "links, number corrupted", "headcount-over-establishment", "check SUM01", "family sums",
    "relations", "relations total-parts", "passages, of any kind", "contradictions",
    "all high and medium findings",
)  # fmt: skip
SPREAD = (("f1", 0.912, 0.999),)
ROWS = tuple(ScoreRow(name, 1000, 1000, 950, 950, SPREAD) for name in NAMES)


def test_groups_come_in_order_under_short_names() -> None:
    found = [(group.title, [name for name, _ in group.rows]) for group in grouped(ROWS)]
    assert found == [
        ("findings", ["contradictions", "high and medium findings"]),
        ("links", ["claims to a right cell", "number corrupted"]),
        ("relations", ["all", "total-parts"]),
        ("quantities", ["in sentences: bounds of matches"]),
        ("passages", ["of any kind"]),
        ("findings by family", ["sums"]),
        ("findings by check", ["SUM01"]),
        ("findings by kind of fault", ["headcount-over-establishment"]),
    ]


def test_no_name_is_cut_at_100_columns() -> None:
    shown = io.StringIO()
    Console(file=shown, width=100).print(scores_table(EvaluationResult(ROWS, ()), Path("gold")))
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    for word in ("bounds of matches", "headcount-over-establishment", "0.912–0.999", "claims to a right cell"):  # fmt: skip
        assert any(word in line for line in lines), word
    assert "…" not in shown.getvalue()


def test_the_page_draws_each_known_f1_and_names_every_row() -> None:
    unknown = ScoreRow("relations balance", 3, 0, 0, 0)
    text = page(EvaluationResult((*ROWS, unknown), ("missed: <b>",)), "t")
    assert text.count("<svg") == len(ROWS)
    assert "<td>balance</td>" in text
    assert "missed: &lt;b&gt;" in text
    assert interval_plot(unknown) == ""
