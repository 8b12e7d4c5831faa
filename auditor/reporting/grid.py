"""Rows of a worksheet as XML, put into a workbook that ``xlsxwriter`` made of everything else.

The library writes a cell in some 50 µs, a link in 150; a run has a hundred of each a report.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_ROWS = b"</sheetData>"
_LINKS = re.compile(rb"<hyperlinks>.*</hyperlinks>", re.DOTALL)
_RELATION = re.compile(rb'<Relationship .*"/>', re.DOTALL)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_CODED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_IN_MEMORY = 4_000_000
_CHUNK = 1 << 20


def letters_of(column: int) -> str:
    """The name of a column that counts from 0: ``A``, ``Z``, ``AA``."""
    name, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        name = chr(65 + place) + name
    return name


@dataclass(frozen=True, slots=True)
class _Link:
    """A cell that leads to a file beside the workbook, and a place in it."""

    cell: str
    target: str
    place: str


class Rows:
    """The rows of one sheet below its head, as they come; kept on the disk where they are many."""

    def __init__(self, columns: int) -> None:
        self.last = letters_of(columns - 1)
        self.count = 1
        self.links: list[_Link] = []
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 closed by ``filled``
        self._letters = [letters_of(column) for column in range(columns)]
        self._cells: list[str] = []

    def string(self, column: int, text: str, form: int) -> None:
        """A text without control characters, other than tabs and ends of lines."""
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        cell = f'<c r="{self._letters[column]}{self.count + 1}" s="{form}" t="inlineStr">'
        self._cells.append(f"{cell}<is><t{keep}>{_escaped(text)}</t></is></c>")

    def link(self, column: int, text: str, form: int, target: str) -> None:
        """A text that leads to ``target``, a relative address without blanks."""
        path, _, place = target.partition("#")
        self.links.append(_Link(f"{self._letters[column]}{self.count + 1}", path, place))
        self.string(column, text, form)

    def number(self, column: int, value: float, form: int) -> None:
        """A number."""
        cell = f'<c r="{self._letters[column]}{self.count + 1}" s="{form}">'
        self._cells.append(f"{cell}<v>{value:.16G}</v></c>")

    def end(self, height: float | None = None) -> None:
        """The row is whole; ``height`` is in points."""
        self.count += 1
        tall = ""
        if height is not None:
            tall = f' ht="{int(height * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"'
        if self._cells or tall:
            row = f'<row r="{self.count}"{tall}>{"".join(self._cells)}</row>'
            self.file.write(row.encode("utf-8"))
        self._cells.clear()


def _escaped(text: str) -> str:
    """As the library writes a string: what looks like an escape is escaped."""
    if "_x" in text:
        text = _CODED.sub(r"_x005F\1", text)
    if "\r" in text:
        text = text.replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def filled(book: IO[bytes], sheets: Sequence[Rows], into: IO[bytes]) -> None:
    """``book`` with the rows of its sheets, in their order, below the heads that it has.

    A sheet with links must have one already, which is replaced.
    """
    rows = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)}
    names = {f"xl/worksheets/_rels/sheet{n}.xml.rels": sheet for n, sheet in enumerate(sheets, 1)}
    with (
        zipfile.ZipFile(book) as source,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            made = zipfile.ZipInfo(member.filename, member.date_time)
            made.compress_type = zipfile.ZIP_DEFLATED
            made.external_attr, made.create_system = member.external_attr, member.create_system
            with target.open(made, "w") as file:
                if member.filename in rows:
                    file.writelines(_sheet(content, rows[member.filename]))
                elif member.filename in names:
                    file.writelines(_relations(content, names[member.filename]))
                else:
                    file.write(content)


def _sheet(content: bytes, rows: Rows) -> Iterator[bytes]:
    """The head's row stays; what else the library wrote of the table is ours."""
    size = f'<dimension ref="A1:{rows.last}{rows.count}"/>'
    head, rest = _DIMENSION.sub(size.encode(), content, count=1).split(_ROWS)
    yield head[: head.index(b"</row>") + len(b"</row>")]
    rows.file.seek(0)
    while chunk := rows.file.read(_CHUNK):
        yield chunk
    rows.file.close()
    before, *after = _LINKS.split(_ROWS + rest)
    yield before
    if rows.links:
        yield b"<hyperlinks>"
        for number, link in enumerate(rows.links, start=1):
            place = f' location="{link.place}"' if link.place else ""
            yield f'<hyperlink ref="{link.cell}" r:id="rId{number}"{place}/>'.encode()
        yield b"</hyperlinks>"
    yield from after


def _relations(content: bytes, rows: Rows) -> Iterator[bytes]:
    before, after = _RELATION.split(content)
    yield before
    for number, link in enumerate(rows.links, start=1):
        yield (
            f'<Relationship Id="rId{number}" Type="{_HYPERLINK}"'
            f' Target="{link.target}" TargetMode="External"/>'
        ).encode()
    yield after
