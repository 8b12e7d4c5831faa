"""The forms in use give the same records whatever the format kept of their grids."""

from __future__ import annotations

import pytest

from auditor.core.table import CellField, ParsedTable
from auditor.engine import analyse
from auditor.reading.base import read_data
from tests.formats.model import Report, Table, Text
from tests.formats.sheets import workbook
from tests.formats.text import text_file
from tests.formats.web import page
from tests.formats.word import word
from tests.tables.forms import FORMS, Form, Record

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


@pytest.mark.parametrize("shape", ["grid", "word", "sheets", "pipes", "tabs", "cells"])
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
