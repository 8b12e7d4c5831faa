"""Reading one input under the limits of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.core.report import Failure
from auditor.engine.inputs import find_inputs
from auditor.engine.source import Input
from auditor.engine.unpacking import opened, unpacked
from auditor.reading.base import content_of, read_data
from auditor.reading.formats import format_of
from auditor.reading.options import ReadOptions
from auditor.reading.scratch import scratch
from auditor.reading.worker import shared
from auditor.settings import Settings


def read_options(settings: Settings) -> ReadOptions:
    """What readers may spend, by the settings."""
    return ReadOptions(
        ocr=settings.ocr, seconds=settings.read_seconds, memory_mb=settings.read_memory_mb
    )


def read_input(item: Input, settings: Settings) -> tuple[Document, ...]:
    """All documents of an input. ``ReadError`` says what is wrong.

    Plain text is bounded by its size and read here; all else goes to a worker process.
    """
    options = read_options(settings)
    data = content_of(item.path, options)
    if not data or format_of(data).media_type == "text/plain":
        return read_data(data, item.source_name, key=item.key, member=item.member, options=options)
    # The worker keeps the working folder in which it was started.
    given = (str(item.path.absolute()), item.key, item.source_name, item.member or "")
    return tuple(shared(options).call("read", *given))


def read_all(path: str | Path, settings: Settings | None = None) -> tuple[Document | Failure, ...]:
    """Every report of a file, folder, archive or URL, and behind them what could not be read.

    ``UsageError`` for a path that doesn't exist.
    """
    known = settings or Settings()
    with scratch() as folder:
        inputs, faults = unpacked(find_inputs([path]), folder, read_options(known))
        results = [result for item in inputs for result in _each(item, known)]
    failures = [*faults, *(result for result in results if isinstance(result, Failure))]
    return (
        *(result for result in results if isinstance(result, Document)),
        *sorted(failures, key=lambda failure: failure.file),
    )


def _each(item: Input, settings: Settings) -> Iterator[Document | Failure]:
    try:
        with opened(item, read_options(settings)) as (files, faults):
            yield from faults
            for here in files:
                try:
                    yield from read_input(here, settings)
                except ReadError as error:
                    yield _failure(here, error)
    except ReadError as error:
        yield _failure(item, error)


def _failure(item: Input, error: ReadError) -> Failure:
    return Failure(item.key, item.member, error.reason, error.message)
