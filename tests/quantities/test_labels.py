"""The hand-made labels hold together, and the extractor keeps to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from auditor.evaluation.quantities import score_quantities

FOLDER = Path(__file__).parents[2] / "corpus" / "labels" / "quantities"
NUMERAL = re.compile("[0-9０-９零〇一二两三四五六七八九十百千万亿]")


@pytest.mark.parametrize("name", ["sentences", "heldout", "second"])
def test_each_numeral_has_one_label(name: str) -> None:
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
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
    assert [row.gold for row in rows if row.what.endswith("spans")] == [2151, 1447, 601]
    for row in rows:
        assert row.precision is not None
        assert row.precision >= 0.99, misses
        assert row.recall is not None
        assert row.recall >= 0.99, misses
