"""Papers in LibreOffice. ``make setup-office`` installs it, ``make office`` runs these."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAMS = ("soffice", "libreoffice", "/usr/lib/libreoffice/program/soffice")

Convert = Callable[[Path, str], list[Path]]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """Convert a file by LibreOffice; the files it wrote."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("no LibreOffice on this machine: run `make setup-office`")

    def run(path: Path, kind: str) -> list[Path]:
        target = tmp_path / "converted"
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(target),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return sorted(target.iterdir())

    return run
