"""Writing the pages of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.core.report import Analysis
from auditor.reporting.files import whole_file, write_bytes
from auditor.reporting.pages.environment import render, streamed, template
from auditor.reporting.pages.index import index_facts
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pair import pair_facts
from auditor.reporting.pages.pairs import Pair
from auditor.reporting.pages.report import report_facts

_OWN_PAGE = re.compile(r"[0-9a-f]{12}(?:-[0-9a-f]{12})?\.html")


def write_report_page(out: Path, known: Known, analysis: Analysis, lang: str) -> None:
    """``reports/<id>.html``."""
    page = render(template("report.html.j2"), lang, **report_facts(known, analysis))
    write_bytes(out / "reports" / f"{analysis.document.id}.html", page)


def write_pair_page(out: Path, known: Known, pair: Pair, lang: str) -> None:
    """``pairs/<id>-<id>.html``."""
    page = render(template("pair.html.j2"), lang, **pair_facts(known, pair))
    write_bytes(out / "pairs" / f"{pair.name}.html", page)


@contextmanager
def index_page(out: Path, known: Known, lang: str) -> Iterator[None]:
    """``index.html`` is made on entering and stands in its place when all else went well; pages of
    reports and pairs that are no more are removed then.
    """
    with whole_file(out / "index.html") as file:
        file.writelines(streamed(template("index.html.j2"), lang, **index_facts(known)))
        yield
        _forget(out / "reports", set(known.analyses))
        _forget(out / "pairs", {pair.name for pair in known.ordered_pairs})


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove pages of ours that this run didn't write."""
    for old in folder.glob("*.html"):
        if _OWN_PAGE.fullmatch(old.name) and old.stem not in kept:
            old.unlink()
