"""The possible pairs of labelled reports, with what the labels say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.claims import extract_claims
from auditor.core.errors import UsageError
from auditor.evaluation.labels import (
    Label,
    is_link,
    is_sum,
    is_wanted,
    links_by_file,
    read_labels,
)
from auditor.linking import Pairs, pairs_of
from auditor.linking.encoders import Encoder
from auditor.linking.lexis import FloatArray
from auditor.quantities import find_quantities
from auditor.reading import read_path
from auditor.tables import parse_tables

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """The pairs of one report: ``truth`` is 1 for linked, 0 for not, −1 in doubt.

    ``file`` numbers the report.
    """

    pairs: Pairs
    truth: npt.NDArray[np.int8]
    file: int


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Pairs of all labelled reports, block by block.

    ``files`` are their names, ``families`` and ``agencies`` what ``meta.jsonl`` says each is (the
    name itself where it says nothing): forms and trades that are held out together.
    """

    blocks: Sequence[Block]
    files: tuple[str, ...]
    families: tuple[str, ...]
    agencies: tuple[str, ...]

    def values(self) -> FloatArray:
        """All features of all pairs, block after block."""
        return np.concatenate([block.pairs.values for block in self.blocks])

    def truth(self) -> npt.NDArray[np.int8]:
        """What the labels say of each pair."""
        return np.concatenate([block.truth for block in self.blocks])

    def file_of(self) -> IntArray:
        """The report of each pair."""
        return np.concatenate([np.full(len(b.truth), b.file, np.intp) for b in self.blocks])

    def parts(self, of_pairs: FloatArray) -> list[FloatArray]:
        """Figures of all pairs cut into those of the blocks."""
        ends = np.cumsum([len(block.truth) for block in self.blocks])
        return np.split(of_pairs, ends[:-1])


def training_set(
    golds: Sequence[Path], reports: Path | None = None, encoder: Encoder | None = None
) -> TrainingSet:
    """The possible pairs of every report that ``links.jsonl`` in ``golds`` labels.

    A sum is linked where all its addends have the cell by a label of a sum; an addend alone is
    not. A part of what a cell states, and an operand of it, are left out. ``UsageError`` where
    nothing is labelled.
    """
    blocks: list[Block] = []
    names: list[str] = []
    kinds: list[tuple[str, str]] = []
    for gold in golds:
        meta = {m["file"]: m for m in read_labels(gold / "meta.jsonl")}
        for name, labels in links_by_file(gold).items():
            path = (reports or gold.parent) / name
            if not path.exists():
                path = gold / name
            document = read_path(path, key=name)
            numbers = find_quantities(document.text, folded=document.folded).quantities
            claims = extract_claims(document, numbers).claims
            pairs = pairs_of(claims, parse_tables(document), document, encoder)
            if len(pairs.rows):
                blocks.append(Block(pairs, label_pairs(pairs, labels), len(names)))
            names.append(f"{gold.name}/{name}")
            own = meta.get(name, {})
            kinds.append((own.get("family", names[-1]), own.get("agency", names[-1])))
    if not any((block.truth == 1).any() for block in blocks):
        raise UsageError("标注文件夹中没有可用于训练的链接（links.jsonl）。")
    families, agencies = zip(*kinds, strict=True)
    return TrainingSet(tuple(blocks), tuple(names), families, agencies)


def label_pairs(pairs: Pairs, labels: Sequence[Label]) -> npt.NDArray[np.int8]:
    """1 for a pair that is linked by the labels, 0 for one that isn't, −1 for one in doubt."""
    truth = np.zeros(len(pairs.rows), dtype=np.int8)
    for k, (i, j) in enumerate(zip(pairs.rows.tolist(), pairs.cols.tolist(), strict=True)):
        fact, cell = pairs.facts[i], pairs.cells[j]
        fitting = [
            [g for g in labels if is_link(g, claim.quantity.span, cell.span)]
            for claim in fact.claims
        ]
        if fact.is_sum:
            truth[k] = 1 if all(any(is_sum(g) for g in found) for found in fitting) else 0
        elif any(fitting):
            whole = any(is_wanted(g) and not is_sum(g) for found in fitting for g in found)
            summed = any(is_sum(g) for found in fitting for g in found)
            truth[k] = 1 if whole else 0 if summed else -1
    return truth
