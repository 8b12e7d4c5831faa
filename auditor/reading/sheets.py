"""Sheets of a workbook → paragraphs, tables and documents; shared by xlsx and xls.

Where a table begins and ends is told by its border lines: titles, unit lines and signatures stand
outside them. A sheet without any lines is cut at empty rows, and single cells at its head and foot
are titles and notes.

One workbook, how many reports? Sheets that hold no table (cover, instructions) don't decide. When
each other sheet names its own project (项目名称) each project is a report; when each names its unit
and the units differ each unit is one; else all sheets are parts of one report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.builder import INNER_BREAK, Builder, GridCell, Place
from auditor.reading.options import ReadOptions
from auditor.reading.sheet_blocks import Block, Line, Sheet, blocks_in

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|table|表格?)\s*\d*$", re.I)
_PROJECT = re.compile(r"项目(?:支出)?名称[:：]?")
_UNIT = re.compile(
    r"(?:[省市州县区]级)?(?:预算)?(?:填报|填表|申报|主管|实施|项目|预算|评价)?(?:部门|单位)(?:[（(]\S{1,4}[)）])?(?:名称)?[:：]?"
)


_SHORTEST = 3
"""Characters of a name; 单位：万元 names none."""


def documents_of(
    sheets: Iterable[Sheet],
    hidden: Sequence[str],
    options: ReadOptions,
    *,
    media_type: str,
    reader: str,
) -> tuple[Document, ...]:
    """The reports of a workbook; ``hidden`` names the sheets that the file hides.

    ``ReadError`` (``empty``) where no sheet shows anything.
    """
    known = [(sheet, blocks_in(sheet, options.max_cells)) for sheet in sheets]
    known = [(sheet, blocks) for sheet, blocks in known if blocks]
    general = tuple(f"隐藏的工作表“{name}”没有读取。" for name in hidden)
    if not known:
        extra = "（只有隐藏的工作表）" if hidden else ""
        raise ReadError("empty", f"工作簿里没有任何内容{extra}；请检查后重新导出。")
    groups = _groups([blocks for _, blocks in known])
    made: list[Document] = []
    for group in groups:
        builder = Builder(options)
        remarks: list[str] = list(general)
        for index in group:
            sheet, blocks = known[index]
            _write(builder, sheet.name, blocks)
            remarks.extend(_remarks(sheet))
        document = builder.document(media_type, reader, empty="工作簿里没有任何文字")
        member = known[group[0]][0].name if len(groups) > 1 else None
        made.append(replace(document, member=member, remarks=tuple(remarks)))
    return tuple(made)


def _remarks(sheet: Sheet) -> list[str]:
    found: list[str] = []
    rows, cols = len(sheet.hidden_rows), len(sheet.hidden_cols)
    if rows or cols:
        what = "、".join(f"{n} {w}" for n, w in ((rows, "行"), (cols, "列")) if n)
        found.append(f"工作表“{sheet.name}”中隐藏的 {what}没有读取。")
    if sheet.empty_formulas:
        found.append(
            f"工作表“{sheet.name}”有 {sheet.empty_formulas} 个公式没有保存计算结果，按空白读取；"
            "请用 Excel 或 WPS 打开并保存后重新送审。"
        )
    return found


def _write(builder: Builder, name: str, blocks: Sequence[Block]) -> None:
    if not isinstance(blocks[0], Line) and not _DEFAULT_NAME.fullmatch(name.strip()):
        builder.paragraph(name, Place(sheet=name))
    for block in blocks:
        if isinstance(block, Line):
            for line in block.text.split(INNER_BREAK):
                if line.strip():
                    builder.paragraph(line, block.at)
        else:
            builder.table(block)


def _groups(sheets: Sequence[Sequence[Block]]) -> list[list[int]]:
    """Numbers of the sheets that make up each report; a sheet without a table goes to the next."""
    named = [_names(blocks) for blocks in sheets]
    tabled = [any(not isinstance(block, Line) for block in blocks) for blocks in sheets]
    with_table = [names for names, has in zip(named, tabled, strict=True) if has]
    keys: list[str | None] | None = None
    if all(project for project, _ in with_table):
        keys = [project for project, _ in named]
    elif all(unit for _, unit in with_table):
        keys = [unit for _, unit in named]
    if keys is None or len({k for k, has in zip(keys, tabled, strict=True) if has}) < 2:
        return [list(range(len(sheets)))]
    groups: dict[str, list[int]] = {}
    waiting: list[int] = []
    for index, key in enumerate(keys):
        waiting.append(index)
        if key is not None and tabled[index]:
            groups.setdefault(key, []).extend(waiting)
            waiting = []
    list(groups.values())[-1].extend(waiting)
    return list(groups.values())


def _names(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """The project and the unit that a sheet names for itself."""
    project = unit = None
    for block in blocks:
        if isinstance(block, Line):
            unit = unit or _labelled(block.text, _UNIT)
            project = project or _labelled(block.text, _PROJECT)
            continue
        project = project or _beside(block, _PROJECT)
        unit = unit or _beside(block, _UNIT)
    return project, unit


def _labelled(text: str, label: re.Pattern[str]) -> str | None:
    plain = re.sub(r"[ \u3000\u00a0\u2028]+", " ", text).strip()
    match = label.match(plain)
    if match is None or not match.group().endswith((":", "：")):
        return None
    words = plain[match.end() :].split()
    return words[0] if words and len(words[0]) >= _SHORTEST else None


def _beside(cells: Sequence[GridCell], label: re.Pattern[str]) -> str | None:
    """The text of the cell behind one that holds nothing but the label."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.col))
    for here, after in pairwise(ordered):
        text = "".join(str(here.words).split())
        value = "".join(str(after.words).split())
        if after.row == here.row and value and label.fullmatch(text):
            return value
        inline = _labelled(str(here.words), label)
        if inline:
            return inline
    return None
