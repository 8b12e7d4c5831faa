"""Writes the sample corpus and its labels: ``python -m corpus.build``. Same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from auditor.reading import read_path
from corpus.source.faults import FAULTS
from corpus.source.forms import Form, forms
from corpus.source.narrative import Block, management, narrative
from corpus.source.units import UNITS
from corpus.source.world import State, state_of

ROOT = Path(__file__).parent
_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def main() -> None:
    states = [_state(number, year) for number in range(len(UNITS)) for year in (2022, 2023)]
    labels: list[dict[str, Any]] = []
    for state in states:
        blocks, tables = narrative(state), forms(state)
        path = ROOT / "reports" / state.file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = ""
        if state.unit.kind == "docx":
            path.write_bytes(_docx(blocks, tables))
        else:
            text = _text(blocks, tables, state.unit.kind)
            path.write_bytes(_encoded(state, text))
            if state.number == 6:
                text = text.replace("\n", "\r\n")
        labels.extend(_labels(state, text))
    _write(ROOT / "labels" / "findings.jsonl", labels)
    _write(ROOT / "labels" / "passages.jsonl", list(_passages(states)))


def _state(number: int, year: int) -> State:
    state = state_of(number, year)
    plant = FAULTS.get((number, year))
    if plant is not None:
        plant(state)
    return state


def _labels(state: State, text: str) -> list[dict[str, Any]]:
    found = []
    for index, label in enumerate(state.labels, 1):
        evidence = []
        for place in label.pop("places"):
            start = text.find(place) if text else -1
            known = start >= 0
            evidence.append(
                {
                    "text": place,
                    "start": start if known else None,
                    "end": start + len(place) if known else None,
                }
            )
        record = {
            "file": f"reports/{state.file}",
            "id": f"{state.number:02d}-{state.year}-{index}",
            "contradiction": True,
            "certainty": "certain",
            **label,
            "evidence": evidence,
        }
        found.append(record)
    return found


def _passages(states: list[State]) -> Iterator[dict[str, Any]]:
    """Each pair of reports with one management paragraph, and the paragraphs that stand alone."""
    places = [(state, *_place(state)) for state in states]
    for number, (state, start, end) in enumerate(places):
        own = management(state)
        others = [
            other for other in places if other[0] is not state and management(other[0]) == own
        ]
        if not others:
            yield {"file": f"reports/{state.file}", "start": start, "end": end, "kind": "own"}
        for other, b_start, b_end in others:
            if places.index((other, b_start, b_end)) < number:
                continue
            yield {
                "a_file": f"reports/{state.file}",
                "a_start": start,
                "a_end": end,
                "b_file": f"reports/{other.file}",
                "b_start": b_start,
                "b_end": b_end,
                "kind": "own_previous_year" if other.number == state.number else "copied",
                "edit": "exact",
            }


def _place(state: State) -> tuple[int, int]:
    own = management(state)
    start = read_path(ROOT / "reports" / state.file).text.index(own)
    return start, start + len(own)


def _write(path: Path, records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")


def _encoded(state: State, text: str) -> bytes:
    if state.number == 2:
        return text.encode("gb18030")
    if state.number == 6:
        return text.replace("\n", "\r\n").encode("utf-8")
    if state.number == 8:
        return b"\xef\xbb\xbf" + text.encode("utf-8")
    return text.encode("utf-8")


def _text(blocks: list[Block], tables: list[Form], kind: str) -> str:
    lines = [f"　　{text}" if name == "p" else text for name, text in blocks]
    for number, form in enumerate(tables, 1):
        lines += ["", f"附件{number}" if kind == "cells" else "", form.caption]
        lines += _cell_lines(form) if kind == "cells" else _tab_lines(form)
        if form.note:
            lines += ["", form.note]
    return "\n".join(lines) + "\n"


def _cell_lines(form: Form) -> list[str]:
    """Each cell a TAB line, rows parted by blank lines; a cell merged down leaves an empty one."""
    lines: list[str] = []
    hanging: list[int] = []
    for row in form.rows:
        spans = [height for _, _, height in row]
        texts = [text for text, _, _ in row]
        empties = sum(1 for left in hanging if left > 0)
        hanging = [left - 1 for left in hanging if left > 1]
        hanging += [height - 1 for height in spans if height > 1]
        lines += [f"\t{text}" for text in [*[""] * empties, *texts]]
        lines.append("")
    return lines


def _tab_lines(form: Form) -> list[str]:
    return ["\t".join(text for text, _, _ in row) for row in form.rows]


def _docx(blocks: list[Block], tables: list[Form]) -> bytes:
    body = "".join(_paragraph(text, bold=name != "p") for name, text in blocks)
    for form in tables:
        body += _paragraph(form.caption, bold=True) + _grid(form)
        if form.note:
            body += _paragraph(form.note)
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_NS}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    types = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    rels = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in (
            ("[Content_Types].xml", types),
            ("_rels/.rels", rels),
            ("word/document.xml", document),
        ):
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return stream.getvalue()


def _paragraph(text: str, *, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _grid(form: Form) -> str:
    columns = '<w:gridCol w:w="1200"/>' * form.width
    open_cells: dict[int, tuple[int, int]] = {}
    rows = ""
    for row in form.rows:
        rows += f"<w:tr>{_grid_row(row, form.width, open_cells)}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _grid_row(
    row: list[tuple[str, int, int]], width: int, open_cells: dict[int, tuple[int, int]]
) -> str:
    out, col = "", 0
    waiting = list(row)
    while col < width and (waiting or col in open_cells):
        if col in open_cells:
            left, span = open_cells[col]
            out += f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
            if left > 1:
                open_cells[col] = (left - 1, span)
            else:
                del open_cells[col]
            col += span
            continue
        text, span, height = waiting.pop(0)
        if not waiting and col + span < width:
            span = width - col
        merge = '<w:vMerge w:val="restart"/>' if height > 1 else ""
        parts = (
            "".join(_paragraph(part) for part in text.replace("（", "\n（").split("\n"))
            if text.endswith("分）")
            else _paragraph(text)
        )
        out += f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{parts}</w:tc>'
        if height > 1:
            open_cells[col] = (height - 1, span)
        col += span
    return out


if __name__ == "__main__":
    main()
