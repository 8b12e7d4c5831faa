"""auditor: contradictions and boilerplate in Chinese budget-performance self-evaluation reports.

>>> import auditor
>>> result = auditor.audit(["submissions/"])  # doctest: +SKIP
>>> result.ranking()  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.__about__ import __version__

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

    from auditor.core.document import Document
    from auditor.core.report import Failure
    from auditor.quantities import Extraction
    from auditor.reporting import AuditResult
    from auditor.settings import Settings

__all__ = [
    "__version__",
    "audit",
    "codebook",
    "find_quantities",
    "join_covariates",
    "load",
    "load_nlp",
    "read",
    "read_all",
]


def audit(
    inputs: Iterable[str | Path], *, settings: Settings | None = None, jobs: int = 1
) -> AuditResult:
    """Audit files and folders in memory.

    ``UsageError`` for an input that doesn't exist; files that can't be read are listed in
    ``result.run.failures``.
    """
    from auditor.engine import RunOptions, audit_inputs
    from auditor.reporting import AuditResult
    from auditor.settings import Settings

    known = settings or Settings()
    run = audit_inputs(inputs, RunOptions(jobs=jobs, settings=known))
    return AuditResult(run, known.lang)


def load(out: str | Path) -> AuditResult:
    """The result that ``auditor audit --out OUT`` left in a folder; ``UsageError`` for none."""
    import json

    from auditor.reporting import AuditResult
    from auditor.reporting.saved import load_run

    run = load_run(Path(out))
    return AuditResult(run, json.loads(dict(run.info).get("settings", "{}")).get("lang", "zh"))


def codebook(frame: str | None = None) -> pd.DataFrame:
    """What each column of each frame means: frame, name, type, unit, definition, source.

    ``KeyError`` for a frame that there is none of.
    """
    import pandas as pd

    from auditor.reporting.codebook import codebook as entries

    return pd.DataFrame(list(entries(frame)), dtype="string")


def join_covariates(
    panel: pd.DataFrame,
    covariates: pd.DataFrame,
    on: Sequence[str] = ("agency", "fiscal_year"),
    how: str = "left",
) -> pd.DataFrame:
    """``AuditResult.panel()`` with columns of yours by agency, region and year."""
    from auditor.reporting.covariates import join_covariates as join

    return join(panel, covariates, on, how)


def read(path: str | Path) -> Document:
    """One report as a ``Document``; ``ReadError`` says why it can't be read."""
    from auditor.reading import read_path

    return read_path(Path(path))


def read_all(path: str | Path) -> tuple[Document | Failure, ...]:
    """Every report of a folder, an archive or a workbook, and what could not be read."""
    from auditor.engine.reading import read_all as read_each

    return read_each(path)


def find_quantities(text: str) -> Extraction:
    """All quantities of ``text``, and the numerals that are none with their reasons."""
    from auditor.quantities import find_quantities as find

    return find(text)


def load_nlp(base: Language | str | None = None) -> Language:
    """A spaCy pipeline with our components: ``doc._.quantities``, ``claims``, ``tables``, ``links``.

    ``base`` is a pipeline of your own, or the name of an installed one, that runs before ours;
    without it a blank Chinese one with our tokenizer. Nothing is downloaded.
    """
    from auditor.nlp import load_nlp as load

    return load(base)
