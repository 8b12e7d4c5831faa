from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from auditor.apps.cli.grids import draw
from auditor.apps.cli.main import cli
from auditor.reading import read_bytes
from tests.reading.archive_files import report, zipped
from tests.reading.docx_files import cell, docx, paragraph, table

TITLE = paragraph("松林县林业局2023年度部门整体支出绩效自评报告")
FORM = table(
    cell("产出", merge="start") + cell("指标") + cell("得分"),
    cell("", merge="down") + cell("造林") + cell("10"),
    cell("总分", span=2) + cell("98"),
)


def lines(body: str, width: int = 80) -> list[str]:
    (found,) = read_bytes(docx(TITLE + body), "a.docx").tables
    return list(draw(found, width))


def test_merged_cells_are_drawn_merged() -> None:
    assert lines(FORM) == [
        "┌────┬────┬────┐",
        "│产出│指标│得分│",
        "│    ├────┼────┤",
        "│    │造林│10  │",
        "├────┴────┼────┤",
        "│总分     │98  │",
        "└─────────┴────┘",
    ]


def test_words_of_a_tall_cell_run_over_the_lines_between_rows() -> None:
    tall = cell("造林抚育防火", merge="start") + cell("甲") + cell("乙")
    down = cell("", merge="down") + cell("丙") + cell("丁")
    assert lines(table(tall, down), width=16) == [
        "┌────┬────┬────┐",
        "│造林│甲  │乙  │",
        "│抚育├────┼────┤",
        "│防火│丙  │丁  │",
        "└────┴────┴────┘",
    ]


def test_a_ragged_row_reaches_the_edge() -> None:
    text = "\t甲\n\t乙\n\t丙\n\n\t合计\n\t9\n"
    (found,) = read_bytes(text.encode(), "a.txt").tables
    assert list(draw(found, 80)) == [
        "┌────┬────┬────┐",
        "│甲  │乙  │丙  │",
        "├────┼────┴────┤",
        "│合计│9        │",
        "└────┴─────────┘",
    ]


def test_holes_are_left_open() -> None:
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    assert lines(table(cell("甲") + cell("乙"), late + cell("丙"))) == [
        "┌────┬────┐",
        "│甲  │乙  │",
        "└────┼────┤",
        "     │丙  │",
        "     └────┘",
    ]


def test_show_draws_the_tables_of_every_report(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        zipped({"甲.docx": docx(TITLE + FORM), "乙.txt": report(), "坏.docx": b"PK\x03\x04word/"})
    )
    shown = CliRunner().invoke(cli, ["show", str(path), "--tables"])
    assert shown.exit_code == 3
    assert "a.zip!/甲.docx" in shown.output
    assert "│产出│指标│得分│" in shown.output
    assert "坏.docx" in shown.output
