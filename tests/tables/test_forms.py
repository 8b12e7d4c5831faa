"""The forms in use give the same records whatever the format kept of their grids."""

from __future__ import annotations

import pytest

from auditor.core.report import Analysis
from auditor.core.table import CellField
from auditor.engine import analyse
from auditor.reading import read_bytes
from tests.formats.model import Report, Text
from tests.formats.text import text_file
from tests.formats.web import page
from tests.tables.forms import FORMS, Form, Record

TITLE = "松林县林业局2023年度部门整体支出绩效自评报告"


def analysis_of(form: Form, shape: str) -> Analysis:
    blocks: list[object] = [Text(TITLE, 1), Text("一、绩效自评情况", 2)]
    for table in form.tables:
        blocks += [table, Text("填表人：某某        联系电话：")]
    report = Report(tuple(blocks))  # type: ignore[arg-type]
    if shape == "grid":
        return analyse(read_bytes(page(report), "a.html"))
    return analyse(read_bytes(text_file(report, shape), "a.txt"))


def text_of(known: CellField | None) -> str | None:
    return known.text if known is not None else None


def records(analysis: Analysis) -> list[Record]:
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
        for table in analysis.tables
        for r in table.indicators
    ]


@pytest.mark.parametrize("shape", ["grid", "pipes", "tabs", "cells"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_records_totals_and_funds(form: Form, shape: str) -> None:
    analysis = analysis_of(form, shape)
    assert records(analysis) == list(form.records)
    totals = [(text_of(t.weight), text_of(t.score)) for p in analysis.tables for t in p.totals]
    assert totals == list(form.totals)
    funds = [
        tuple(
            text_of(field) or ""
            for field in (f.name, f.initial, f.budget, f.executed, f.weight, f.rate, f.score)
        )
        for parsed in analysis.tables
        for f in parsed.funds
    ]
    assert funds == list(form.funds)
    if form.subjects:
        assert tuple(parsed.subject for parsed in analysis.tables) == form.subjects
