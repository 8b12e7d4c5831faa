"""PDF files: text and ruled tables by pypdfium2; pages without text by recognition (``ocr``)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import recognition
from auditor.reading.assembly import assemble
from auditor.reading.builder import Builder
from auditor.reading.characters import page_of
from auditor.reading.formats import missing
from auditor.reading.layout import PageTable, Sheet, sheet_of
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.pages import Page

MEDIA_TYPE = "application/pdf"
_FEW = 40
_NONE = 8
_UNMAPPED = 0.3
_OUTLINES = 200
_PASSWORD = 4
_lock = threading.Lock()


def read_pdf(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a PDF; its origins give page and box, in points, of lines and cells.

    ``ReadError``: ``encrypted``, ``damaged``, ``too_large`` (pages), ``empty``, and
    ``missing_extra`` where pages hold no text and the extra ``ocr`` isn't installed.
    """
    with _opened(data) as pdf:
        sheets, recognised = _sheets(pdf, options)
    builder = Builder(options)
    assemble(sheets, builder)
    reader = "pypdfium2+rapidocr" if recognised else "pypdfium2"
    return builder.document(MEDIA_TYPE, reader, empty="PDF 里没有可读的文字")


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The open file; PDFium must not be used by two threads at a time."""
    with _lock:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
                raise ReadError(
                    "encrypted", "PDF 已加密，需要密码才能打开；请去掉密码后重新送审。"
                ) from error
            raise ReadError(
                "damaged", "PDF 已损坏或不完整，无法打开；请重新导出后再送审。"
            ) from error
        try:
            yield pdf
        finally:
            pdf.close()


def _sheets(pdf: pypdfium2.PdfDocument, options: ReadOptions) -> tuple[list[Sheet], bool]:
    count = len(pdf)
    if count > options.max_pages:
        raise ReadError(
            "too_large",
            f"PDF 有 {count} 页，超过上限 {options.max_pages} 页；请按单位拆分后再送审。",
        )
    found: list[Sheet] = []
    unread: list[int] = []
    for index in range(count):
        sheet, textless = _sheet(pdf, index)
        found.append(sheet)
        if textless:
            unread.append(index)
    wanted = {"always": list(range(count)), "never": []}.get(options.ocr, unread)
    if wanted:
        wanted = _possible(found, wanted)
    if not wanted:
        _not_empty(found, unread)
        return found, False
    for index, sheet in recognition.pdf_pages(pdf, wanted, options):
        if found[index].page.hidden or _size(sheet) >= _size(found[index]):
            found[index] = sheet
    return found, True


def _possible(sheets: list[Sheet], wanted: list[int]) -> list[int]:
    """The pages to recognise; without the extra, ``ReadError`` names those that can't be read.

    A scan with a text layer of its own is read by that layer then.
    """
    if recognition.installed():
        return wanted
    lost = [index for index in wanted if not sheets[index].page.hidden]
    if not lost:
        return []
    numbers = "、".join(str(index + 1) for index in lost[:5]) + ("等" if len(lost) > 5 else "")
    coded = any(sheets[index].page.unmapped for index in lost)
    why = "字体没有字符编码" if coded else "扫描件"
    raise missing(f"PDF 第 {numbers} 页（共 {len(lost)} 页没有可读的文字，{why}）", "ocr")


def _size(sheet: Sheet) -> int:
    """How many characters stand on a sheet."""
    size = 0
    for block in sheet.blocks:
        for line in block.lines() if isinstance(block, PageTable) else (block,):
            size += len(line.text)
    return size


def _sheet(pdf: pypdfium2.PdfDocument, index: int) -> tuple[Sheet, bool]:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError as error:
        raise ReadError(
            "damaged", f"PDF 第 {index + 1} 页已损坏，无法读取；请重新导出后再送审。"
        ) from error
    try:
        content = page_of(page.raw, index + 1)
    finally:
        page.close()
    textless = _textless(content)
    if _meaningless(content):
        content.glyphs = []
    return sheet_of(content), textless


def _letters(page: Page) -> int:
    return sum(1 for glyph in page.glyphs if glyph.text.strip())


def _meaningless(page: Page) -> bool:
    """Whether the fonts don't say which characters their shapes are."""
    letters = _letters(page)
    return letters >= _NONE and page.unmapped > _UNMAPPED * letters


def _textless(page: Page) -> bool:
    """Whether the page's words have to be recognised: a scan, outlines, fonts without meaning."""
    letters = _letters(page)
    if (page.hidden or letters < _FEW) and page.picture > 0.5:
        return True
    drawn = page.picture > 0.02 or page.drawn > _OUTLINES
    return _meaningless(page) or (letters < _NONE and drawn)


def _not_empty(sheets: list[Sheet], unread: list[int]) -> None:
    if unread and not any(sheet.blocks for sheet in sheets):
        raise ReadError(
            "empty",
            f"PDF 的 {len(unread)} 页都没有可读的文字（扫描件）；请去掉 --ocr never 后重新审核。",
        )
