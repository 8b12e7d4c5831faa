"""Web pages: own rowspan/colspan, GBK pages, menus and hidden parts left out, no network.

FORMATS.md: lxml with own spans keeps 100 % of cells and spans. Forms that a system exports as
``.xls`` are often such pages too; content decides, so they come here.
"""

from __future__ import annotations

import codecs
import email
import re

from lxml import etree

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.builder import INNER_BREAK, Builder, Place
from auditor.reading.html_grid import grid_of, is_layout
from auditor.reading.html_tree import Block, Paragraph, TableNode, blocks_of
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.slots import peeled

MEDIA_TYPE = "text/html"
MAX_BYTES = 40_000_000
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]{1,40})|encoding\s*=\s*[\"']([\w:.-]{1,40})", re.I)  # fmt: skip
_HEAD = 4_096
_BAD_SHARE = 1_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
            "gb_2312-80": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "utf-8": "utf-8",
            "utf8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
            "unicode": "utf-16"}  # fmt: skip
_INLINE = re.compile(r"</?(?:font|span|b|strong|i|em|u|small|big|ins|o:p)\b[^<>]{0,2000}>", re.I)


def read_html(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a page.

    ``ReadError``: ``too_large``, ``encoding``, ``damaged`` (nested too deep to be a page),
    ``empty`` (nothing but menus and scripts).
    """
    if len(data) > MAX_BYTES:
        raise _too_large(data)
    builder = Builder(options)
    _Writer(builder, options).write(blocks_of(parse(decode(data))))
    return builder.document(
        MEDIA_TYPE, "html", empty="网页里没有报告文字（可能由脚本生成，或文字在另一个页面、框架中）"
    )


def read_mht(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a page that was saved as one file (MHTML); ``ReadError`` as ``read_html``."""
    if len(data) > MAX_BYTES:
        raise _too_large(data)
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return read_html(payload, options)
    raise ReadError("empty", "网页归档里没有网页正文；请用浏览器打开原网页后重新保存。")


def decode(data: bytes) -> str:
    """The text of a page: byte-order mark, UTF-8, the declared encoding, GB18030.

    A declared encoding is taken with a stray byte or two, as browsers take it, when none fits
    strictly; a page that holds more is refused.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _declared(data)
    for encoding in ("utf-8", *((declared,) if declared else ()), "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    for encoding in (*((declared,) if declared else ()), "gb18030", "utf-8"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * _BAD_SHARE <= len(text):
            return text
    raise ReadError("encoding", "无法识别网页的文字编码；请用浏览器打开后另存为 UTF-8 网页再送审。")


def _declared(data: bytes) -> str | None:
    """The declared encoding, where it is one that Chinese pages use."""
    for match in _DECLARED.finditer(data[:_HEAD]):
        name = (match.group(1) or match.group(2)).decode("ascii", "ignore").lower()
        if name in _CHINESE:
            return _CHINESE[name]
    return None


def parse(text: str) -> etree._Element:
    """The element tree of a page; no network, no entities of its own.

    libxml2 stops without a word at 2,048 nested elements; pages with unclosed font tags get there,
    so those are taken out and the page is parsed again.
    """
    for source in (text, None):
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
        )
        plain = source if source is not None else _INLINE.sub("", text)
        content = plain.replace("\0", "").encode("utf-8", "replace")
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise ReadError("empty", "网页是空的，没有任何文字；请重新保存网页。") from error
        if root is None:
            raise ReadError("empty", "网页是空的，没有任何文字；请重新保存网页。")
        if not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            return root
    raise ReadError("damaged", "网页的嵌套过深，无法完整读取；请用浏览器打开后另存为 docx 或 txt。")


def _too_large(data: bytes) -> ReadError:
    return ReadError(
        "too_large",
        f"网页有 {len(data) // 1_000_000} MB，超过上限 {MAX_BYTES // 1_000_000} MB；请只保存报告正文后再送审。",
    )


class _Writer:
    """Hands blocks to the builder and counts the paragraphs of the page."""

    def __init__(self, builder: Builder, options: ReadOptions) -> None:
        self._builder = builder
        self._options = options
        self._paragraphs = 0

    def write(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._lines(block.text)
            elif is_layout(block):
                self.write(block.caption)
                for row in block.rows:
                    for cell in row.cells:
                        self.write(cell.blocks)
            else:
                self.write(block.caption)
                self._table(block)

    def _lines(self, text: str) -> None:
        for line in text.split(INNER_BREAK):
            if line.strip():
                self._paragraphs += 1
                self._builder.paragraph(line, Place(paragraph=self._paragraphs))

    def _table(self, table: TableNode) -> None:
        above, cells, below = peeled(grid_of(table, self._options.max_cells))
        for title in above:
            self._lines(str(title.words))
        self._builder.table(cells)
        for note in below:
            self._lines(str(note.words))
