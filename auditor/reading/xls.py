"""Old workbooks (.xls, .et) by xlrd, each cell as the sheet shows it; the extra ``legacy``."""

from __future__ import annotations

import io
import math
import struct
from typing import Any

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.formats import require
from auditor.reading.number_format import BUILTIN, GENERAL, shown_number, shown_text
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.sheet_blocks import Sheet, is_ruled
from auditor.reading.sheets import documents_of
from auditor.reading.xlsx import INDENT

MEDIA_TYPE = "application/vnd.ms-excel"
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_DAMAGE = (AssertionError, struct.error, ArithmeticError, IndexError, KeyError, ValueError, TypeError,
           AttributeError, UnicodeError, EOFError, NotImplementedError, MemoryError)  # fmt: skip


def read_xls(data: bytes, options: ReadOptions = DEFAULTS) -> tuple[Document, ...]:
    """The reports of an old workbook. ``ReadError``: ``damaged``, ``encrypted``, ``empty``, …"""
    xlrd = require("xlrd", "旧版 Excel 工作簿（xls、et）", "legacy")
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            logfile=io.StringIO(),
            on_demand=True,
            ragged_rows=True,
        )
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        if "encrypt" in str(error).lower():
            raise ReadError("encrypted", "工作簿已加密；请取消密码后重新送审。") from error
        raise _damaged() from error
    except _DAMAGE as error:
        raise _damaged() from error
    shown: list[Sheet] = []
    hidden: list[str] = []
    for index, name in enumerate(book.sheet_names()):
        try:
            source = book.sheet_by_index(index)
            if source.visibility:
                hidden.append(name)
                continue
            shown.append(_sheet(book, source, options, xlrd))
        except (xlrd.XLRDError, *_DAMAGE) as error:
            raise _damaged() from error
        book.unload_sheet(index)
    return documents_of(shown, hidden, options, media_type=MEDIA_TYPE, reader="xlrd")


def _damaged() -> ReadError:
    return ReadError(
        "damaged", "旧版 Excel 工作簿已损坏或不完整；请用 Excel 或 WPS 打开并另存为 xlsx。"
    )


def _sheet(book: Any, source: Any, options: ReadOptions, xlrd: Any) -> Sheet:
    sheet = Sheet(source.name)
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]  # fmt: skip
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_cols = {
        col for col, info in source.colinfo_map.items() if info.hidden and col < source.ncols
    }
    errors = xlrd.error_text_from_code
    for row in range(source.nrows):
        for col in range(source.row_len(row)):
            style = book.xf_list[source.cell_xf_index(row, col)]
            lines = style.border
            if is_ruled(
                lines.left_line_style != 0,
                lines.right_line_style != 0,
                lines.top_line_style != 0,
                lines.bottom_line_style != 0,
            ):
                sheet.ruled.add((row, col))
            text = _shown(book, source.cell(row, col), style, errors)
            if text:
                sheet.texts[row, col] = INDENT * min(style.alignment.indent_level, 15) + text
        if max(len(sheet.texts), len(sheet.ruled) // 5) > options.max_cells:
            raise ReadError(
                "too_large", f"工作表“{sheet.name}”超过 {options.max_cells} 个单元格；请拆分后再送审。"
            )  # fmt: skip
    return sheet


def _shown(book: Any, cell: Any, style: Any, errors: dict[int, str]) -> str:
    known = book.format_map.get(style.format_key)
    builtin = BUILTIN.get(style.format_key) if style.format_key < 164 else None
    code = builtin or (known.format_str if known is not None else "") or GENERAL
    if cell.ctype == _TEXT:
        return shown_text(str(cell.value), code)
    if cell.ctype in (_NUMBER, _DATE) and math.isfinite(cell.value):
        return shown_number(float(cell.value), code, date1904=bool(book.datemode))
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return errors.get(cell.value, "") if cell.ctype == _ERROR else ""
