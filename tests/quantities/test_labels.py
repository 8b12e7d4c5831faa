"""The hand-made labels hold together, and the extractor keeps to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from auditor.evaluation.quantities import score_quantities

FOLDER = Path(__file__).parents[2] / "corpus" / "labels" / "quantities"
NUMERAL = re.compile("[0-9０-９零〇一二两三四五六七八九十百千万亿]")


def test_each_numeral_has_one_label() -> None:
    for line in (FOLDER / "sentences.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        covered = [0] * len(record["text"])
        for label in record["labels"]:
            for at in range(label["start"], label["end"]):
                covered[at] += 1
        assert max(covered) == 1, record["id"]
        for match in NUMERAL.finditer(record["text"]):
            assert covered[match.start()] == 1, (record["id"], match)


def test_precision_and_recall_on_the_labelled_sentences() -> None:
    rows, misses = score_quantities(FOLDER, None)
    spans, *shares = rows
    assert spans.gold >= 2000
    assert spans.precision is not None
    assert spans.precision >= 0.99, misses
    assert spans.recall is not None
    assert spans.recall >= 0.99, misses
    assert all(row.recall is not None and row.recall >= 0.99 for row in shares), misses
