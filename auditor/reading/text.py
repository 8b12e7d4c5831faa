"""Plain text → ``Document``: both table dialects, UTF-8, GB18030, UTF-16, with or without BOM."""

from __future__ import annotations

import bisect
import codecs
from dataclasses import replace

from auditor.core.document import Document, Sentence
from auditor.core.errors import ReadError
from auditor.core.table import Table
from auditor.reading.folding import fold
from auditor.reading.grids import build_table, find_tables
from auditor.reading.headings import Heading, build_sections, heading_of
from auditor.reading.identity import identify
from auditor.reading.lines import Line, lines_of
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.sentences import number_sentences, paragraphs

MAX_BYTES = 40_000_000
MAX_LINE = 2_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """The text of ``data``: by its byte-order mark, else UTF-8, GB18030, UTF-16, all strict.

    ``ReadError`` (``empty``, ``too_large``, ``encoding``) where that can't be a report.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            "too_large",
            f"文件有 {len(data) // 1_000_000} MB，超过文本报告的上限 {MAX_BYTES // 1_000_000} MB；请检查是否误传，或拆分后再送审。",
        )
    text = _decoded(data)
    if not text.strip("\ufeff\u200b \t\r\n\u3000\u00a0\x00"):
        raise ReadError("empty", "文件是空的，没有任何文字；请重新导出或重新上传。")
    if "\x00" in text:
        raise ReadError(
            "unsupported", "文件不是文本（含有二进制内容）；请另存为 txt 或 docx 后再送审。"
        )
    longest = max(len(line) for line in text.split("\n"))
    if longest > MAX_LINE:
        raise ReadError(
            "too_large",
            f"文件中有一行长达 {longest} 个字符，不像报告文本；请检查导出方式后重新导出。",
        )
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable() from error
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    if b"\x00" in data and len(data) % 2 == 0:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if sum("一" <= c <= "鿿" for c in text[:2000]) * 5 > len(text[:2000]):
                return text
    if b"\x00" in data:
        raise ReadError(
            "unsupported", "文件不是文本（含有二进制内容）；请另存为 txt 或 docx 后再送审。"
        )
    raise _undecodable()


def _undecodable() -> ReadError:
    return ReadError(
        "encoding",
        "无法识别文件的文字编码（不是 UTF-8、GB18030 或 UTF-16）；请用 UTF-8 另存后再送审。",
    )


def read_text(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a plain-text file; ids and names are filled in by the caller."""
    text = decode(data)
    breaks = max(text.count("\n"), text.count("\r"))
    if breaks > options.max_lines:
        raise ReadError(
            "too_large",
            f"文件有 {breaks} 行，超过上限 {options.max_lines} 行，不像一份报告；请检查是否误传，或拆分后再送审。",
        )
    document = document_of(text, fold(text))
    cells = sum(len(table.cells) for table in document.tables)
    if cells > options.max_cells:
        raise ReadError("too_large", f"文件中的表格有 {cells} 个单元格，超过上限；请拆分后再送审。")
    return replace(document, reader="text")


def document_of(
    text: str,
    folded: str,
    given: tuple[Table, ...] | None = None,
    *,
    media_type: str = "text/plain",
) -> Document:
    """Sections, sentences, tables and identity of a text.

    ``given`` are tables that a format's own reader found, by spans into ``text``; for ``None`` the
    text dialects are looked for.
    """
    lines = list(lines_of(folded))
    in_table = [False] * len(lines)
    tables = _tables(text, folded, lines) if given is None else given
    starts = [line.start for line in lines]
    for table in tables:
        first = bisect.bisect_right(starts, table.span.start) - 1
        last = bisect.bisect_right(starts, max(table.span.end - 1, table.span.start)) - 1
        in_table[first : last + 1] = [True] * (last + 1 - first)
    headings = _headings(lines, in_table, tables)
    sections = build_sections(headings, len(text))
    is_heading = {heading.line.number for heading in headings}
    body = [not in_table[line.number] and line.number not in is_heading for line in lines]
    sentences = _sentences(lines, body, headings, folded)
    front = _front(lines, headings)
    tail = "\n".join(line.text for line in lines[-12:] if body[line.number])
    return Document(
        id="",
        key="",
        source_name="",
        media_type=media_type,
        text=text,
        folded=folded,
        sections=sections,
        sentences=sentences,
        tables=tables,
        identity=identify(front, folded, tables, tail),
    )


def _tables(text: str, folded: str, lines: list[Line]) -> tuple[Table, ...]:
    tables: list[Table] = []
    last = -1
    for number, raw in enumerate(find_tables(lines, folded, text), start=1):
        table = build_table(raw, folded, lines, f"t{number}")
        if tables and not table.caption and all(line.empty for line in lines[last + 1 : raw.first]):
            above = tables[-1]
            table = replace(
                table,
                caption=above.caption,
                caption_span=above.caption_span,
                unit=table.unit or above.unit,
            )
        tables.append(table)
        last = raw.last
    return tuple(tables)


def _headings(lines: list[Line], in_table: list[bool], tables: tuple[Table, ...]) -> list[Heading]:
    captions = {t.caption_span.start for t in tables if t.caption_span is not None}
    headings: list[Heading] = []
    front = True
    for line in lines:
        if line.empty or in_table[line.number]:
            continue
        heading = heading_of(line, in_front=front)
        lead = line.start + len(line.text) - len(line.text.lstrip())
        if (
            heading is None
            and lead in captions
            and not line.text.strip().endswith(("。", ":", ","))
        ):
            heading = Heading(line, 5, "", line.text.strip())
        if heading is None:
            front = False
            continue
        if heading.number and not heading.number.startswith("附"):
            front = False
        headings.append(heading)
    return headings


def _front(lines: list[Line], headings: list[Heading]) -> str:
    """The title: the first heading lines, up to the first body line or numbered heading."""
    known = {heading.line.number: heading for heading in headings}
    title: list[str] = []
    for line in lines[:40]:
        if line.empty:
            continue
        heading = known.get(line.number)
        if heading is None or (heading.number and not heading.number.startswith("附")):
            break
        title.append(line.text.strip())
    return "\n".join(title)


def _sentences(
    lines: list[Line], body: list[bool], headings: list[Heading], folded: str
) -> tuple[Sentence, ...]:
    starts = [heading.line.start for heading in headings]
    found: list[Sentence] = []
    for number, span in enumerate(paragraphs(lines, body)):
        at = bisect.bisect_right(starts, span.start) - 1
        found.extend(number_sentences(span, number, at if at >= 0 else None, folded))
    return tuple(found)
