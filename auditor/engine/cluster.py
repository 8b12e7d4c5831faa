"""The same run on a Dask cluster: reports as a map of futures, equal grams by Dask's own shuffle.

Scheduling, retries and the loss of workers are Dask's. Every worker keeps one bounded child
(``pool``), so a hostile file costs itself only there too. Results come back to the run's store,
which makes a run on a cluster resumable like any other.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from auditor.core.errors import RunError, UsageError
from auditor.core.report import Failure
from auditor.engine.audit import Outcome
from auditor.engine.packing import Packed
from auditor.engine.pool import Bounded
from auditor.engine.source import Input
from auditor.reading.scratch import scratch
from auditor.settings import Settings
from auditor.similarity import Thresholds
from auditor.similarity.corpus import Corpus
from auditor.similarity.index import Bucket, Entries, bucket_of
from auditor.similarity.lookup import Lookup

_BATCH = 8
"""Files of one task: some 0.3 s of work, against about 1 ms that a task costs."""
_WAITING = 4
"""Tasks a thread of the cluster that may be on their way."""
_ROWS = 500_000
_RETRIES = 3
_TRIES = 3
_UNDONE = "集群未能完成任务（{error}）；再次运行同一命令即从断处继续。"
_PATIENCE = 20
"""Seconds to wait for a scheduler to answer."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way to a worker: its bytes, or the URL that the worker reads itself."""

    item: Input
    data: bytes | None


class Cluster:
    """A connection to the scheduler of ``engine``: ``dask`` for workers on this machine, or
    ``dask://HOST:PORT``. ``UsageError`` where Dask isn't installed or doesn't answer.
    """

    def __init__(self, engine: str, jobs: int, settings: Settings) -> None:
        self._settings = settings
        self._local: Any = None
        try:
            dask: Any = importlib.import_module("distributed")
        except ImportError as error:
            message = "集群运行需要另行安装：pip install 'auditor[cluster]'。"
            raise UsageError(message) from error
        try:
            if engine == "dask":
                self._local = dask.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, dashboard_address=None
                )
                self.client: Any = dask.Client(self._local)
            else:
                self.client = dask.Client(
                    f"tcp://{engine.removeprefix('dask://')}", timeout=_PATIENCE
                )
        except (OSError, ValueError) as error:
            raise UsageError(f"无法连接 Dask 调度器 {engine}：{error}") from error

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(Exception):
            self.client.close()
        if self._local is not None:
            with suppress(Exception):
                self._local.close()

    def results(self, items: Sequence[Input]) -> Iterator[tuple[Input, Outcome]]:
        """What each input came to, as soon as it is known."""
        left = iter(items)
        waiting: dict[str, list[Input]] = {}
        most = _WAITING * max(1, sum(self.client.nthreads().values()))
        as_completed = importlib.import_module("distributed").as_completed
        running = as_completed()
        while True:
            while len(waiting) < most and self._submit(left, waiting, running):
                pass
            if not waiting:
                return
            future = next(running)
            batch = waiting.pop(future.key)
            try:
                # Asked for now and not by as_completed, which waits forever for a result that
                # was lost with its worker; this makes Dask work it out again.
                found = future.result()
            except Exception as error:
                raise RunError(_UNDONE.format(error=error)) from error
            yield from zip(batch, found, strict=True)

    def _submit(self, left: Iterator[Input], waiting: dict[str, list[Input]], running: Any) -> bool:
        batch = list(islice(left, _BATCH))
        if not batch:
            return False
        sent = [_sent(item) for item in batch]
        future = self.client.submit(_audit, sent, self._settings, pure=False, retries=_RETRIES)
        waiting[future.key] = batch
        running.add(future)
        return True

    def sorter(
        self, corpus: Corpus, known: Entries, limits: Thresholds, only: int | None
    ) -> Iterable[Bucket]:
        """The buckets, their entries brought together by a shuffle of a Dask data frame.

        What was sent and then lost with a worker, Dask can't work out again: it is sent anew.
        """
        if not len(known.hashes):
            return
        lost = importlib.import_module("distributed.client").FutureCancelledError
        threads = sum(self.client.nthreads().values())
        parts = min(int(known.buckets().max()) + 1, max(2 * threads, len(known.hashes) // _ROWS))
        left = set(range(parts))
        for tries in range(1, _TRIES + 1):
            try:
                for part, future in self._shuffled(corpus, known, limits, only, parts, left):
                    found = future.result()
                    left.discard(part)
                    yield from found
                return
            except lost as error:
                if tries == _TRIES:
                    raise RunError(_UNDONE.format(error=error)) from error

    def _shuffled(
        self,
        corpus: Corpus,
        known: Entries,
        limits: Thresholds,
        only: int | None,
        parts: int,
        asked: set[int],
    ) -> list[tuple[int, Any]]:
        """The future of each partition that is ``asked`` for."""
        import dask.dataframe as dd
        from dask.delayed import delayed

        units = self.client.scatter(_units_of(corpus), broadcast=True, hash=False)
        numbers = known.buckets()
        frames = [
            self.client.scatter(_rows(known, numbers, low), hash=False)
            for low in range(0, len(numbers), _ROWS)
        ]
        meta = _rows(known, numbers, len(numbers))
        whole = dd.from_delayed(frames, meta=meta, verify_meta=False)
        partitions = whole.shuffle(on="bucket", npartitions=parts).to_delayed()
        chosen = sorted(asked)
        work = [delayed(_buckets)(partitions[part], units, limits, only) for part in chosen]
        return list(zip(chosen, self.client.compute(work, retries=_RETRIES), strict=True))


def _rows(known: Entries, numbers: Any, low: int) -> Any:
    import pandas as pd

    high = min(low + _ROWS, len(numbers))
    return pd.DataFrame(
        {
            "bucket": numbers[low:high],
            "hash": known.hashes[low:high],
            "place": known.places[low:high],
            "owner": known.owners[low:high],
            "entry": np.arange(low, high),
        }
    )


def _units_of(corpus: Corpus) -> Corpus:
    """What ``bucket_of`` needs of a corpus: who is of which unit, and not a word of the texts."""
    none, nowhere = np.empty(0, np.int64), Lookup(np.empty(0, np.uint32))
    return replace(
        corpus,
        reports=(),
        codes=np.empty(0, np.uint16),
        bounds=nowhere,
        slots=nowhere,
        values=np.empty(0, np.int32),
        breaks=nowhere,
        starts=np.empty(0, np.int32),
        ends=np.empty(0, np.int32),
        grams=none,
        places=np.empty(0, np.uint32),
    )


def _buckets(part: Any, units: Corpus, limits: Thresholds, only: int | None) -> list[Bucket]:
    """On a worker: the buckets of one partition."""
    ordered = part.sort_values("entry", kind="stable")
    found = []
    for _, rows in ordered.groupby("bucket", sort=True):
        known = Entries(
            rows["hash"].to_numpy(np.uint64),
            rows["place"].to_numpy(np.int64),
            rows["owner"].to_numpy(np.int32),
        )
        found.append(bucket_of(units, known, rows["entry"].to_numpy(np.int64), limits, only))
    return found


def _sent(item: Input) -> Sent:
    if item.url:
        return Sent(item, None)
    try:
        return Sent(item, item.path.read_bytes())
    except OSError:
        return Sent(item, None)


def _audit(sent: Sequence[Sent], settings: Settings) -> list[list[Packed | Failure]]:
    """On a worker: the files of one task."""
    child = _child(settings)
    found = []
    with scratch() as folder:
        for number, one in enumerate(sent):
            results = child.outcome(_placed(one, folder / str(number)))
            found.append([r for r in results if isinstance(r, Packed | Failure)])
    return found


def _placed(one: Sent, folder: Path) -> Input:
    """The input as a file of this machine, under its own name."""
    if one.data is None:
        return one.item
    folder.mkdir()
    path = folder / one.item.path.name
    path.write_bytes(one.data)
    return replace(one.item, path=path)


_CHILDREN: dict[Settings, Bounded] = {}


def _child(settings: Settings) -> Bounded:
    """This worker's own child, kept from task to task."""
    if settings not in _CHILDREN:
        for old in _CHILDREN.values():
            old.close()
        _CHILDREN.clear()
        _CHILDREN[settings] = Bounded(settings)
    return _CHILDREN[settings]
