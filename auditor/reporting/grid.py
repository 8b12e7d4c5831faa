"""Rows of a worksheet as XML, put into a workbook that ``xlsxwriter`` made of everything else.

The library writes a cell in some 50 µs, a link in 150; a run has a hundred of each a report.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_ROWS = b"</sheetData>"
_LINKS = re.compile(rb"<hyperlinks>.*</hyperlinks>", re.DOTALL)
_RELATION = re.compile(rb'<Relationship .*"/>', re.DOTALL)
_HYPERLINK = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_CODED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_IN_MEMORY = 4_000_000
_CHUNK = 1 << 20

TEXT, QUOTED, LINK = 1, 2, 3
"""The forms of texts, by their numbers in the workbook; ``QUOTED`` looks like a formula."""
FALLEN = (TEXT, QUOTED)
MAX_LINKS = 60_000


def letters_of(column: int) -> str:
    """The name of a column that counts from 0: ``A``, ``Z``, ``AA``."""
    name, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        name = chr(65 + place) + name
    return name


Link = tuple[bytes, bytes, bytes]
"""The letters of a cell's column, the file that it leads to, a place in it or nothing."""
Made = tuple[bytes, tuple[Link, ...]]
"""A row as XML wherever it will stand, and its links: a place below the others is all it lacks."""

_STYLES = {form: chr(1 + number) for number, form in enumerate(FALLEN)}
"""Characters that no cleaned text holds stand for what only the whole sheet knows."""


class Cells:
    """Makes the rows of a table, one after the other."""

    def __init__(self, columns: int) -> None:
        self._letters = [letters_of(column) for column in range(columns)]
        self._cells: list[str] = []
        self._links: list[Link] = []

    def string(self, column: int, text: str, form: int | str) -> None:
        """A text without control characters, other than tabs and ends of lines."""
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        cell = f'<c r="{self._letters[column]}\0" s="{form}" t="inlineStr">'
        self._cells.append(f"{cell}<is><t{keep}>{_escaped(text)}</t></is></c>")

    def link(self, column: int, text: str, target: str, fallen: int = TEXT) -> None:
        """A text that leads to ``target``, a relative address without blanks.

        It takes the form ``LINK``, or ``fallen`` where a sheet has too many links.
        """
        path, _, place = target.partition("#")
        self._links.append((self._letters[column].encode(), path.encode(), place.encode()))
        self.string(column, text, _STYLES[fallen])

    def number(self, column: int, value: float, form: int) -> None:
        """A number."""
        cell = f'<c r="{self._letters[column]}\0" s="{form}">'
        self._cells.append(f"{cell}<v>{value:.16G}</v></c>")

    def end(self, height: float | None = None) -> Made:
        """The row, which is whole; ``height`` is in points."""
        tall = ""
        if height is not None:
            tall = f' ht="{int(height * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"'
        row = f'<row r="\0"{tall}>{"".join(self._cells)}</row>' if self._cells or tall else ""
        made = row.encode("utf-8"), tuple(self._links)
        self._cells.clear()
        self._links.clear()
        return made


class Rows:
    """The rows of one sheet below its head, as they come; kept on the disk where they are many.

    Of links a sheet takes ``most``; further ones are plain text.
    """

    def __init__(self, columns: int, most: int = MAX_LINKS) -> None:
        self.last = letters_of(columns - 1)
        self.count = 1
        self.links = 0
        # They are closed by ``filled``.
        self.file, self.hyperlinks, self.relations = (
            tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
            for _ in range(3)
        )
        self._most = most

    def add(self, made: Made) -> None:
        """A row more."""
        self.count += 1
        row, links = made
        number = b"%d" % self.count
        if links:
            whole = self.links < self._most
            for form, style in _STYLES.items():
                row = row.replace(style.encode(), b"%d" % (LINK if whole else form))
            if whole:
                for column, path, place in links:
                    self._link(column + number, path, place)
        self.file.write(row.replace(b"\0", number))

    def close(self) -> None:
        """Let go of what was kept."""
        for file in (self.file, self.hyperlinks, self.relations):
            file.close()

    def _link(self, cell: bytes, path: bytes, place: bytes) -> None:
        self.links += 1
        there = b' location="%b"' % place if place else b""
        self.hyperlinks.write(b'<hyperlink ref="%b" r:id="rId%d"%b/>' % (cell, self.links, there))
        self.relations.write(
            b'<Relationship Id="rId%d" Type="%b" Target="%b" TargetMode="External"/>'
            % (self.links, _HYPERLINK, path)
        )


def _escaped(text: str) -> str:
    """As the library writes a string: what looks like an escape is escaped."""
    if "_x" in text:
        text = _CODED.sub(r"_x005F\1", text)
    if "\r" in text:
        text = text.replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def filled(book: IO[bytes], sheets: Sequence[Rows], into: IO[bytes]) -> None:
    """``book`` with the rows of its sheets, which are closed, below the heads that it has.

    ``sheets`` are in their order in the book. A sheet with links must have one already, which is
    replaced.
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
    for sheet in sheets:
        sheet.close()


def _sheet(content: bytes, rows: Rows) -> Iterator[bytes]:
    """The head's row stays; what else the library wrote of the table is ours."""
    size = f'<dimension ref="A1:{rows.last}{rows.count}"/>'
    head, rest = _DIMENSION.sub(size.encode(), content, count=1).split(_ROWS)
    yield head[: head.index(b"</row>") + len(b"</row>")]
    yield from _content(rows.file)
    before, *after = _LINKS.split(_ROWS + rest)
    yield before
    if rows.links:
        yield b"<hyperlinks>"
        yield from _content(rows.hyperlinks)
        yield b"</hyperlinks>"
    yield from after


def _relations(content: bytes, rows: Rows) -> Iterator[bytes]:
    before, after = _RELATION.split(content)
    yield before
    yield from _content(rows.relations)
    yield after


def _content(file: IO[bytes]) -> Iterator[bytes]:
    """All that the file holds."""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
