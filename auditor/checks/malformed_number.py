"""NUM01."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.quantity import Dimension
from auditor.core.table import Cell, ParsedTable
from auditor.quantities.malformed import fault_of, find_malformed

_MARKS = ",。;:、|\t "
_CLAUSE = re.compile(r"[,。;:、|\t]")
_BEFORE = 16
_WHOLE_CELL = re.compile(r"\d[\d.,]*\d")
_YEAR = re.compile(r"(?:19|20)\d{2}[.,]")
_LEAST = 2
_DECIMAL = frozenset({Dimension.MONEY, Dimension.PERCENT})


@check(id="NUM01", family=Family.NUMBERS, severity=Severity.LOW, contradiction=False)
def malformed_number(ctx: CheckContext) -> Iterator[Tick]:
    """数的写法有误。

    ## 检查内容
    带单位的数（或金额、比率列中的数）是否写得成一个数：有两个小数点（1.2.3万元），千分位逗号后不是三位
    （3,80人、3,0000元），两个点号连写（12..5%），小数点后没有数字（12.万元）。
    ## 为何重要
    写法有误的数无法确定是多少，也就无法核对；它不再参加其他检查。
    ## 违反示例
    全年项目支出1.2.3万元，用于设备维护。
    ## 符合示例
    全年项目支出12.3万元，用于设备维护，惠及群众3,800人。
    ## 局限
    章节号、日期、版本、标准号、条款号、网络地址和并列的数不算；全角逗号视为分句，半角逗号可能隔开两个数的
    （20,30人）不提出，正文用半角逗号断句时只认最有把握的；字母混入数字（1O0元）、中文数字写错的不检查。
    """
    document = ctx.document
    found = {
        CharSpan(bad.start, bad.end): (
            bad.fault,
            bad.number_end,
            bad.unit.dimension,
            _label(document.folded, bad.start),
        )
        for bad in find_malformed(document.folded, document.text)
    }
    for table in ctx.tables:
        for cell, fault, dimension in _cells(table):
            if not any(span.overlaps(cell.span) for span in found):
                label = _first_of_row(table, cell)
                found[cell.span] = (fault, cell.span.end, dimension, label)
    for span, (fault, number_end, dimension, label) in sorted(found.items()):
        written = span.cut(document.text)
        yield tick(
            "NUM01",
            False,
            stated=written,
            expected="",
            working=written,
            evidence=[ctx.evidence(span, EvidenceRole.STATED)],
            facts={"indicator": label or written},
            hint=f"{fault}:{document.text[span.start : number_end]}",
            severity=Severity.MEDIUM if dimension is Dimension.MONEY else Severity.LOW,
            confidence=0.95,
        )


def _label(folded: str, at: int) -> str:
    """The words before the number on its line; nothing at the beginning of a line."""
    line = folded.rfind("\n", 0, at) + 1
    before = folded[max(line, at - _BEFORE) : at]
    own = _CLAUSE.split(before)[-1].strip()
    return own if len(own) > 1 else before.lstrip(_MARKS).strip()


def _first_of_row(table: ParsedTable, cell: Cell) -> str:
    row = (c.text.strip() for c in table.table.cells if c.row == cell.row and c.col < cell.col)
    return next((text for text in row if text), "")


def _cells(table: ParsedTable) -> Iterator[tuple[Cell, str, Dimension]]:
    """Cells that are nothing but a malformed number, in columns of decimal amounts."""
    for cell in table.table.cells:
        text = cell.text.strip()
        if cell.col == 0 or not text[:1].isdigit() or not _WHOLE_CELL.fullmatch(text):
            continue
        fault = fault_of(text)
        if fault is None or _YEAR.match(text):
            continue
        column = [n.quantity.dimension for n in table.numbers if n.col == cell.col]
        for dimension, count in Counter(column).most_common(1):
            if count >= _LEAST and dimension in _DECIMAL:
                yield cell, fault, dimension
