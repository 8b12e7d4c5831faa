"""The main job on one machine: read, analyse, compare, rank. One bad file never stops a run."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from auditor.__about__ import __version__
from auditor.checks.coverage import coverage_of
from auditor.core.coverage import Coverage
from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.life import Accepted
from auditor.core.report import Analysis, Failure
from auditor.core.run import RunResult
from auditor.engine.analyse import analyse
from auditor.engine.inputs import Input, find_inputs
from auditor.engine.life import marked
from auditor.engine.previous import LastYear, beside, paired
from auditor.engine.reading import read_input, read_options
from auditor.engine.reuse import compare
from auditor.engine.selection import require_known_checks
from auditor.engine.store import RunStore, set_aside, stored_analyses
from auditor.engine.unpacking import unpacked
from auditor.engine.uploads import kept_uploads
from auditor.linking import linker_named
from auditor.plugins import signature
from auditor.ranking import rank
from auditor.settings import Settings

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run. ``out`` holds the store of a resumable run; without it nothing is kept.

    ``against`` is an index of other reports (``auditor index``), ``baseline`` the findings that
    an earlier run accepted, ``previous`` last year's reports or the folder of the run over them. With ``keep`` the inputs join those that ``out`` holds already, of
    which ``earlier`` could not be read.
    """

    out: Path | None = None
    jobs: int = 1
    fresh: bool = False
    settings: Settings = field(default_factory=Settings)
    progress: Progress | None = None
    against: Path | None = None
    baseline: tuple[Accepted, ...] | None = None
    previous: Path | None = None
    keep: bool = False
    earlier: tuple[Failure, ...] = ()


def audit_inputs(
    given: Iterable[str | Path | Input], options: RunOptions | None = None
) -> RunResult:
    """Audit files and folders, and what was uploaded into ``out``.

    ``UsageError`` for an argument or a check that doesn't exist.
    """
    known = options or RunOptions()
    require_known_checks(known.settings)
    started = time.perf_counter()
    uploads = kept_uploads(known.out) if known.out is not None and not known.keep else []
    files = find_inputs([*given, *uploads])
    if known.out is not None:
        known.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        inputs, faults = unpacked(files, Path(folder), read_options(known.settings))
        last = _last_year(known, Path(folder))
        results = [*known.earlier, *faults, *_results(inputs, known, last)]
    analyses, life = marked(
        sorted((r for r in results if isinstance(r, Analysis)), key=lambda a: a.document.key),
        known.settings,
        known.baseline,
    )
    failures = tuple(sorted((r for r in results if isinstance(r, Failure)), key=lambda f: f.file))
    read = time.perf_counter()
    documents = [analysis.document for analysis in analyses]
    similarity, reuse = compare(documents, known.settings, known.against)
    ranking = rank(analyses, similarity.shares)
    ended = time.perf_counter()
    info = {
        "version": __version__,
        "settings": asdict(known.settings),
        "model": linker_named(known.settings.linker).card,
        "plugins": signature(),
        "counts": {
            "inputs": len(analyses) + len(failures) if known.keep else len(files),
            "ok": len(analyses),
            "failed": len(failures),
            "findings": sum(len(a.findings) for a in analyses),
            "open_findings": sum(f.open for a in analyses for f in a.findings),
            "suppressed": sum(f.suppressed is not None for a in analyses for f in a.findings),
            "stale_suppressions": len(life.stale),
            "ticks": sum(len(a.ticks) for a in analyses),
            "passages": len(similarity.passages),
        },
        "coverage": _coverage(analyses),
        "previous": _previous(known, analyses, last),
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
        shares=tuple(similarity.shares[a.document.id] for a in analyses),
        ranking=ranking,
        reuse=reuse,
        life=life,
        info=tuple((key, json.dumps(value, ensure_ascii=False)) for key, value in info.items()),
    )


def _last_year(options: RunOptions, folder: Path) -> LastYear:
    """The reports of ``options.previous``: of files, or of the output folder of an earlier run."""
    if options.previous is None:
        return LastYear()
    store = options.previous / "run.sqlite"
    if store.is_file():
        return LastYear(tuple(stored_analyses(store)))
    own = folder / "previous"
    own.mkdir()
    inputs, _ = unpacked(find_inputs([options.previous]), own, read_options(options.settings))
    results = (result for found in _work(inputs, options) for result in found)
    return LastYear(tuple(r for r in results if isinstance(r, Analysis)))


def _previous(
    options: RunOptions, analyses: Sequence[Analysis], last: LastYear
) -> dict[str, int] | None:
    if options.previous is None:
        return None
    return {"reports": len(last.analyses), "paired": paired(analyses, last)}


def _coverage(analyses: Iterable[Analysis]) -> dict[str, object]:
    """The claims of all reports together: how many were compared, the others by reason."""
    known = Coverage(tuple(claim for a in analyses for claim in coverage_of(a).claims))
    return {
        "claims": len(known.claims),
        "checked": known.checked,
        "share": known.share,
        "unchecked": {reason.value: count for reason, count in known.reasons.items()},
    }


def _results(
    inputs: Sequence[Input], options: RunOptions, last: LastYear
) -> Iterator[Analysis | Failure]:
    """Results in the order of the inputs, each stored as soon as it exists."""
    mark = _fingerprint(options.settings)
    path = options.out / "run.sqlite" if options.out is not None else None
    if path is not None and options.fresh:
        set_aside(path)
    with RunStore(path, mark) if path is not None else nullcontext() as store:
        kept: dict[str, tuple[Analysis, ...]] = {}
        if store is not None:
            if options.fresh:
                store.forget()
            keys = {item.key for item in inputs}
            if options.keep:
                yield from store.others(keys)
            else:
                store.keep_only(keys)
            kept = dict(_stored(store, inputs))
        todo = [item for item in inputs if item.key not in kept]
        fresh = _work(todo, options)
        for done, item in enumerate(inputs, start=1):
            found: tuple[Analysis | Failure, ...] = kept.get(item.key) or next(fresh)
            results = tuple(
                beside(r, last.of(r.document), options.settings) if isinstance(r, Analysis) else r
                for r in found
            )
            analyses = tuple(r for r in results if isinstance(r, Analysis))
            new = item.key not in kept or results != found
            if store is not None and new and len(analyses) == len(results):
                store.put(item.key, analyses)
            if options.progress is not None:
                options.progress(done, len(inputs), item.key)
            yield from results


def _stored(store: RunStore, inputs: Sequence[Input]) -> Iterator[tuple[str, tuple[Analysis, ...]]]:
    for item in inputs:
        digest = _digest(item.path)
        found = store.get(item.key, digest) if digest is not None else ()
        if found:
            yield item.key, found


def _work(todo: Sequence[Input], options: RunOptions) -> Iterator[tuple[Analysis | Failure, ...]]:
    if options.jobs > 1 and len(todo) > 1:
        with ProcessPoolExecutor(options.jobs) as pool:
            yield from pool.map(audit_file, todo, [options.settings] * len(todo), chunksize=4)
    else:
        for item in todo:
            yield audit_file(item, options.settings)


def audit_file(item: Input, settings: Settings) -> tuple[Analysis | Failure, ...]:
    """All reports of one file, read and analysed; whatever goes wrong becomes a ``Failure``."""
    try:
        documents = read_input(item, settings)
    except ReadError as error:
        return (Failure(item.key, item.member, error.reason, error.message, _digest(item.path)),)
    except Exception as error:
        return (_internal(item.key, item.member, error, _digest(item.path)),)
    return tuple(_analysed(document, settings) for document in documents)


def _analysed(document: Document, settings: Settings) -> Analysis | Failure:
    try:
        return analyse(document, settings)
    except Exception as error:
        return _internal(document.key, document.member, error, document.sha256)


def _internal(key: str, member: str | None, error: Exception, digest: str | None) -> Failure:
    return Failure(
        key,
        member,
        "internal",
        f"分析该文件时出现内部错误（{type(error).__name__}: {error}）；其他文件不受影响，请把该文件反馈给开发者。",
        digest,
    )


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _fingerprint(settings: Settings) -> str:
    # Suppressions are laid over stored results, so a new one needs no new analysis.
    known = asdict(replace(settings, suppress=()))
    text = json.dumps(
        [__version__, known, linker_named(settings.linker).card, *signature()],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]
