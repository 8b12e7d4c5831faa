"""The forms in use give the same records whatever the format kept of their grids."""

from __future__ import annotations

import pytest

from auditor.core.table import CellField, ParsedTable, TableKind
from auditor.engine import analyse
from auditor.reading.base import read_data
from tests.formats.model import Report, Table, Text
from tests.formats.sheets import workbook
from tests.formats.text import text_file
from tests.formats.web import page
from tests.formats.word import word
from tests.tables.forms import FORMS, Form, Record, row

SHAPES = ("grid", "word", "sheets", "pipes", "tabs", "cells")
TITLE = "松林县林业局2023年度部门整体支出绩效自评报告"


def tables_of(form: Form, shape: str) -> list[ParsedTable]:
    blocks: list[Text | Table] = [Text(TITLE, 1), Text("一、绩效自评情况", 2)]
    for table in form.tables:
        blocks += [table, Text("填表人：某某        联系电话：")]
    report = Report(tuple(blocks))
    data = {"grid": page, "word": word, "sheets": workbook}.get(
        shape, lambda known: text_file(known, shape)
    )(report)
    return [table for found in read_data(data, "a") for table in analyse(found).tables]


def text_of(known: CellField | None) -> str | None:
    return known.text if known is not None else None


def records(tables: list[ParsedTable]) -> list[Record]:
    return [
        (
            r.level1,
            r.level2,
            r.level3,
            text_of(r.target),
            text_of(r.actual),
            text_of(r.weight),
            text_of(r.score),
            text_of(r.reason),
        )
        for table in tables
        for r in table.indicators
    ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_records_totals_and_funds(form: Form, shape: str) -> None:
    tables = tables_of(form, shape)
    assert records(tables) == list(form.records)
    totals = [(text_of(t.weight), text_of(t.score)) for p in tables for t in p.totals]
    assert totals == list(form.totals)
    funds = [
        tuple(
            text_of(field) or ""
            for field in (f.name, f.initial, f.budget, f.executed, f.weight, f.rate, f.score)
        )
        for parsed in tables
        for f in parsed.funds
    ]
    assert funds == list(form.funds)
    if form.subjects:
        assert tuple(parsed.subject for parsed in tables) == form.subjects


@pytest.mark.parametrize("shape", SHAPES)
def test_blocks_of_the_national_form(shape: str) -> None:
    (parsed,) = tables_of(FORMS[0], shape)
    letters = "".join(kind.value[0] for kind in parsed.blocks)
    assert letters == "ooo" + "ffff" + "gg" + "iiiiiii"
    amounts = {n.quantity.text for n in parsed.numbers if n.block is TableKind.FUNDS}
    assert {"96.00", "93.75%", "14.00"} <= amounts
    assert {n.subject for n in parsed.numbers} == {"山塘清淤"}


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("2023年度收入支出决算表", TableKind.INCOME_SPENDING),
        ("2023年度部门预算执行情况表", TableKind.INCOME_SPENDING),
        ("2023年度基础数据表", TableKind.BASE_DATA),
        ("办公用房台账", TableKind.OTHER),
    ],
)
def test_kinds_of_plain_grids(caption: str, kind: TableKind) -> None:
    rows = (
        row("科目", "预算数", "决算数"),
        row("办公费", "3.00", "2.80"),
        row("合计", "3.00", "2.80"),
    )
    (parsed,) = tables_of(Form("", (Table(caption, rows),)), "grid")
    assert parsed.table.kind is kind
