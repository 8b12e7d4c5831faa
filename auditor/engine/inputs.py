"""Files, folders and their keys."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditor.core.errors import UsageError
from auditor.reading.names import wanted


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``key`` is its path as the user sees it, with forward slashes.

    For an archive's member ``path`` is a temporary file, ``key`` is ``a.zip!/b.docx`` and
    ``member`` ``b.docx``. ``name`` is the file's own name where ``path`` doesn't tell it.
    """

    path: Path
    key: str
    member: str | None = None
    name: str = ""

    @property
    def source_name(self) -> str:
        """The file's own name, without folders."""
        if self.member:
            return PurePosixPath(self.member).name
        return self.name or self.path.name


def find_inputs(given: Iterable[str | Path | Input]) -> list[Input]:
    """All files of the arguments in a fixed order; folders are searched for known suffixes.

    ``UsageError`` for an argument that doesn't exist. A file named directly is taken whatever its
    suffix. Hidden files, README files and Word's lock files are passed over.
    An ``Input`` is taken as it is.
    """
    found: dict[str, Input] = {}
    for argument in given:
        if isinstance(argument, Input):
            found[argument.key] = argument
            continue
        root = Path(argument)
        if root.is_dir():
            inputs = _in_folder(root)
        elif root.exists():
            inputs = iter([Input(root, root.name)])
        else:
            raise UsageError(f"找不到输入 {argument}；请检查路径。")
        for item in inputs:
            key = item.key if item.key not in found else item.path.as_posix()
            found[key] = Input(item.path, key)
    return [found[key] for key in sorted(found)]


def _in_folder(root: Path) -> Iterator[Input]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if wanted(name):
                yield Input(path, path.relative_to(root).as_posix())
