"""One input: read, analysed; whatever goes wrong with it becomes a ``Failure`` of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.report import Analysis, Failure
from auditor.engine.analyse import analyse
from auditor.engine.packing import Packed
from auditor.engine.reading import read_input
from auditor.engine.source import Input
from auditor.settings import Settings

Outcome = Sequence[Analysis | Packed | Failure]
"""What one input came to: its reports in their order, and what failed."""
Read = Callable[[Input, Settings], tuple[Document, ...]]


def audit_file(
    item: Input, settings: Settings, read: Read = read_input
) -> tuple[Analysis | Failure, ...]:
    """All reports of one file, read and analysed."""
    try:
        documents = read(item, settings)
    except ReadError as error:
        return (failed(item, error),)
    except Exception as error:
        return (_internal(item.key, item.member, error, digest_of(item.path)),)
    return tuple(_analysed(document, settings) for document in documents)


def failed(item: Input, error: ReadError) -> Failure:
    """The failure of an input that could not be read."""
    return Failure(item.key, item.member, error.reason, error.message, digest_of(item.path))


def _analysed(document: Document, settings: Settings) -> Analysis | Failure:
    try:
        return analyse(document, settings)
    except MemoryError:
        raise
    except Exception as error:
        return _internal(document.key, document.member, error, document.sha256)


def _internal(key: str, member: str | None, error: Exception, digest: str | None) -> Failure:
    return Failure(
        key,
        member,
        "internal",
        f"分析该文件时出现内部错误（{type(error).__name__}: {error}）；其他文件不受影响，请把该文件反馈给开发者。",
        digest,
    )


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file's bytes; ``None`` where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
