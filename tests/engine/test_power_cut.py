"""Power cuts: whatever of the write-ahead log reached the disk, an input is there whole or not."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from auditor.core.report import Analysis
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.store import RunStore
from auditor.reporting import write_run
from tests.engine.small import outputs, write_reports
from tests.helpers import analysed


def many(count: int) -> tuple[Analysis, ...]:
    return tuple(analysed(f"全年培训{n + 10}人次。") for n in range(count))


def test_a_cut_log_holds_whole_inputs_only(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    store = RunStore(path, lambda _: "m")
    inputs = {f"{n}.xlsx": many(3) for n in range(6)}
    for key, reports in inputs.items():
        store.put(key, reports)
    log = path.with_name("run.sqlite-wal")
    assert log.stat().st_size > 0
    chance = random.Random(3)  # noqa: S311
    sizes = [0, 1, 31, 32, *sorted(chance.randrange(log.stat().st_size) for _ in range(24))]
    seen = set()
    for number, size in enumerate(sizes):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(path, folder / "run.sqlite")
        (folder / "run.sqlite-wal").write_bytes(log.read_bytes()[:size])
        with RunStore(folder / "run.sqlite", lambda _: "m") as cut:
            known = [
                key for key, (first, *_) in inputs.items() if cut.get(key, first.document.sha256)
            ]
            for key in known:
                assert cut.get(key, inputs[key][0].document.sha256) == inputs[key]
            seen.add(len(known))
        with closing(sqlite3.connect(folder / "run.sqlite")) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            counted = "SELECT count(*) FROM report WHERE input NOT IN (SELECT key FROM input)"
            assert db.execute(counted).fetchone() == (0,)
    assert min(seen) == 0
    assert max(seen) >= 4
    store.close()


def test_a_torn_page_in_the_log_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    store = RunStore(path, lambda _: "m")
    (analysis,) = many(1)
    for number in range(5):
        store.put(f"{number}.txt", [analysis])
    data = bytearray(path.with_name("run.sqlite-wal").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(byte ^ 0xFF for byte in data[middle : middle + 64])
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(path, copy / "run.sqlite")
    (copy / "run.sqlite-wal").write_bytes(bytes(data))
    with RunStore(copy / "run.sqlite", lambda _: "m") as torn:
        found = [torn.get(f"{n}.txt", analysis.document.sha256) for n in range(5)]
        assert set(found) <= {(), (analysis,)}
        assert found[0] == (analysis,)
        assert found[-1] == ()
    store.close()


def test_a_run_over_a_cut_store_ends_like_any_other(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in", 4)
    whole, out = tmp_path / "whole", tmp_path / "out"
    for folder in (whole, out):
        write_run(folder, audit_inputs([source], RunOptions(out=folder)))
    data = (out / "run.sqlite").read_bytes()
    (out / "run.sqlite").write_bytes(data[:4096])
    write_run(out, audit_inputs([source], RunOptions(out=out, fresh=True)))
    assert outputs(out) == outputs(whole) | {
        name: data for name, data in outputs(out).items() if name.endswith(".damaged")
    }
