"""What is written of each report by itself: lines, rows, its page; a block of reports at a time.

Blocks are independent of each other, so that several processes can write a run (``writers``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from auditor.core.passage import Passage
from auditor.core.report import Analysis
from auditor.reporting import records
from auditor.reporting.files import Lines
from auditor.reporting.grid import Made
from auditor.reporting.pages.known import Known
from auditor.reporting.pages.write import write_report_page
from auditor.reporting.painting import Painter
from auditor.reporting.sheets import BY_REPORT, PASSAGE_COLUMNS, WorkingPapers
from auditor.reporting.spool import Spool, spooled

_Maker = Callable[[Analysis], Iterator[dict[str, Any]]]
_EACH: dict[str, _Maker] = {
    "sections": records.sections,
    "quantities": records.quantities,
    "tables": records.tables,
    "indicators": records.indicators,
    "claims": records.claims,
    "links": records.links,
    "ticks": records.ticks,
}
"""One pass over the reports writes all of these; an analysis may have to be read from the disk."""
LINES = (*_EACH, "findings")
_AT_ONCE = 256


def write_block(known: Known, out: Path, parts: Path, block: range, lang: str) -> None:
    """The pages of the reports of ``block`` into ``out``, their lines and rows into ``parts``."""
    makers: dict[str, _Maker] = {**_EACH, "findings": partial(records.findings, lang=lang)}
    papers = WorkingPapers(known.run, lang)
    painters = {name: Painter(name, columns.split()) for name, columns in BY_REPORT.items()}
    with ExitStack() as stack:
        lines = {n: stack.enter_context(Lines(_lines(parts, block, n))) for n in makers}
        rows = {n: stack.enter_context(Spool(_rows(parts, block, n))) for n in BY_REPORT}
        for place in block:
            analysis = known.run.analyses[place]
            for name, make in makers.items():
                for record in make(analysis):
                    lines[name].add(record)
            for name, spool in rows.items():
                spool.add(map(painters[name].row, papers.rows_of(name, analysis)))
            write_report_page(out, known, analysis, lang)


def join_lines(out: Path, parts: Path, blocks: Sequence[range]) -> None:
    """The files of lines in their places, each of the blocks' one after the other."""
    for name in LINES:
        target, partial_ = out / f"{name}.jsonl", out / f".{name}.jsonl.part"
        made = [_lines(parts, block, name) for block in blocks]
        if len(made) == 1:
            partial_ = made[0]
        else:
            with partial_.open("wb") as whole:
                for path in made:
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, whole, 1 << 20)
                    path.unlink()
        os.replace(partial_, target)  # noqa: PTH105 atomic on every platform


def write_passage_rows(
    papers: WorkingPapers, parts: Path, block: range, passages: Sequence[Passage]
) -> None:
    """The rows of the passages of ``block`` into ``parts``."""
    painter = Painter("passages", PASSAGE_COLUMNS.split())
    with Spool(_rows(parts, block, "passages")) as spool:
        for low in range(0, len(passages), _AT_ONCE):
            rows = papers.rows_of_passages(passages[low : low + _AT_ONCE])
            spool.add(map(painter.row, rows))


def made_rows(
    parts: Path, reports: Sequence[range], passages: Sequence[range]
) -> dict[str, Callable[[], Iterator[Made]]]:
    """The rows of sheets that the blocks made, for ``write_workbook``."""
    blocks = {**dict.fromkeys(BY_REPORT, reports), "passages": passages}
    return {
        name: partial(spooled, [_rows(parts, block, name) for block in some])
        for name, some in blocks.items()
    }


def _lines(parts: Path, block: range, name: str) -> Path:
    return parts / f"{block.start:08d}.{name}.jsonl"


def _rows(parts: Path, block: range, name: str) -> Path:
    return parts / f"{block.start:08d}.{name}.rows"
