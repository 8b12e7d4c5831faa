"""Label files: JSON Lines in the formats that ``corpus/labels/README.md`` describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.core.charspan import CharSpan

Label = dict[str, Any]


def read_labels(path: Path) -> Iterator[Label]:
    """The records of ``path``; none where it isn't there."""
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def links_by_file(gold: Path) -> dict[str, list[Label]]:
    """The labels of ``links.jsonl`` by file."""
    files: dict[str, list[Label]] = {}
    for label in read_labels(gold / "links.jsonl"):
        files.setdefault(label["file"], []).append(label)
    return files


def is_link(label: Label, said: CharSpan, cell: CharSpan) -> bool:
    """Whether the label links the number at ``said`` to ``cell``.

    A label's span of the narrative can hold the indicator's words, that of the cell its label.
    """
    end = label.get("cell_end") or label["cell_start"] + len(label["cell_text"]) + 3
    return bool(
        said.start < label["narrative_end"]
        and label["narrative_start"] < said.end
        and label["cell_start"] <= cell.start < end
    )


def is_sum(label: Label) -> bool:
    """Whether the claim is an addend of what the cell states."""
    return label.get("relation") in ("sum", "aggregate-sum")


def states_same(label: Label) -> bool:
    """Whether claim and cell (or claims together and cell) state one fact.

    A part of the cell's fact, or a number that a rate is computed from, is related to the cell but
    not linked to it.
    """
    return label.get("relation") not in ("part", "ratio")


def is_wanted(label: Label) -> bool:
    """Whether the link must be found; a second reading (``alternative``) is right where it is."""
    return states_same(label) and not label.get("alternative", False)
