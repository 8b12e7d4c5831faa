"""Writing the pages of a run."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.core.report import Analysis
from auditor.reporting.files import write_bytes
from auditor.reporting.pages.environment import render, template
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


def index_page(known: Known, lang: str) -> bytes:
    """``index.html``."""
    return render(template("index.html.j2"), lang, **index_facts(known))


def write_index(out: Path, known: Known, page: bytes) -> None:
    """``index.html``; pages of reports and pairs that are no more are removed."""
    _forget(out / "reports", set(known.analyses))
    _forget(out / "pairs", {pair.name for pair in known.ordered_pairs})
    write_bytes(out / "index.html", page)


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove pages of ours that this run didn't write."""
    for old in folder.glob("*.html"):
        if _OWN_PAGE.fullmatch(old.name) and old.stem not in kept:
            old.unlink()
