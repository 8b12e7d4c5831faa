"""Full disks, held files, drives that are gone, two runs at once: a plain word, nothing lost."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.core.errors import RunError, UsageError
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.lock import sole_writer
from auditor.engine.store import RunStore
from auditor.engine.trouble import told_plainly
from auditor.reporting import write_run
from tests.engine.small import outputs, write_reports


def audited(source: Path, out: Path, **options: object) -> None:
    run = audit_inputs([source], RunOptions(out=out, **options))  # type: ignore[arg-type]
    with told_plainly(out):
        write_run(out, run)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OSError(errno.ENOSPC, "no space", "findings.jsonl"), "磁盘空间不足.*findings.jsonl"),
        (PermissionError(errno.EACCES, "denied", "index.html"), "无法写入 index.html.*占用"),
        (OSError(errno.EIO, "I/O error", "x"), "网络驱动器可能已断开"),
        (OSError(errno.EFBIG, "too big"), "too big"),
        (sqlite3.OperationalError("database or disk is full"), "磁盘空间不足"),
        (sqlite3.OperationalError("database is locked"), "被另一个程序占用"),
        (sqlite3.DatabaseError("database disk image is malformed"), "已损坏.*--fresh"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "只读"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
    ],
)
def test_each_trouble_has_its_word(tmp_path: Path, error: Exception, word: str) -> None:
    with pytest.raises(RunError, match=word) as caught, told_plainly(tmp_path):
        raise error
    assert caught.value.__cause__ is error


def test_a_full_disk_while_results_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_reports(tmp_path / "in", 4)
    audited(source, tmp_path / "whole")
    out, put = tmp_path / "out", RunStore.put

    def full(self: RunStore, key: str, *args: object, **kwargs: object) -> None:
        if key.startswith("0002"):
            self._db.execute("PRAGMA max_page_count=1")
        put(self, key, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "put", full)
        with pytest.raises(RunError, match=r"磁盘空间不足.*再次运行"):
            audited(source, out)
    done: list[int] = []
    audited(source, out, progress=lambda n, total, key: done.append(n))
    assert done[0] == 2
    assert outputs(out) == outputs(tmp_path / "whole")


def test_a_full_disk_while_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_reports(tmp_path / "in", 3)
    audited(source, tmp_path / "whole")
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", _no_space)
        with pytest.raises(RunError, match="磁盘空间不足"):
            audited(source, out)
    assert not (out / "run.json").exists()
    audited(source, out)
    assert outputs(out) == outputs(tmp_path / "whole")


def _no_space(path: Path, data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def test_a_full_disk_at_the_end_of_a_growing_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = write_reports(tmp_path / "in", 2), tmp_path / "out"
    audited(source, out)
    before = outputs(out)
    close = io.TextIOWrapper.close

    def full(self: io.TextIOWrapper) -> None:
        close(self)
        if self.name.endswith(".ticks.jsonl.part"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.name)

    class Wrapper(io.TextIOWrapper):
        close = full

    def opened(path: Path, *args: object, **kwargs: object) -> Wrapper:
        return Wrapper(path.open("wb"), encoding="utf-8", newline="")  # type: ignore[arg-type]

    monkeypatch.setattr("auditor.reporting.files._open", opened)
    with pytest.raises(RunError, match="磁盘空间不足"):
        audited(source, out)
    assert outputs(out).keys() >= before.keys()
    assert outputs(out)["ticks.jsonl"] == before["ticks.jsonl"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in", 1)
    (tmp_path / "out").write_text("x")
    with pytest.raises(RunError, match="无法写入"):
        audited(source, tmp_path / "out")


def test_a_store_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    source, out = write_reports(tmp_path / "in", 2), tmp_path / "out"
    audited(source, tmp_path / "whole")
    out.mkdir()
    (out / "run.sqlite").write_bytes("我不是数据库".encode() * 500)
    audited(source, out)
    assert (out / "run.sqlite.damaged").read_bytes().startswith("我不是".encode())
    assert outputs(out) == outputs(tmp_path / "whole")


def test_two_runs_at_once(tmp_path: Path) -> None:
    source, out = write_reports(tmp_path / "in", 1), tmp_path / "out"
    out.mkdir()
    with (
        sole_writer(out),
        pytest.raises(UsageError, match="另一个审核"),
    ):
        audited(source, out)
    assert not (out / ".auditor.lock").exists()
    audited(source, out)


def test_the_lock_dies_with_its_holder(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from auditor.engine.lock import sole_writer\n"
        "with sole_writer(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert done.returncode < 0
    assert (tmp_path / ".auditor.lock").exists()
    with sole_writer(tmp_path):
        pass


def test_an_input_that_vanishes_is_a_failure_of_its_own(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in", 3)
    names = sorted(path.name for path in source.iterdir())

    def take_away(done: int, total: int, key: str) -> None:
        if done == 1:
            (source / names[2]).unlink()

    run = audit_inputs([source], RunOptions(out=tmp_path / "out", progress=take_away))
    assert [failure.file for failure in run.failures] == [names[2]]
    assert len(run.analyses) == 2
