"""A run from end to end: reports/s, cost a report as they grow in number, memory, engines' bytes.

``python -m benchmarks.scale_bench [--reports 100 400] [--jobs 1 2] [--dask] [--hostile]
[--corpus DIR]``. The reports are synthetic; those of a larger run begin with those of the smaller;
``--corpus`` takes the first ones of a folder that ``auditor corpus make`` filled. Outputs are made
as ``auditor audit`` makes them and compared byte for byte between engines.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import write_run
from auditor.synthesis import make_corpus

SEED = 11


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        for count in given.reports:
            source = Path(folder) / f"in{count}"
            if given.corpus is None:
                make_corpus(source, seed=SEED, reports=count)
            else:
                _taken(given.corpus / "reports", count, source / "reports")
            seen = {
                f"local, {jobs} workers": _run(source / "reports", count, jobs, "local")
                for jobs in given.jobs
            }
            if given.dask:
                seen["dask, 2 workers"] = _run(source / "reports", count, 2, "dask")
            print(f"  the same bytes: {len(set(seen.values())) == 1}", flush=True)
            if given.hostile:
                _with_hostile(source / "reports", count, max(1, count // 10))


def _taken(corpus: Path, count: int, into: Path) -> None:
    """Links to the reports with the lowest numbers; generated files are named by number."""
    made = sorted((p for p in corpus.rglob("*") if p.is_file()), key=lambda path: path.name)
    for path in made[:count]:
        link = into / path.relative_to(corpus)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())


def _run(source: Path, count: int, jobs: int, engine: str) -> str:
    with tempfile.TemporaryDirectory(prefix="scale-out-") as folder:
        out = Path(folder)
        peak = Peak()
        start, cpu = time.perf_counter(), _cpu()
        with peak:
            options = RunOptions(out=out, jobs=jobs, engine=engine, bounded=True)
            run = audit_inputs([source], options)
            middle = time.perf_counter()
            write_run(out, run, jobs=jobs)
        took, spent = time.perf_counter() - start, _cpu() - cpu
        times = dict(run.info)["seconds"]
        store = (out / "run.sqlite").stat().st_size
        print(
            f"{count} reports, {engine}, {jobs} workers: {count / took:.2f} reports/s,"
            f" {1000 * took / count:.1f} ms a report ({times}, writing {took - middle + start:.1f} s),"
            f" CPU {1000 * spent / count:.1f} ms a report; peak {peak.parent:.0f} MB, a worker"
            f" {peak.worker:.0f} MB; store {store / count / 1000:.0f} KB a report;"
            f" load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        return _digest(out)


def _cpu() -> float:
    """CPU seconds of this process and of children that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _digest(out: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.startswith(("run.", ".auditor")):
            found.update(f"{path.relative_to(out)}\0".encode() + path.read_bytes())
    return found.hexdigest()


class Peak:
    """Peak resident memory in MB of this process while inside, and of its largest worker."""

    def __init__(self) -> None:
        self.parent = self.worker = 0.0
        self._over = threading.Event()

    def __enter__(self) -> Peak:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self.parent = max(self.parent, _resident(os.getpid()))
            for task in Path("/proc/self/task").iterdir():
                for child in (task / "children").read_text().split():
                    self.worker = max(self.worker, _resident(int(child)))


def _resident(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _with_hostile(source: Path, count: int, hostile: int) -> None:
    """Good reports' lines are those of a run without the hostile files."""
    from tests.engine.hostile import write_hostile

    with tempfile.TemporaryDirectory(prefix="scale-bad-") as folder:
        bad = write_hostile(Path(folder) / "bad", hostile)
        clean, mixed = Path(folder) / "a", Path(folder) / "b"
        options = RunOptions(out=clean, jobs=2, bounded=True)
        run = audit_inputs([source], options)
        write_run(clean, run, jobs=2)
        start = time.perf_counter()
        run = audit_inputs([source, bad], replace(options, out=mixed))
        write_run(mixed, run, jobs=2)
        print(
            f"{hostile} hostile files among {count} good ones: {len(run.failures)} failures,"
            f" other than a run without them: {_different(clean, mixed) or 'nothing'},"
            f" {time.perf_counter() - start:.0f} s"
        )


def _different(clean: Path, mixed: Path) -> list[str]:
    """The files that differ, those apart that tell of failures, and the stores themselves."""
    names = {p.relative_to(out) for out in (clean, mixed) for p in out.rglob("*") if p.is_file()}
    told = {"index.html", "run.json", "run.sqlite"}
    return [
        name.as_posix()
        for name in sorted(names)
        if name.as_posix() not in told and _good(clean / name) != _good(mixed / name)
    ]


def _good(path: Path) -> list[bytes]:
    """The lines of a file, those of failed inputs left out; none where there is no file."""
    if not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")
    if path.name == "reports.jsonl":
        return [line for line in lines if line and json.loads(line)["status"] == "ok"]
    return lines


if __name__ == "__main__":
    main()
