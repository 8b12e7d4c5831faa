"""Workbooks (.xlsx, .xlsm) by our own walk over the OOXML, each cell as the sheet shows it.

openpyxl would do, but stops at workbooks with a damaged style or print area, as WPS writes them,
and can't tell a formula without a kept result from an empty cell. Cells come by iterparse, so a
sheet never stands in memory as a tree.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.number_format import BUILTIN, GENERAL, shown_number, shown_text
from auditor.reading.ooxml import Package
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.sheet_blocks import Sheet, is_ruled
from auditor.reading.sheets import documents_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INDENT = "\u3000"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES = ("left", "right", "top", "bottom")


@dataclass(slots=True)
class _Style:
    code: str = GENERAL
    ruled: bool = False
    indent: int = 0


@dataclass(slots=True)
class _Book:
    """What the parts besides the sheets say."""

    package: Package
    strings: list[str] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    date1904: bool = False


def read_xlsx(data: bytes, options: ReadOptions = DEFAULTS) -> tuple[Document, ...]:
    """The reports of a workbook (see ``sheets`` for how many they are).

    ``ReadError``: ``damaged``, ``encrypted``, ``too_large``, ``unsafe``, ``empty``.
    """
    package = Package(data)
    path = _targets(package, "").get("officeDocument", "xl/workbook.xml")
    root = package.part(path)
    if root is None:
        raise ReadError(
            "damaged", "压缩包里没有工作簿（xl/workbook.xml）；请用 Excel 或 WPS 打开并重新保存。"
        )
    parts = _targets(package, path)
    book = _Book(package)
    book.date1904 = any(_on(node.get("date1904")) for node in root.iter("{*}workbookPr"))
    book.strings = _strings(package, parts.get("sharedStrings"))
    book.styles = _styles(package, parts.get("styles"))
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for node in root.iter("{*}sheet"):
        name = node.get("name") or ""
        part = parts.get(_relation(node))
        if node.get("state") in ("hidden", "veryHidden"):
            hidden.append(name)
        elif part is not None and part in package.names:
            sheets.append(_sheet(book, name, part, options))
    return documents_of(sheets, hidden, options, media_type=MEDIA_TYPE, reader="xlsx")


def _targets(package: Package, part: str) -> dict[str, str]:
    """Parts that ``part`` refers to, by relation id and, for the first of it, by kind."""
    folder, _, name = part.rpartition("/")
    root = package.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
    found: dict[str, str] = {}
    for node in root.iter("{*}Relationship") if root is not None else ():
        target = node.get("Target") or ""
        if node.get("TargetMode") == "External" or not target:
            continue
        path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(path)
        found[node.get("Id") or ""] = path
        found.setdefault((node.get("Type") or "").rpartition("/")[2], path)
    return found


def _relation(node: etree._Element) -> str:
    """The r:id of a node, whatever namespace the file gives it."""
    for key, value in node.attrib.items():
        if etree.QName(str(key)).localname == "id" and str(key).startswith("{"):
            return str(value)
    return ""


def _on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None or part not in package.names:
        return []
    return [_rich(node) for node in package.elements(part, "si")]


def _rich(node: etree._Element) -> str:
    """The text of a shared or inline string; phonetic hints left out."""
    pieces: list[str] = []
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(text.text or "" for text in child.findall("{*}t"))
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), "".join(pieces))


def _styles(package: Package, part: str | None) -> list[_Style]:
    root = package.part(part) if part is not None else None
    if root is None:
        return []
    codes = {
        int(node.get("numFmtId") or 0): node.get("formatCode") or GENERAL
        for node in root.iter("{*}numFmt")
        if (node.get("numFmtId") or "").isdigit()
    }
    borders = [
        is_ruled(*(_drawn(node.find("{*}" + side)) for side in _SIDES))
        for group in root.findall("{*}borders")
        for node in group.findall("{*}border")
    ]
    return [
        _style(node, codes, borders)
        for group in root.findall("{*}cellXfs")
        for node in group.findall("{*}xf")
    ]


def _drawn(side: etree._Element | None) -> bool:
    return side is not None and (side.get("style") or "none") != "none"


def _style(node: etree._Element, codes: dict[int, str], borders: Sequence[bool]) -> _Style:
    number = _int(node.get("numFmtId"))
    border = _int(node.get("borderId"))
    alignment = node.find("{*}alignment")
    indent = _int(alignment.get("indent")) if alignment is not None else 0
    return _Style(
        codes.get(number) or BUILTIN.get(number, GENERAL),
        border < len(borders) and borders[border],
        min(indent, 15),
    )


def _int(value: str | None) -> int:
    return int(value) if value is not None and value.isdecimal() else 0


def _sheet(book: _Book, name: str, part: str, options: ReadOptions) -> Sheet:
    sheet = Sheet(name)
    shows_zeros, all_hidden = True, False
    named_rows: set[int] = set()
    at = -1
    tags = ("sheetView", "sheetFormatPr", "col", "row", "mergeCell")
    for node in book.package.elements(part, *tags):
        kind = etree.QName(node).localname
        if kind == "sheetView":
            shows_zeros = (node.get("showZeros") or "1") in ("1", "true")
        elif kind == "sheetFormatPr":
            all_hidden = _on(node.get("zeroHeight"))
        elif kind == "col":
            if _on(node.get("hidden")) or node.get("width") == "0":
                first, last = _int(node.get("min")), min(_int(node.get("max")), 16_384)
                sheet.hidden_cols.update(range(first - 1, last))
        elif kind == "mergeCell":
            corners = _REF.findall(node.get("ref") or "")
            if len(corners) == 2:
                (top, left), (bottom, right) = (_place(*corner) for corner in corners)
                sheet.merges.append((top, left, bottom, right))
        else:
            number = _int(node.get("r"))
            at = number - 1 if number else at + 1
            if _on(node.get("hidden")) or node.get("ht") == "0":
                sheet.hidden_rows.add(at)
            named_rows.add(at)
            _row(book, sheet, node, at, options, shows_zeros=shows_zeros)
    if all_hidden:
        last = max(named_rows, default=-1)
        sheet.hidden_rows.update(set(range(last + 1)) - named_rows)
    used = max((col for _, col in sheet.ruled | sheet.texts.keys()), default=-1)
    sheet.hidden_cols = {col for col in sheet.hidden_cols if col <= used}
    sheet.loose = _drawn_texts(book.package, part)
    return sheet


def _row(
    book: _Book,
    sheet: Sheet,
    node: etree._Element,
    row: int,
    options: ReadOptions,
    *,
    shows_zeros: bool,
) -> None:
    col = -1
    for cell in node.findall("{*}c"):
        place = _REF.match(cell.get("r") or "")
        col = _place(*place.groups())[1] if place else col + 1
        number = _int(cell.get("s"))
        style = book.styles[number] if number < len(book.styles) else _Style()
        text = _shown(book, cell, style, shows_zeros=shows_zeros)
        if text is None:
            sheet.empty_formulas += 1
        elif text:
            sheet.texts[row, col] = INDENT * style.indent + text
        if style.ruled:
            sheet.ruled.add((row, col))
        if max(len(sheet.texts), len(sheet.ruled) // 5) > options.max_cells:
            raise ReadError(
                "too_large", f"工作表“{sheet.name}”超过 {options.max_cells} 个单元格；请拆分后再送审。"
            )  # fmt: skip


def _shown(book: _Book, cell: etree._Element, style: _Style, *, shows_zeros: bool) -> str | None:
    """What a cell shows; ``None`` for a formula whose result the file doesn't keep."""
    kind = cell.get("t") or "n"
    value = cell.findtext("{*}v")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return shown_text(_rich(inline), style.code) if inline is not None else ""
    if value is None or (not value and kind == "n"):
        return None if cell.find("{*}f") is not None else ""
    if kind == "s":
        index = _int(value)
        text = book.strings[index] if index < len(book.strings) else ""
        return shown_text(text, style.code)
    if kind == "str":
        return shown_text(_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), value), style.code)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind in ("e", "d"):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    if number == 0 and not shows_zeros:
        return ""
    return shown_number(number, style.code, date1904=book.date1904)


def _place(letters: str, digits: str) -> tuple[int, int]:
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(digits) - 1, col - 1


def _drawn_texts(package: Package, part: str) -> list[str]:
    """Paragraphs of the text boxes on the sheet."""
    drawing = _targets(package, part).get("drawing")
    root = package.part(drawing) if drawing is not None else None
    found: list[str] = []
    for node in root.iter("{*}txBody") if root is not None else ():
        for paragraph in node.iter("{*}p"):
            text = "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
            if text.strip():
                found.append(text)
    return found
