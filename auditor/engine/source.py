"""One input of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``key`` is its path as the user sees it, with forward slashes.

    For an archive's member ``path`` is a temporary file, ``key`` is ``a.zip!/b.docx`` and
    ``member`` ``b.docx``. ``name`` is the file's own name where ``path`` doesn't tell it.
    With a ``url`` the file is elsewhere (``remote``) and ``path`` is its name alone.
    """

    path: Path
    key: str
    member: str | None = None
    name: str = ""
    url: str = ""

    @property
    def source_name(self) -> str:
        """The file's own name, without folders."""
        if self.member:
            return PurePosixPath(self.member).name
        return self.name or self.path.name
