"""Writing the pages of a run."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.core.run import RunResult
from auditor.reporting.files import write_bytes
from auditor.reporting.pages.environment import render, template
from auditor.reporting.pages.index import index_facts
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.pair import pair_facts
from auditor.reporting.pages.report import report_facts

_OWN_PAGE = re.compile(r"[0-9a-f]{12}(?:-[0-9a-f]{12})?\.html")


def write_pages(out: Path, run: RunResult, lang: str) -> None:
    """``reports/<id>.html``, ``pairs/<id>-<id>.html``, ``index.html``; old pages are removed."""
    known = Known(run)
    page = template("report.html.j2")
    for name, analysis in known.analyses.items():
        facts = report_facts(known, analysis)
        write_bytes(out / "reports" / f"{name}.html", render(page, lang, **facts))
    page = template("pair.html.j2")
    for pair in known.ordered_pairs:
        facts = pair_facts(known, pair)
        write_bytes(out / "pairs" / f"{pair.name}.html", render(page, lang, **facts))
    _forget(out / "reports", set(known.analyses))
    _forget(out / "pairs", {pair.name for pair in known.ordered_pairs})
    page = template("index.html.j2")
    write_bytes(out / "index.html", render(page, lang, **index_facts(known)))


def _forget(folder: Path, kept: set[str]) -> None:
    """Remove pages of ours that this run didn't write."""
    for old in folder.glob("*.html"):
        if _OWN_PAGE.fullmatch(old.name) and old.stem not in kept:
            old.unlink()
