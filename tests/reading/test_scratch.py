from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.reading.scratch import scratch, swept

_HELD = """
import os, sys, time
from auditor.reading.scratch import scratch
with scratch() as folder:
    (folder / "1.txt").write_text("x")
    print(folder.parent, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    swept.cache_clear()
    yield
    swept.cache_clear()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process in its folder, and that folder, two hours old."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HELD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)},
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    _age(folder, 2)
    yield process, folder
    process.kill()
    process.wait()
    process.stdout.close()


def _age(folder: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(folder, (then, then))


def test_it_is_empty_and_gone_afterwards(tmp_path: Path) -> None:
    with scratch() as folder:
        assert list(folder.iterdir()) == []
        assert tmp_path in folder.parents
        (folder / "1.docx").write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


def test_it_is_gone_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), scratch():
        raise ValueError("no")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed(held: tuple[subprocess.Popen[str], Path]) -> None:
    process, folder = held
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait()
    assert (folder / "0" / "1.txt").exists()
    with scratch():
        assert not folder.exists()


def test_the_folder_of_a_living_process_stays(held: tuple[subprocess.Popen[str], Path]) -> None:
    _, folder = held
    with scratch():
        assert (folder / "0" / "1.txt").exists()


def test_a_young_one_stays(held: tuple[subprocess.Popen[str], Path]) -> None:
    process, folder = held
    process.kill()
    process.wait()
    _age(folder, 0.5)
    with scratch():
        assert folder.exists()


def test_folders_without_a_lock_are_not_ours(tmp_path: Path) -> None:
    other = tmp_path / "auditor-reports"
    other.mkdir()
    _age(other, 48)
    with scratch():
        assert other.exists()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".lock").touch()
    (tmp_path / "auditor-1").symlink_to(elsewhere)
    folder = tmp_path / "auditor-2"
    folder.mkdir()
    (folder / ".lock").symlink_to(elsewhere / ".lock")
    _age(elsewhere, 48)
    _age(folder, 48)
    with scratch():
        assert (elsewhere / ".lock").exists()
        assert folder.exists()
