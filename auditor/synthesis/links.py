"""The links of a report: each claim of the narrative and each cell that states the same fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from auditor.synthesis.model import Cell, Rich, Spot
from auditor.synthesis.specs import Made

_SAME: Final = {"cost": "final.final", "cost.target": "budget"}
_UNTOLD: Final = ("weight", "reason")


def links_of(made: Made) -> Iterator[dict[str, Any]]:
    """Label records; ``corrupted`` where a fault changed a number of the pair.

    ``relation``: ``equal``; ``sum`` for a part of a fact that the narrative tells by its parts alone;
    ``part`` for a part beside its whole; ``ratio`` for what a rate is computed from; ``target`` for a
    result whose form has no column but the target's. ``alternative``
    marks a cell that a reader may take as well, and the cell of a bare operand (执行率=a÷b); a claim
    is answered without it.
    """
    cells: dict[str, list[Spot]] = {}
    claims: list[Spot] = []
    operands: list[Spot] = []
    for spot in made.spots:
        if spot.grid is not None:
            if spot.mark.value is not None:
                cells.setdefault(_SAME.get(spot.mark.key, spot.mark.key), []).append(spot)
        elif spot.mark.value is not None:
            (claims if spot.mark.unit is not None else operands).append(spot)
    number = 0
    for claim in operands:
        for cell in cells.get(_SAME.get(claim.mark.key, claim.mark.key), ()):
            number += 1
            yield {**_record(made, number, claim, cell, "equal"), "alternative": True}
    for claim in claims:
        for cell in _target_alone(claim.mark.key, cells):
            number += 1
            yield {**_record(made, number, claim, cell, "target"), "alternative": True}
        for relation, key in _facts(claim.mark.key, made.summed, cells):
            for cell in cells[key]:
                number += 1
                yield _record(made, number, claim, cell, relation)
            for cell in _alternatives(key, cells) if relation == "equal" else ():
                number += 1
                yield {**_record(made, number, claim, cell, relation), "alternative": True}


def _alternatives(key: str, cells: dict[str, list[Spot]]) -> Iterator[Spot]:
    """Cells of the budget column where it equals the final one: 基本支出637.88万元 may mean either."""
    base, _, tail = key.rpartition(".")
    same = {"final.final": "budget"}.get(key, f"{base}.budget")
    if tail != "final" or same not in cells:
        return
    for cell in cells[same]:
        if cell.mark.value == cells[key][0].mark.value:
            yield cell


def _target_alone(key: str, cells: dict[str, list[Spot]]) -> Iterator[Spot]:
    """The target of a result whose form has no column for results: the row is about it all the same."""
    if key not in cells and not key.endswith((".target", *_UNTOLD)):
        yield from cells.get(f"{key}.target", ())


def _facts(
    key: str, summed: frozenset[str], cells: dict[str, list[Spot]]
) -> Iterator[tuple[str, str]]:
    key = _SAME.get(key, key)
    if key in cells and not key.endswith(_UNTOLD):
        yield "equal", key
        return
    base, _, tail = key.rpartition(".")
    if base in cells and tail in ("a", "b"):
        yield ("sum" if base in summed else "part"), base
    elif base in cells and tail in ("part", "whole"):
        yield "ratio", base


def _record(made: Made, number: int, claim: Spot, cell: Spot, relation: str) -> dict[str, Any]:
    mark = claim.mark
    shown = cell.cell or Cell(Rich(""))
    return {
        "file": made.spec.file,
        "id": f"{made.spec.part}-{made.spec.number:05d}-L{number:03d}",
        "narrative_start": claim.start,
        "narrative_end": claim.end,
        "narrative_text": made.text[claim.start : claim.end],
        "value": mark.value,
        "unit": mark.unit,
        "table": cell.grid,
        "row_label": shown.row_label,
        "column_label": shown.column_label,
        "cell_text": made.text[cell.cell_start : cell.cell_end].strip(),
        "cell_start": cell.cell_start,
        "cell_end": cell.cell_end,
        "relation": relation,
        "fact": cell.mark.key,
        "corrupted": _differ(made, claim, cell),
        "alternative": False,
    }


def _differ(made: Made, claim: Spot, cell: Spot) -> bool:
    """Whether a fault gave the claim another number than the cell has."""
    shown, mark = made.shown, claim.mark
    told = shown.nth.get((mark.key, mark.nth), shown.text.get(mark.key))
    stated = shown.table.get(cell.mark.key)
    return told != stated or mark.key in shown.units
