"""The labels made by hand: places cut their words, sums are sums, and nothing of it is odd."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.reading import read_path

ROOT = Path(__file__).parents[2]
FOLDERS = (
    (ROOT / "corpus/labels", ROOT / "corpus"),
    (ROOT / "tests/strangers/labels", ROOT / "tests/strangers"),
)
VERDICTS = {"holds", "violated", "undecided"}


@cache
def text_of(path: Path) -> str:
    return read_path(path).text


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / name
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("labels", "reports"), FOLDERS)
def test_links_cut_their_words(labels: Path, reports: Path) -> None:
    found = records(labels, "links.jsonl")
    assert len(found) > 300
    assert len({g["id"] for g in found}) == len(found)
    for g in found:
        text = text_of(reports / g["file"])
        assert text[g["narrative_start"] : g["narrative_end"]] == g["narrative_text"], g["id"]
        assert text[g["cell_start"] : g["cell_end"]] == g["cell_text"], g["id"]
        assert g["relation"] in {"equal", "sum", "part", "ratio"}


@pytest.mark.parametrize(("labels", "reports"), FOLDERS)
def test_relations_cut_their_words_and_whole_sums_are_sums(labels: Path, reports: Path) -> None:
    found = records(labels, "arith.jsonl")
    assert len(found) > 100
    for g in found:
        text = text_of(reports / g["file"])
        for place in (*g["operands"], g["stated"]):
            assert text[place["start"] : place["end"]] == place["text"], g["id"]
        assert g["verdict"] in VERDICTS
        if g["kind"] in ("total-parts", "weights-total", "score-total", "weights-level1"):
            total = sum(Decimal(o["value"]) for o in g["operands"])
            units = {o["text"].lstrip("0123456789.") for o in (*g["operands"], g["stated"])}
            if units <= {"元", "万元", ""} and len(units) > 1:
                continue
            assert (total == Decimal(g["stated"]["value"])) is (g["verdict"] == "holds"), g["id"]


@pytest.mark.parametrize(("labels", "reports"), FOLDERS)
def test_complete_files_are_there(labels: Path, reports: Path) -> None:
    complete = json.loads((labels / "complete.json").read_text("utf-8"))
    assert set(complete) == {"links", "relations", "tables"}
    assert all((reports / name).exists() for names in complete.values() for name in names)


def test_a_hedge_that_holds_the_number_is_no_corruption() -> None:
    found = records(ROOT / "corpus/labels", "links.jsonl")
    hedged = {g["narrative_text"]: g["corrupted"] for g in found if "余" in g["narrative_text"]}
    assert hedged == {"1700余人次": True, "5200余人次": False, "5300余人次": False}


def test_tables_cut_their_words_and_fields_are_cells() -> None:
    tables = json.loads((ROOT / "corpus/labels/tables.json").read_text("utf-8"))
    assert len(tables) == 12
    for name, found in tables.items():
        text = text_of(ROOT / "corpus" / name)
        for table in found:
            cells = {(c["start"], c["end"]) for row in table["cells"] for c in row}
            for row in table["cells"]:
                for cell in row:
                    assert text[cell["start"] : cell["end"]] == cell["text"]
            for record in table["indicators"]:
                for key in ("level3", "target", "actual", "weight", "score", "reason"):
                    place = record[key]
                    assert place is None or (place["start"], place["end"]) in cells


def test_traps_cut_their_words() -> None:
    for g in records(ROOT / "corpus/labels", "traps.jsonl"):
        text = text_of(ROOT / "corpus" / g["file"])
        for place in g["spans"]:
            assert text[place["start"] : place["end"]] == place["text"], g["id"]


def test_no_sentence_of_a_real_report_is_stored() -> None:
    shared = ROOT / "corpus/labels/shared"
    assert (shared / "links.jsonl").read_text("utf-8") == ""
    complete = json.loads((shared / "complete.json").read_text("utf-8"))
    assert complete == {"links": ["qiaoxi-2022.txt", "xinhua-2025.txt"], "relations": [], "tables": []}  # fmt: skip
