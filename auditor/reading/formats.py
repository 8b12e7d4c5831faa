"""The one table from content to reader. Content decides, never the name.

Readers are named by import path and imported when a file needs them, so that a format whose
extra isn't installed costs one line.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.plugins import values
from auditor.reading.ole import SIGNATURE, root_streams
from auditor.reading.options import ReadOptions

if TYPE_CHECKING:
    from auditor.reading.archive import Budget, Member

Reader = Callable[[bytes, ReadOptions], Document | tuple[Document, ...]]
Opener = Callable[[BinaryIO, str, "Budget"], Iterator["Member"]]

_OFFICE = "application/vnd.openxmlformats-officedocument."
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|script|link|table|center|div|h1|p)\b",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    ``detect`` sees the whole content; ``reader`` is ``module:function``, ``None`` for a kind that
    is known but not read; ``extra`` is the extra of this package that the reader may need. The
    ``reader`` of a ``container`` lists its members.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    detect: Callable[[bytes], bool]
    reader: str | None = None
    extra: str | None = None
    container: bool = False


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


def _office(part: str) -> Callable[[bytes], bool]:
    """An OOXML package with a folder ``part``; a cut-off one is known by its bytes."""

    def detect(data: bytes) -> bool:
        if not data.startswith(b"PK"):
            return False
        names = _zip_names(io.BytesIO(data))
        if names is None:
            return data[30:].startswith((b"[Content_Types].xml", b"_rels/", part.encode()))
        return _is_office(names, part)

    return detect


def _zip_names(source: BinaryIO | Path) -> list[str] | None:
    try:
        with zipfile.ZipFile(source) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return None


def _is_office(names: list[str], part: str) -> bool:
    """Whether a zip is a package and no archive that has a folder of such a name by chance."""
    main = f"{part}document.xml" in names or f"{part}workbook.xml" in names
    typed = "[Content_Types].xml" in names and any(name.startswith(part) for name in names)
    return main or typed


def _ole_holds(*streams: str) -> Callable[[bytes], bool]:
    """An OLE2 file with such a stream at its root; a cut-off one is known by its bytes."""
    marks = tuple(name.encode("utf-16-le") + b"\0\0" for name in streams)

    def detect(data: bytes) -> bool:
        if not data.startswith(SIGNATURE):
            return False
        names = root_streams(data)
        return not names.isdisjoint(streams) if names else any(mark in data for mark in marks)

    return detect


def _webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _bmp(data: bytes) -> bool:
    """“BM” may begin a text too; the reserved bytes behind the size may not."""
    return data[:2] == b"BM" and data[6:10] == b"\0\0\0\0"


def _tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def _html(data: bytes) -> bool:
    head = data[:4000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    return _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _mht(data: bytes) -> bool:
    head = data[:4000].lower()
    return b"mime-version:" in head and b"multipart/related" in head and b"\0" not in head


FORMATS: tuple[Format, ...] = (
    Format("Word 文档", _OFFICE + "wordprocessingml.document", (".docx", ".docm"),
           _office("word/"), "auditor.reading.docx:read_docx"),
    Format("Excel 工作簿", _OFFICE + "spreadsheetml.sheet", (".xlsx", ".xlsm"),
           _office("xl/"), "auditor.reading.xlsx:read_xlsx"),
    Format("加密的 Office 文件", "application/x-ole-storage", (), _ole_holds("EncryptedPackage"),
           "auditor.reading.doc:refuse_encrypted"),
    Format("旧版 Word 文档", "application/msword", (".doc", ".wps"), _ole_holds("WordDocument"),
           "auditor.reading.doc:read_doc", "legacy"),
    Format("旧版 Excel 工作簿", "application/vnd.ms-excel", (".xls", ".et"),
           _ole_holds("Workbook", "Book"), "auditor.reading.xls:read_xls", "legacy"),
    Format("旧版 Office 文件", "application/x-ole-storage", (), _starts(SIGNATURE),
           "auditor.reading.doc:refuse_other"),
    Format("RTF 文档", "application/rtf", (".rtf",), _starts(b"{\\rtf"),
           "auditor.reading.doc:read_rtf"),
    Format("PDF", "application/pdf", (".pdf",), lambda data: b"%PDF-" in data[:1024],
           "auditor.reading.pdf:read_pdf", "ocr"),
    Format("PNG 图片", "image/png", (".png",), _starts(b"\x89PNG"),
           "auditor.reading.ocr:read_image", "ocr"),
    Format("JPEG 图片", "image/jpeg", (".jpg", ".jpeg"), _starts(b"\xff\xd8\xff"),
           "auditor.reading.ocr:read_image", "ocr"),
    Format("TIFF 图片", "image/tiff", (".tif", ".tiff"), _starts(b"II*\0", b"MM\0*"),
           "auditor.reading.ocr:read_image", "ocr"),
    Format("BMP 图片", "image/bmp", (".bmp",), _bmp,
           "auditor.reading.ocr:read_image", "ocr"),
    Format("WEBP 图片", "image/webp", (".webp",), _webp,
           "auditor.reading.ocr:read_image", "ocr"),
    Format("GIF 图片", "image/gif", (), _starts(b"GIF8")),
    Format("RAR 压缩包", "application/vnd.rar", (".rar",), _starts(b"Rar!\x1a\x07"),
           "auditor.reading.rars:rar_members", "archives", container=True),
    Format("7z 压缩包", "application/x-7z-compressed", (".7z",), _starts(b"7z\xbc\xaf\x27\x1c"),
           "auditor.reading.sevens:seven_members", "archives", container=True),
    Format("tar 压缩包", "application/x-tar", (".tar", ".tgz", ".gz", ".bz2", ".xz"),
           lambda data: data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")) or _tar(data),
           "auditor.reading.tars:tar_members", container=True),
    Format("zip 压缩包", "application/zip", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06"),
           "auditor.reading.archive:zip_members", container=True),
    Format("网页归档", "multipart/related", (".mht", ".mhtml"), _mht,
           "auditor.reading.html:read_mht"),
    Format("网页", "text/html", (".html", ".htm"), _html, "auditor.reading.html:read_html"),
    Format("文本", "text/plain", (".txt", ".md", ".text"), lambda _: True,
           "auditor.reading.text:read_text"),
)  # fmt: skip


@cache
def formats() -> tuple[Format, ...]:
    """The formats of plug-ins (group ``auditor.readers``), then ours.

    Theirs go first because a packaged format (OFD) is a zip archive to ours.
    """
    return (*(known for _, known in values("auditor.readers", Format)), *FORMATS)


@cache
def suffixes() -> frozenset[str]:
    """What names of reports end with, in lower case."""
    return frozenset(suffix for known in formats() for suffix in known.suffixes)


def format_of(data: bytes) -> Format:
    """The first format whose signature fits; plain text fits everything."""
    return next(known for known in formats() if known.detect(data))


def container_of(path: Path) -> Format | None:
    """The format of an archive on disk, without reading all of it; ``None`` for other files."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    known = next((f for f in formats() if f.container and f.detect(head)), None)
    if known is not None and known.media_type == "application/zip":
        names = _zip_names(path) or []
        if _is_office(names, "word/") or _is_office(names, "xl/"):
            return None
    return known


def reader_of(known: Format) -> Reader:
    """The reader of a format. ``ReadError``: ``unsupported`` or, without its extra, ``missing``."""
    if known.reader is None:
        raise ReadError("unsupported", f"暂不能读取{known.name}；请另存为 docx 或 pdf 后再送审。")
    reader: Reader = _load(known)
    return reader


def opener(known: Format) -> Opener:
    """The function that lists the members of an archive."""
    found: Opener = _load(known)
    return found


def _load(known: Format) -> Any:
    module, _, name = (known.reader or "").partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        if known.extra is None or (error.name or "").startswith("auditor"):
            raise ReadError(
                "unsupported", f"此版本暂不能读取{known.name}；请另存为 docx 后再送审。"
            ) from error
        raise missing(known.name, known.extra) from error


def require(module: str, what: str, extra: str) -> ModuleType:
    """A third-party module that belongs to ``extra``; ``ReadError`` says how to install it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise missing(what, extra) from error


def missing(what: str, extra: str) -> ReadError:
    """The one line about an extra that isn't installed."""
    return ReadError(
        "missing_extra", f"读取{what}需要另外安装组件；请运行 pip install 'auditor[{extra}]'"
    )
