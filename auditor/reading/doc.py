"""Legacy Word (.doc, .wps) and RTF: converted to docx, then read as one.

msdoc2docx (extra ``legacy``) comes first: pure Python and as faithful as LibreOffice on what was
tried (FORMATS.md). LibreOffice takes what it refuses or visibly loses; ``Document.reader`` says
which of the two it was.
"""

from __future__ import annotations

import struct
from dataclasses import replace

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading.docx import read_docx
from auditor.reading.formats import missing
from auditor.reading.office import office, to_docx
from auditor.reading.ole import root_streams
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.scratch import scratch

MEDIA_TYPE = "application/msword"
RTF = "application/rtf"
_CLASS_ID = slice(8, 24)
_FAITHFUL = 0.5
_FIB = b"\xec\xa5"


def read_doc(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of a .doc or .wps. ``ReadError``: ``encrypted``, ``damaged``, ``missing_extra``."""
    fault = missing("旧版 Word 文档", "legacy")
    document: Document | None = None
    try:
        document = _by_doc2docx(data, options)
    except ReadError as error:
        if error.reason == "encrypted":
            raise
        fault = error
    if document is not None and len(document.text) >= _FAITHFUL * _promised(data):
        return document
    program = office()
    if program is None:
        if document is not None:
            return document
        raise fault
    read = _by_office(program, data, ".doc", MEDIA_TYPE, options)
    return read if document is None or len(read.text) > len(document.text) else document


def read_rtf(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The document of an RTF file, which LibreOffice alone reads."""
    program = office()
    if program is None:
        raise ReadError(
            "missing_tool",
            "读取 RTF 需要安装 LibreOffice；请安装，或用 Word 另存为 docx 后再送审。",
        )
    return _by_office(program, data, ".rtf", RTF, options)


def refuse_encrypted(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """An Office file behind a password (``EncryptedPackage`` in an OLE2 shell)."""
    raise ReadError("encrypted", "Office 文件已加密；请取消密码后重新送审。")


def refuse_other(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """An OLE2 file that is neither Word nor Excel, or that is not whole."""
    if root_streams(data):
        raise ReadError("unsupported", "暂不能读取该旧版 Office 文件；请另存为 docx 后再送审。")
    raise ReadError(
        "damaged", "旧版 Office 文件已损坏或不完整；请重新上传，或另存为 docx 后再送审。"
    )


def _by_doc2docx(data: bytes, options: ReadOptions) -> Document:
    try:
        import doc2docx
        from doc2docx.errors import EncryptedDocumentError
    except ImportError as error:
        raise missing("旧版 Word 文档", "legacy") from error
    with scratch() as folder:
        source, made = folder / "1.doc", folder / "1.docx"
        # WPS writes a class id where [MS-CFB] wants zeros; the converter refuses it otherwise.
        source.write_bytes(data[:8] + bytes(16) + data[_CLASS_ID.stop :])
        try:
            doc2docx.convert(source, made)
        except EncryptedDocumentError as error:
            raise ReadError("encrypted", "文档已加密；请取消密码后重新送审。") from error
        except MemoryError:
            raise
        except Exception as error:
            # A young converter on hostile input: whatever it raises, the file is at fault.
            message = f"旧版 Word 文档无法转换（{error}）；请用 Word 另存为 docx 后再送审。"
            raise ReadError("damaged", message) from error
        converted = made.read_bytes()
    return replace(read_docx(converted, options), media_type=MEDIA_TYPE, reader="doc2docx")


def _by_office(
    program: str, data: bytes, suffix: str, media_type: str, options: ReadOptions
) -> Document:
    document = read_docx(to_docx(program, data, suffix, options), options)
    return replace(document, media_type=media_type, reader="soffice")


def _promised(data: bytes) -> int:
    """How many characters the main text has by the file's own count ([MS-DOC] ccpText), else 0."""
    for at in range(512, min(len(data), 1_000_000), 512):
        if data[at : at + 2] == _FIB:
            try:
                count: int = struct.unpack_from("<i", data, at + 0x4C)[0]
            except struct.error:
                return 0
            return count if 0 < count < len(data) else 0
    return 0
