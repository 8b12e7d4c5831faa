"""The main job: read, analyse, compare, rank. One bad file never stops a run.

With an output folder every report's results are on the disk as soon as they exist, and a run that
was killed anywhere goes on from there; see docs/adr/0004-store.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.__about__ import __version__
from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.life import Accepted
from auditor.core.report import Analysis, Failure
from auditor.core.run import RunResult
from auditor.engine.audit import Outcome, audit_file, digest_of, failed
from auditor.engine.collection import unhurried
from auditor.engine.counts import Counts
from auditor.engine.crew import Crew
from auditor.engine.inputs import find_inputs
from auditor.engine.life import Marks
from auditor.engine.lock import sole_writer
from auditor.engine.marks import prints_mark, report_mark
from auditor.engine.measuring import measured
from auditor.engine.packing import Packed, unpack
from auditor.engine.pool import Pool
from auditor.engine.previous import STORE, LastYear, Work, paired
from auditor.engine.reading import read_options
from auditor.engine.remote import state_of
from auditor.engine.reuse import compare
from auditor.engine.selection import require_known_checks
from auditor.engine.source import Input
from auditor.engine.store import RunStore, set_aside
from auditor.engine.stored import DocumentsOf, StoredAnalyses, StoredPrints
from auditor.engine.trouble import told_plainly
from auditor.engine.unpacking import opened, unpacked
from auditor.engine.uploads import kept_uploads
from auditor.linking import linker_named
from auditor.plugins import signature
from auditor.ranking import rank
from auditor.reading.scratch import scratch
from auditor.settings import Settings
from auditor.similarity import Fingerprints, fingerprint

if TYPE_CHECKING:
    from auditor.engine.cluster import Cluster

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run. ``out`` holds the store of a resumable run; without it nothing is kept.

    ``engine`` is ``local``, ``dask`` or ``dask://HOST:PORT`` (``cluster``).
    ``jobs`` worker processes read and analyse; one alone is this very process, unless it is to be
    ``bounded`` in time and memory. ``against`` is an index of other reports (``auditor index``),
    ``baseline`` the findings that an earlier run accepted, ``previous`` last year's reports or the
    output folder of the run over them. With ``keep`` the inputs join those that ``out`` holds
    already, of which ``earlier`` could not be read. ``crew`` are workers that are there already.
    """

    out: Path | None = None
    engine: str = "local"
    jobs: int = 1
    fresh: bool = False
    settings: Settings = field(default_factory=Settings)
    progress: Progress | None = None
    against: Path | None = None
    baseline: tuple[Accepted, ...] | None = None
    previous: Path | None = None
    bounded: bool = False
    keep: bool = False
    earlier: tuple[Failure, ...] = ()
    crew: Crew | None = None


def audit_inputs(
    given: Iterable[str | Path | Input], options: RunOptions | None = None
) -> RunResult:
    """Audit files and folders, and what was uploaded into ``out``.

    ``UsageError`` for an argument or a check that doesn't exist, ``RunError`` where the output
    folder can't be written to; what is done stays done.
    """
    known = options or RunOptions()
    require_known_checks(known.settings)
    uploads = kept_uploads(known.out) if known.out is not None and not known.keep else []
    files = find_inputs([*given, *uploads])
    with ExitStack() as stack:
        stack.enter_context(unhurried())
        if known.out is not None:
            stack.enter_context(told_plainly(known.out))
            known.out.mkdir(parents=True, exist_ok=True)
            stack.enter_context(sole_writer(known.out))
        return _audited(files, known)


@dataclass(frozen=True, slots=True)
class _Reports:
    """What the step over single reports came to; ``ids`` and ``prints`` are in the order of
    ``analyses``.
    """

    analyses: Sequence[Analysis]
    ids: Sequence[str]
    prints: Iterable[Fingerprints]
    failures: tuple[Failure, ...]


def _audited(files: Sequence[Input], options: RunOptions) -> RunResult:
    with ExitStack() as stack:
        if options.engine == "local":
            return _compared(files, options, None)
        # Dask takes half a second to import.
        from auditor.engine.cluster import Cluster

        cluster = Cluster(options.engine, options.jobs, options.settings)
        return _compared(files, options, stack.enter_context(cluster))


def _compared(files: Sequence[Input], options: RunOptions, cluster: Cluster | None) -> RunResult:
    started = time.perf_counter()
    marks = Marks(options.settings, options.baseline)
    with scratch() as folder:
        inputs, faults = unpacked(files, folder, read_options(options.settings))
        work: Work = partial(_work, options=options, cluster=cluster)
        last = _last_year(options, folder, work)
        work = last.over(work, options.settings)
        keep = _held if options.out is None else partial(_kept, beside=last.mark)
        reports = keep(inputs, options, marks, work)
    analyses = reports.analyses
    failures = tuple(sorted((*options.earlier, *faults, *reports.failures), key=lambda f: f.file))
    read = time.perf_counter()
    similarity, reuse = compare(
        DocumentsOf(analyses),
        options.settings,
        options.against,
        reports.prints,
        cluster.sorter if cluster is not None else None,
        partial(measured, analyses, jobs=options.jobs, crew=options.crew)
        if isinstance(analyses, StoredAnalyses)
        else None,
    )
    life = marks.life(analyses)
    counts = Counts()
    ranking = rank(counts.of(analyses), similarity.shares)
    ended = time.perf_counter()
    info = {
        "version": __version__,
        "settings": asdict(options.settings),
        "model": linker_named(options.settings.linker).card,
        "plugins": signature(),
        "counts": {
            "inputs": len(analyses) + len(failures) if options.keep else len(files),
            "ok": len(analyses),
            "failed": len(failures),
            "findings": counts.findings,
            "open_findings": counts.open,
            "suppressed": counts.suppressed,
            "stale_suppressions": len(life.stale),
            "ticks": counts.ticks,
            "passages": len(similarity.passages),
        },
        "coverage": counts.coverage(),
        "previous": _previous(options, DocumentsOf(analyses), last),
        "compared": life.compared,
        "seconds": {
            "reports": round(read - started, 3),
            "similarity": round(ended - read, 3),
        },
        "failures": [asdict(failure) for failure in failures],
    }
    return RunResult(
        analyses=analyses,
        failures=failures,
        passages=similarity.passages,
        shares=tuple(similarity.shares[name] for name in reports.ids),
        ranking=ranking,
        reuse=reuse,
        life=life,
        info=tuple((key, json.dumps(value, ensure_ascii=False)) for key, value in info.items()),
    )


def _last_year(options: RunOptions, folder: Path, work: Work) -> LastYear:
    """The reports of ``options.previous``: of files, or of the output folder of an earlier run."""
    if options.previous is None:
        return LastYear()
    if (options.previous / STORE).is_file():
        return LastYear.of_run(options.previous)
    own = folder / "previous"
    own.mkdir()
    inputs, _ = unpacked(find_inputs([options.previous]), own, read_options(options.settings))
    return LastYear.of_results(outcome for _, outcome in work(inputs))


def _previous(
    options: RunOptions, documents: Sequence[Document], last: LastYear
) -> dict[str, int] | None:
    if options.previous is None:
        return None
    return {"reports": len(last.reports), "paired": paired(documents, last)}


def _held(inputs: Sequence[Input], options: RunOptions, marks: Marks, work: Work) -> _Reports:
    """The reports of a run that keeps nothing, all in memory."""
    found: dict[str, Outcome] = {}
    tell = options.progress or _silent
    for item, outcome in work(inputs):
        found[item.key] = outcome
        tell(len(found), len(inputs), item.key)
    results = [result for item in inputs for result in found[item.key]]
    analyses = [
        unpack(result.data) if isinstance(result, Packed) else result
        for result in results
        if not isinstance(result, Failure)
    ]
    analyses.sort(key=lambda analysis: analysis.document.key)
    return _Reports(
        tuple(marks.over(analysis) for analysis in analyses),
        [analysis.document.id for analysis in analyses],
        [fingerprint(analysis.document) for analysis in analyses],
        tuple(result for result in results if isinstance(result, Failure)),
    )


def _kept(
    inputs: Sequence[Input], options: RunOptions, marks: Marks, work: Work, beside: str
) -> _Reports:
    """The reports of a run with an output folder: each stored as soon as it exists.

    ``beside`` marks the reports of last year, which the results rest on too.
    """
    if options.out is None:
        raise ValueError("no output folder")
    path = options.out / STORE
    tell = options.progress or _silent
    failures: list[Failure] = []
    set_aside(path, force=options.fresh)

    def mark(media_type: str) -> str:
        return report_mark(options.settings, media_type) + beside

    with RunStore(path, mark, prints_mark()) as store:
        if options.fresh:
            store.forget()
        if not options.keep:
            store.keep_only({item.key for item in inputs})
        states = {item.key: _state_of(item) for item in inputs}
        todo = [item for item in inputs if not store.has(item.key, states[item.key] or "")]
        store.drop(item.key for item in todo)
        done = len(inputs) - len(todo)
        tell(done, len(inputs), "")
        for item, outcome in work(todo):
            good = [result for result in outcome if not isinstance(result, Failure)]
            failures += [result for result in outcome if isinstance(result, Failure)]
            state = states[item.key] if item.url else None
            store.put(item.key, good, whole=len(good) == len(outcome), state=state)
            done += 1
            tell(done, len(inputs), item.key)
        store.renew_prints()
    analyses = StoredAnalyses(path, marks.over)
    return _Reports(analyses, analyses.ids, StoredPrints(analyses), tuple(failures))


def _state_of(item: Input) -> str | None:
    """What tells whether an input changed: its bytes, or what its store says of a remote one."""
    return state_of(item.url) if item.url else digest_of(item.path)


def _work(
    todo: Sequence[Input], options: RunOptions, cluster: Cluster | None
) -> Iterator[tuple[Input, Outcome]]:
    """What each input comes to, in any order."""
    if not todo:
        return
    if cluster is not None:
        yield from cluster.results(todo)
        return
    if options.jobs > 1 or options.bounded:
        with Pool(min(options.jobs, len(todo)), options.settings, options.crew) as pool:
            yield from pool.results(todo)
    else:
        for item in todo:
            yield item, _audited_here(item, options.settings)


def _audited_here(item: Input, settings: Settings) -> Outcome:
    try:
        with opened(item, read_options(settings)) as (files, faults):
            return (*(result for here in files for result in audit_file(here, settings)), *faults)
    except ReadError as error:
        return (failed(item, error),)


def _silent(done: int, total: int, key: str) -> None:
    """No progress is shown."""
