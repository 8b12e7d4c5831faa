"""A run from end to end: reports/s, cost a report as they grow in number, memory, engines' bytes.

``python -m benchmarks.scale_bench [--reports 100 400] [--jobs 1 2] [--dask] [--hostile]
[--ceiling] [--corpus DIR]``. The reports are synthetic; those of a larger run begin with those of the smaller;
``--corpus`` takes the first ones of a folder that ``auditor corpus make`` filled. Outputs are made
as ``auditor audit`` makes them and compared byte for byte between engines. Efficiency is the
time with one worker over twice that with two; ``--ceiling`` also takes the run with one worker
twice at once. Where others had much of the machine (``others' cores``) the times say little.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.engine import RunOptions, audit_inputs
from auditor.reporting import hands, write_run
from auditor.settings import Settings
from auditor.synthesis import make_corpus

SEED = 11


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took. Seconds of the clock and of CPU, MB; ``others`` is the share of one core
    that other programs had of the machine meanwhile.
    """

    reports: int
    engine: str
    seconds: float
    stages: str
    cpu: float
    parent: float
    worker: float
    store: int
    others: float
    digest: str

    def row(self, alone: float | None) -> str:
        """A line of the table; ``alone`` are the seconds with one worker."""
        share = f"{alone / (2 * self.seconds):.2f}" if alone else "–"
        return (
            f"| {self.reports:,} | {self.engine} | {self.seconds:.1f} ({self.stages}) |"
            f" {1000 * self.seconds / self.reports:.1f} | {1000 * self.cpu / self.reports:.1f} |"
            f" {share} | {self.parent:.0f}; {self.worker:.0f} |"
            f" {self.store / self.reports / 1000:.0f} | {self.others:.2f} | {self.digest[:8]} |"
        )


HEAD = """
| reports | engine | seconds (reports, comparing, writing) | ms a report | CPU ms | efficiency | \
peak MB: this process; a worker | store KB | others' cores | bytes |
|---|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--ceiling", action="store_true")
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores", end="")
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        for count in given.reports:
            source = Path(folder) / f"in{count}"
            if given.corpus is None:
                make_corpus(source, seed=SEED, reports=count)
            else:
                _taken(given.corpus / "reports", count, source / "reports")
            _compared(source / "reports", count, given.jobs, dask=given.dask)
            if given.ceiling:
                _twice(source / "reports", count)
            if given.hostile:
                _with_hostile(source / "reports", count, max(1, count // 10))


def _compared(source: Path, count: int, numbers: Sequence[int], *, dask: bool) -> None:
    """A line an engine, and whether all of them wrote the same."""
    print(HEAD)
    asked = [(jobs, "local") for jobs in numbers] + ([(2, "dask")] if dask else [])
    alone, seen = None, set()
    for jobs, engine in asked:
        run = _run(source, count, jobs, engine)
        seen.add(run.digest)
        print(run.row(alone if jobs == 2 else None), flush=True)
        if (jobs, engine) == (1, "local"):
            alone = run.seconds
    if len(asked) > 1:
        print(f"the same bytes: {len(seen) == 1}", flush=True)


def _twice(source: Path, count: int) -> None:
    """The bound of any efficiency: what the run with one worker takes alone, and beside itself."""
    call = f"from benchmarks.scale_bench import *; once(Path({str(source)!r}), {count})"

    def together(number: int) -> float:
        started = [
            subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.PIPE, text=True)  # noqa: S603
            for _ in range(number)
        ]
        return sum(float(one.communicate()[0]) for one in started) / number

    alone, both = together(1), together(2)
    print(f"one worker alone {alone:.1f} s, two such runs at once {both:.1f} s each:")
    print(f"no efficiency above {alone / both:.2f} on this machine", flush=True)


def once(source: Path, count: int) -> None:
    """One run with one worker, whose seconds are printed."""
    print(_run(source, count, 1, "local").seconds)


def _taken(corpus: Path, count: int, into: Path) -> None:
    """Links to the reports with the lowest numbers; generated files are named by number."""
    made = sorted((p for p in corpus.rglob("*") if p.is_file()), key=lambda path: path.name)
    for path in made[:count]:
        link = into / path.relative_to(corpus)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())


def _run(source: Path, count: int, jobs: int, engine: str) -> Run:
    with tempfile.TemporaryDirectory(prefix="scale-out-") as folder:
        out = Path(folder)
        peak = Peak()
        start, cpu, busy = time.perf_counter(), _cpu(), _busy()
        workers = hands(jobs, Settings()) if engine == "local" else nullcontext()
        with workers as crew, peak:
            options = RunOptions(out=out, jobs=jobs, engine=engine, bounded=True, crew=crew)
            run = audit_inputs([source], options)
            middle = time.perf_counter()
            write_run(out, run, jobs=jobs, crew=crew)
            took = time.perf_counter() - start
        spent, others = _cpu() - cpu, _busy() - busy
        told = json.loads(dict(run.info)["seconds"])
        stages = (told["reports"], told["similarity"], took - middle + start)
        return Run(
            count,
            f"{engine}, {jobs} workers",
            took,
            ", ".join(f"{stage:.1f}" for stage in stages),
            spent,
            peak.parent,
            peak.worker,
            (out / "run.sqlite").stat().st_size,
            max(0.0, others - spent) / took,
            _digest(out),
        )


def _busy() -> float:
    """CPU seconds of the whole machine."""
    user, nice, system, _, _, hard, soft, stolen = map(
        int, Path("/proc/stat").read_text().split()[1:9]
    )
    return (user + nice + system + hard + soft + stolen) / os.sysconf("SC_CLK_TCK")


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
