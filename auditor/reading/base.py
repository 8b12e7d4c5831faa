"""Bytes → documents. One file may hold several: a workbook's forms, an archive's members."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.table import Table
from auditor.reading.folding import fold
from auditor.reading.formats import Format, format_of, reader_of
from auditor.reading.names import INSIDE
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.text import document_of


def read_path(path: Path, *, key: str | None = None, options: ReadOptions = DEFAULTS) -> Document:
    """The one document of a file. ``ReadError`` says what is wrong and what to do."""
    return _only(read_file(path, key=key, options=options))


def read_bytes(
    data: bytes,
    source_name: str,
    *,
    key: str | None = None,
    member: str | None = None,
    options: ReadOptions = DEFAULTS,
) -> Document:
    """The one document of ``data``; ``key`` names the input as the user sees it."""
    return _only(read_data(data, source_name, key=key, member=member, options=options))


def read_string(text: str, key: str = "text.txt") -> Document:
    """The document of a string as it stands: nothing is decoded, dropped or refused.

    Ids are those of ``read_bytes(text.encode("utf-8"), key)``.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = replace(document_of(text, fold(text)), reader="text")
    return _finished(document, key, key, None, digest)


def read_file(
    path: Path,
    *,
    key: str | None = None,
    source_name: str | None = None,
    member: str | None = None,
    options: ReadOptions = DEFAULTS,
) -> tuple[Document, ...]:
    """All documents of a file that is no archive: one, or several forms of a workbook.

    ``source_name`` and ``member`` are those of an archive member that stands in a file of its own.
    """
    return read_data(
        content_of(path, options),
        source_name or path.name,
        key=key or path.name,
        member=member,
        options=options,
    )


def content_of(path: Path, options: ReadOptions = DEFAULTS) -> bytes:
    """The bytes of a file. ``ReadError``: ``too_large``, ``no_permission``, ``unreadable``."""
    limit = options.max_bytes
    try:
        size = path.stat().st_size
        if size > limit:
            raise ReadError(
                "too_large",
                f"文件有 {size // 1_000_000} MB，超过上限 {limit // 1_000_000} MB；请拆分后再送审。",
            )
        return path.read_bytes()
    except PermissionError as error:
        raise ReadError("no_permission", "没有读取该文件的权限；请修改文件权限后重试。") from error
    except OSError as error:
        raise ReadError(
            "unreadable", f"无法读取文件（{error.strerror}）；请检查磁盘或网络盘后重试。"
        ) from error


def read_data(
    data: bytes,
    source_name: str,
    *,
    key: str | None = None,
    member: str | None = None,
    options: ReadOptions = DEFAULTS,
) -> tuple[Document, ...]:
    """All documents of ``data``; one inside a container gets its name behind ``!/`` in its key."""
    if not data:
        raise ReadError("empty", "文件是空的（0 字节）；请重新导出或重新上传。")
    known = format_of(data)
    _as_named(known, source_name)
    if known.container:
        raise ReadError(
            "several", f"{known.name}里可能有多份报告；请用 auditor audit 或 auditor.read_all。"
        )
    read = reader_of(known)(data, options)
    documents = read if isinstance(read, tuple) else (read,)
    digest = hashlib.sha256(data).hexdigest()
    name = key or source_name
    return tuple(_finished(document, name, source_name, member, digest) for document in documents)


def _only(documents: tuple[Document, ...]) -> Document:
    if len(documents) != 1:
        names = "、".join(document.member or "" for document in documents[:5])
        raise ReadError(
            "several",
            f"文件里有 {len(documents)} 份报告（{names}）；请用 auditor audit 或 auditor.read_all。",
        )
    return documents[0]


def _as_named(known: Format, source_name: str) -> None:
    """A file that calls itself a Word document and is none says so: it is likely damaged."""
    if not source_name.lower().endswith(".docx") or ".docx" in known.suffixes:
        return
    if known.name == "文本":
        raise ReadError(
            "not_docx",
            "文件名是 .docx，内容却不是 Word 文档（可能已损坏）；请用 Word 打开另存后再送审。",
        )


def _finished(
    document: Document, name: str, source_name: str, member: str | None, digest: str
) -> Document:
    """The document with its names and ids; ids come from content and key."""
    inner = document.member
    key = f"{name}{INSIDE}{inner}" if inner else name
    whole = INSIDE.join(part for part in (member, inner) if part) or None
    identity = hashlib.sha256(f"{key}\0{digest}".encode()).hexdigest()[:12]
    return replace(
        document,
        id=identity,
        key=key,
        source_name=source_name,
        sha256=digest,
        member=whole,
        tables=tuple(_named(table, identity) for table in document.tables),
    )


def _named(table: Table, document_id: str) -> Table:
    return replace(table, id=f"{document_id}-{table.id}")
