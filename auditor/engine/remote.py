"""Inputs by URL: what fsspec knows (s3, hdfs, http, memory …), listed here and read where needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from auditor.core.errors import ReadError, UsageError
from auditor.engine.source import Input
from auditor.reading.names import wanted
from auditor.reading.scratch import scratch


def is_url(given: object) -> bool:
    """Whether an argument is a URL and no path."""
    return isinstance(given, str) and "://" in given


def find_remote(url: str) -> Iterator[Input]:
    """The files at ``url``, below it where it is a folder. ``UsageError`` where nothing is there."""
    files, root = _files(url)
    try:
        names = [root] if files.isfile(root) else sorted(files.find(root))
    except (OSError, ValueError) as error:
        raise UsageError(f"无法列出 {url}：{error}") from error
    if not names:
        raise UsageError(f"找不到输入 {url}；请检查地址。")
    for name in names:
        key = PurePosixPath(name).name if name == root else _below(root, name)
        parts = PurePosixPath(key).parts
        if name == root or (wanted(parts[-1]) and not any(p.startswith(".") for p in parts)):
            yield Input(Path(parts[-1]), key, url=files.unstrip_protocol(name))


def _below(root: str, name: str) -> str:
    return name[len(root.rstrip("/")) :].lstrip("/") if name.startswith(root.rstrip("/")) else name


def state_of(url: str) -> str | None:
    """What changes when the file does, as its store tells without reading it; ``None`` if gone."""
    files, path = _files(url)
    try:
        return hashlib.sha256(str(files.ukey(path)).encode()).hexdigest()
    except (OSError, NotImplementedError):
        return None


@contextmanager
def fetched(item: Input) -> Iterator[Input]:
    """The input as a file of this machine: a remote one is copied and removed again.

    ``ReadError`` ``unreadable`` where it can't be fetched.
    """
    if not item.url:
        yield item
        return
    files, path = _files(item.url)
    with scratch() as folder:
        here = folder / item.path.name
        try:
            files.get_file(path, str(here))
        except OSError as error:
            message = f"无法读取 {item.url}：{error.strerror or error}；请检查连接和权限。"
            raise ReadError("unreadable", message) from error
        yield replace(item, path=here, name=item.source_name, url="")


def _files(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        message = "按网址读取需要另行安装：pip install 'auditor[cluster]'。"
        raise UsageError(message) from error
    try:
        files, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"无法打开 {url}：{error}") from error
    return files, str(path)
