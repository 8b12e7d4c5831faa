"""The shipped corpus: rebuilt byte for byte, labels that cut, planted faults found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import corpus.build as build
from auditor.evaluation import evaluate_gold
from auditor.reading import read_path

CORPUS = Path(build.__file__).parent


def test_the_corpus_rebuilds_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    build.main()
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert len([p for p in made if p.parts[0] == "reports"]) == 24
    for name, data in made.items():
        assert (CORPUS / name).read_bytes() == data, name


def test_labels_cut_their_words() -> None:
    for line in (CORPUS / "labels" / "findings.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        text = read_path(CORPUS / label["file"]).text
        for place in label["evidence"]:
            if place["start"] is not None:
                assert text[place["start"] : place["end"]] == place["text"], label["id"]


def test_planted_faults_are_found_and_nothing_else() -> None:
    result = evaluate_gold(CORPUS / "labels", CORPUS)
    overall = result.rows[-1]
    assert (overall.precision, overall.recall) == (1.0, 1.0), result.misses
