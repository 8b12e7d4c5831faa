"""Bytes → ``Document``: one table from signature to reader. Content decides, not the name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.table import Table
from auditor.reading.docx import read_docx
from auditor.reading.text import MAX_BYTES, read_text

SUFFIXES = frozenset({".txt", ".md", ".text", ".docx"})
MAX_FILE = 100_000_000

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office（doc、wps、xls）或加密的 Office 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)


def read_path(path: Path, *, key: str | None = None) -> Document:
    """The document of a file. ``ReadError`` says what is wrong and what to do."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ReadError(
                "too_large",
                f"文件有 {size // 1_000_000} MB，超过上限 {MAX_FILE // 1_000_000} MB；请拆分后再送审。",
            )
        data = path.read_bytes()
    except PermissionError as error:
        raise ReadError("no_permission", "没有读取该文件的权限；请修改文件权限后重试。") from error
    except OSError as error:
        raise ReadError(
            "unreadable", f"无法读取文件（{error.strerror}）；请检查磁盘或网络盘后重试。"
        ) from error
    return read_bytes(data, path.name, key=key or path.name)


def read_bytes(
    data: bytes, source_name: str, *, key: str | None = None, member: str | None = None
) -> Document:
    """The document of ``data``; ``key`` names the input as the user sees it."""
    digest = hashlib.sha256(data).hexdigest()
    document = _dispatch(data, source_name)
    name = key or source_name
    identity = hashlib.sha256(f"{name}\0{digest}".encode()).hexdigest()[:12]
    return replace(
        document,
        id=identity,
        key=name,
        source_name=source_name,
        sha256=digest,
        member=member,
        tables=tuple(_named(table, identity) for table in document.tables),
    )


def _named(table: Table, document_id: str) -> Table:
    return replace(table, id=f"{document_id}-{table.id}")


def _dispatch(data: bytes, source_name: str) -> Document:
    if not data:
        raise ReadError("empty", "文件是空的（0 字节）；请重新导出或重新上传。")
    wants_docx = source_name.lower().endswith(".docx")
    for signature, name in _FOREIGN:
        if data.startswith(signature):
            if wants_docx:
                raise ReadError(
                    "not_docx", f"文件名是 .docx，内容却是{name}；请重新导出为 docx 后再送审。"
                )
            raise ReadError("unsupported", f"暂不能读取{name}；请另存为 docx 或 txt 后再送审。")
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    if wants_docx:
        raise ReadError(
            "not_docx",
            "文件名是 .docx，内容却不是 Word 文档（可能已损坏）；请用 Word 打开另存后再送审。",
        )
    if len(data) > MAX_BYTES:
        raise ReadError(
            "too_large",
            f"文件有 {len(data) // 1_000_000} MB，超过文本报告的上限 {MAX_BYTES // 1_000_000} MB；请检查是否误传，或拆分后再送审。",
        )
    return read_text(data)
