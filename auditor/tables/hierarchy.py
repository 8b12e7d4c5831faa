"""Which rows are parts of which row: indentation, 其中, numbering, and the known identities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor.core.swift import swift
from auditor.core.table import RowParts
from auditor.tables.grid import Grid
from auditor.tables.vocabulary import ELLIPSIS, FUND_TOTAL, squeeze

_STYLES: dict[str, re.Pattern[str]] = {
    "1、": re.compile(r"^(\d{1,2})[、.](?!\d)"),
    "(1)": re.compile(r"^\((\d{1,2})\)"),
    "①": re.compile(r"^([①②③④⑤⑥⑦⑧⑨])"),
    "一、": re.compile(r"^([一二三四五六七八九十])[、.]"),
    "(一)": re.compile(r"^\(([一二三四五六七八九十])\)"),
}
_ORDINALS = {
    mark: at for marks in ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨") for at, mark in enumerate(marks, 1)
}
_AMONG = re.compile(r"^其中[:,、]?|^#")
_SUMMED_PARENT = re.compile(r"合计|总计|小计|总额|总数|支出$|收入$|经费$")
"""What rows numbered 一、二、 may stand under; other labels above them head nothing."""
COMPLETE_PARENT = re.compile(
    r"[\"“]?三公[\"”]?经费(?:支出)?(?:合计|总额)?$|年度资金(?:总额|总计|合计)|资金总额|^支出合计|^收入合计"
)
_BY_NATURE = re.compile(r"基本支出|项目支出")
_THREE_PUBLIC = re.compile(r"公务用车|公车|出国|公务接待|接待费")


@swift
@dataclass(frozen=True, slots=True)
class Label:
    """A row's label: where it stands, its plain text, its markers and indentation."""

    row: int
    text: str
    indent: int
    number: int | None
    among: bool
    style: str = ""


def _numbering(plain: str) -> tuple[str, int, int] | None:
    """Style, number and length of the mark that a label begins with."""
    for style, pattern in _STYLES.items():
        match = pattern.match(plain)
        if match:
            mark = match.group(1)
            return style, int(mark) if mark.isdecimal() else _ORDINALS[mark], match.end()
    return None


@lru_cache(maxsize=8_192)
def clean_label(text: str) -> str:
    """The label without numbering, 其中 and closing colon: ``其中:1、公车购置:`` → ``公车购置``."""
    plain = squeeze(text)
    for _ in range(2):
        plain = _AMONG.sub("", plain)
        found = _numbering(plain)
        plain = plain[found[2] :] if found else plain
    return plain.rstrip(":、,")


def read_label(grid: Grid, row: int, document_text: str) -> Label | None:
    """The label in the first filled cell of the row, if that is no number."""
    cell = next((cell for cell in grid.rows[row] if cell.text), None)
    if cell is None or not re.search(r"[一-鿿A-Za-z…]", cell.text):
        return None
    start = cell.span.start
    indent = 0
    while start > 0 and document_text[start - 1] in " \u3000\u00a0":
        start -= 1
        indent += 2 if document_text[start] == "\u3000" else 1
    plain = squeeze(cell.text)
    style, number, _ = _numbering(plain) or ("", None, 0)
    return Label(row, plain, indent, number, bool(_AMONG.match(plain)), style)


def find_parts(grid: Grid, document_text: str) -> tuple[RowParts, ...]:
    """All parent–parts relations of the grid's label column."""
    groups: list[RowParts] = []
    run: list[Label] = []
    for row in range(len(grid.rows)):
        label = read_label(grid, row, document_text)
        if grid.headers[row] or label is None:
            groups.extend(_relations(grid, run))
            run = []
            continue
        run.append(label)
    groups.extend(_relations(grid, run))
    return tuple(sorted(groups, key=lambda g: (g.parent, g.parts)))


def _relations(grid: Grid, labels: list[Label]) -> list[RowParts]:
    children: dict[int, list[Label]] = {}
    marked: dict[int, bool] = {}
    plain: Label | None = None
    items: list[Label] = []
    among_parent: Label | None = None
    for index, label in enumerate(labels):
        if ELLIPSIS.match(label.text):
            continue
        if label.among:
            among_parent = items[-1] if items else plain
            if among_parent is not None:
                children.setdefault(among_parent.row, []).append(label)
                marked[among_parent.row] = True
        elif label.number is not None:
            among_parent = None
            above = _above(items, plain, label)
            if above is not None:
                children.setdefault(above.row, []).append(label)
            items.append(label)
        elif among_parent is not None and _continues(labels, index, among_parent):
            children[among_parent.row].append(label)
        else:
            plain, items, among_parent = label, [], None
    by_row = {label.row: label for label in labels}
    children = {parent: _spent(parts) for parent, parts in children.items()}
    return [
        RowParts(
            grid.table.id,
            parent,
            tuple(part.row for part in parts),
            _complete(by_row[parent], parts, marked.get(parent, False)),
        )
        for parent, parts in children.items()
    ]


def _spent(parts: list[Label]) -> list[Label]:
    """Kinds of spending that add up: 三公经费 is paid out of 基本支出 and 项目支出 beside it."""
    if not any(_BY_NATURE.search(part.text) for part in parts):
        return parts
    return [part for part in parts if "三公" not in part.text]


def _above(items: list[Label], plain: Label | None, label: Label) -> Label | None:
    """The row that a numbered one stands under; closes the items of ``items`` that it ends."""
    styles = [item.style for item in items]
    if label.style in styles:
        del items[styles.index(label.style) :]
    if items:
        return items[-1]
    if plain is None or label.style not in ("一、", "(一)"):
        return plain
    return plain if _SUMMED_PARENT.search(clean_label(plain.text)) else None


def _continues(labels: list[Label], index: int, parent: Label) -> bool:
    """Whether an unmarked label goes on with the 其中 list before it.

    It does when it is indented deeper than the parent, when the numbering of the parent's own
    list resumes behind it, or in the funds block, whose parts are prescribed.
    """
    label = labels[index]
    if label.indent > parent.indent and label.indent > 0:
        return True
    if FUND_TOTAL.search(parent.text):
        return bool(re.search(r"拨款|结转|其他|资金|配套|自筹", label.text))
    if parent.number is None:
        return False
    later = next((other for other in labels[index + 1 :] if other.number is not None), None)
    return later is not None and later.number == parent.number + 1


def _complete(parent: Label, parts: list[Label], marked: bool) -> bool:
    if COMPLETE_PARENT.search(clean_label(parent.text)):
        if "三公" in parent.text:
            return len(parts) >= 3 or sum(bool(_THREE_PUBLIC.search(p.text)) for p in parts) >= 3
        return len(parts) >= 2
    numbers = [part.number for part in parts]
    return not marked and len(parts) >= 2 and numbers == list(range(1, len(parts) + 1))
