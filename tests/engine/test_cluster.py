"""A cluster of two local workers, and inputs by URL: the bytes of a run on one machine."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from auditor.core.errors import ReadError, UsageError
from auditor.engine import RunOptions, audit_inputs
from auditor.engine.inputs import find_inputs
from auditor.engine.remote import fetched, state_of
from auditor.reporting import write_run
from tests.engine.small import outputs, write_reports
from tests.reading.archive_files import zipped

SchedulerPlugin = pytest.importorskip("distributed").SchedulerPlugin
fsspec = pytest.importorskip("fsspec")
pytestmark = pytest.mark.filterwarnings("ignore")


def audited(source: object, out: Path, **options: object) -> Any:
    run = audit_inputs([source], RunOptions(out=out, **options))  # type: ignore[arg-type, list-item]
    write_run(out, run)
    return run


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_reports(tmp_path_factory.mktemp("in"), 20)
    more = write_reports(tmp_path_factory.mktemp("more"), 23)
    packed = sorted(more.iterdir())[20:]
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a package")
    inside = {f"县{n}.txt": path.read_bytes() for n, path in enumerate(packed)}
    (folder / "补报.zip").write_bytes(zipped(inside | {"坏.txt": bytes(range(256))}))
    return folder


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    run = audited(source, out)
    assert run.passages
    assert len(run.failures) == 2
    assert len(run.analyses) == 23
    return out


def test_two_workers_give_the_bytes_of_one_machine(
    source: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One worker is killed on the way; its tasks are done again."""
    from auditor.engine.cluster import Cluster

    killed: list[int] = []
    results = Cluster.results

    def striking(self: Cluster, items: Any) -> Any:
        for found in results(self, items):
            if not killed:
                pids = self.client.run(os.getpid)
                killed.append(min(pids.values()))
                os.kill(killed[0], signal.SIGKILL)
            yield found

    monkeypatch.setattr(Cluster, "results", striking)
    audited(source, tmp_path / "out", engine="dask", jobs=2)
    assert killed
    assert outputs(tmp_path / "out") == outputs(whole)


class Striking(SchedulerPlugin):  # type: ignore[misc]
    """As soon as the shuffle has begun, kills the worker that alone holds what was sent to it."""

    def __init__(self, pids: dict[str, int], note: Path) -> None:
        self.pids, self.note = pids, note

    async def start(self, scheduler: Any) -> None:
        self.tasks = scheduler.tasks

    def transition(self, key: object, start: str, finish: str, *args: Any, **kwargs: Any) -> None:
        if "shuffle" not in str(key) or finish != "memory" or self.note.exists():
            return
        alone = [h for task in self.tasks.values() if len(h := list(task.who_has or ())) == 1]
        sent = [holders[0].address for holders in alone]
        self.note.write_text(sent[0])
        os.kill(self.pids[sent[0]], signal.SIGKILL)


def test_a_worker_killed_during_the_shuffle(
    source: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was sent is lost with it, and sent again."""
    from auditor.engine.cluster import Cluster

    sorter, shuffled = Cluster.sorter, Cluster._shuffled
    note, tries = tmp_path / "killed", []

    def watched(self: Cluster, *args: Any) -> Any:
        self.client.register_plugin(Striking(self.client.run(os.getpid), note))
        return sorter(self, *args)

    def counted(self: Cluster, *args: Any) -> Any:
        tries.append(args[-1])
        return shuffled(self, *args)

    monkeypatch.setattr(Cluster, "sorter", watched)
    monkeypatch.setattr(Cluster, "_shuffled", counted)
    audited(source, tmp_path / "out", engine="dask", jobs=2)
    assert note.exists()
    assert len(tries) >= 2
    assert outputs(tmp_path / "out") == outputs(whole)


def test_no_scheduler_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.engine.cluster._PATIENCE", 1)
    with pytest.raises(UsageError, match="无法连接"):
        audit_inputs([], RunOptions(engine="dask://127.0.0.1:1"))


@pytest.fixture
def remote(source: Path) -> str:
    store = fsspec.filesystem("memory")
    for path in source.iterdir():
        store.pipe(f"/county/{path.name}", path.read_bytes())
    store.pipe("/county/.hidden.txt", b"x")
    return "memory://county"


def test_a_folder_by_url(source: Path, remote: str, whole: Path, tmp_path: Path) -> None:
    assert [item.key for item in find_inputs([remote])] == [i.key for i in find_inputs([source])]
    audited(remote, tmp_path / "out")
    assert outputs(tmp_path / "out") == outputs(whole)


def test_a_remote_file_that_changes_is_read_again(remote: str, tmp_path: Path) -> None:
    seen: list[int] = []
    options = RunOptions(out=tmp_path / "o", progress=lambda done, total, key: seen.append(done))
    audit_inputs([remote], options)
    seen.clear()
    audit_inputs([remote], options)
    assert seen[0] == 20
    url = find_inputs([remote])[0].url
    before = state_of(url)
    fsspec.filesystem("memory").pipe(url.removeprefix("memory:/"), "全年培训12期。".encode())
    assert state_of(url) != before
    seen.clear()
    audit_inputs([remote], options)
    assert seen[0] == 19


def test_what_is_not_there(remote: str) -> None:
    with pytest.raises(UsageError, match="找不到输入"):
        find_inputs(["memory://nowhere"])
    with pytest.raises(UsageError, match="无法打开"):
        find_inputs(["nonsense://x"])
    gone = find_inputs([remote])[0]
    fsspec.filesystem("memory").rm("/county", recursive=True)
    assert state_of(gone.url) is None
    with pytest.raises(ReadError, match="无法读取"), fetched(gone):
        pass
