"""Files, folders and their keys."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from auditor.core.errors import UsageError
from auditor.engine.remote import find_remote, is_url
from auditor.engine.source import Input
from auditor.reading.names import wanted


def find_inputs(given: Iterable[str | Path | Input]) -> list[Input]:
    """All files of the arguments in a fixed order; folders are searched for known suffixes.

    ``UsageError`` for an argument that doesn't exist. A file named directly is taken whatever its
    suffix. Hidden files, README files and Word's lock files are passed over.
    An ``Input`` is taken as it is; a URL is read by fsspec (``remote``).
    """
    found: dict[str, Input] = {}
    for argument in given:
        if isinstance(argument, Input):
            found[argument.key] = argument
            continue
        for item in find_remote(str(argument)) if is_url(argument) else _local(Path(argument)):
            key = item.key if item.key not in found else item.url or item.path.as_posix()
            found[key] = replace(item, key=key)
    return [found[key] for key in sorted(found)]


def _local(root: Path) -> Iterator[Input]:
    if root.is_dir():
        return _in_folder(root)
    if root.exists():
        return iter([Input(root, root.name)])
    raise UsageError(f"找不到输入 {root}；请检查路径。")


def _in_folder(root: Path) -> Iterator[Input]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if wanted(name):
                yield Input(path, path.relative_to(root).as_posix())
