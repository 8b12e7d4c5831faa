import hashlib
import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from auditor.core.errors import UsageError
from auditor.evaluation.kinds import CHECKS_OF
from auditor.reading import read_path
from auditor.synthesis import make_corpus, make_report, spec_of
from auditor.synthesis.copying import edited
from auditor.synthesis.fault_kinds import MAKERS
from auditor.synthesis.links import links_of


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _labels(folder: Path, name: str) -> list[dict[str, Any]]:
    lines = (folder / "labels" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    make_corpus(out, seed=11, reports=120)
    return out


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        make_corpus(tmp_path / name, seed=seed, reports=20)
    first, second, other = (_digests(tmp_path / name) for name in "abc")
    assert first == second
    assert first != other


def test_every_label_cuts_its_text_from_what_the_reader_gives(corpus: Path) -> None:
    texts: dict[str, str] = {}
    for link in _labels(corpus, "links"):
        name = link["file"]
        text = texts.setdefault(name, read_path(corpus / name).text)
        assert text[link["narrative_start"] : link["narrative_end"]] == link["narrative_text"]
        cell = text[link["cell_start"] : link["cell_end"]].strip()
        assert cell == link["cell_text"]
    for finding in _labels(corpus, "findings"):
        text = texts.setdefault(finding["file"], read_path(corpus / finding["file"]).text)
        assert finding["evidence"]
        assert finding["type"] in CHECKS_OF
        for place in finding["evidence"]:
            assert text[place["start"] : place["end"]] == place["text"] != ""


def test_uncorrupted_links_agree_and_corrupted_ones_dont(corpus: Path) -> None:
    scale = {"元": Decimal("0.0001")}
    pairs = [link for link in _labels(corpus, "links") if link["relation"] == "equal"]
    changed = 0
    for link in pairs:
        told = link["narrative_text"].translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        # A bare operand (执行率=a÷b) says no unit.
        if link["unit"] is None or any(mark in told for mark in "余多近"):
            continue
        cell = "".join(c for c in link["cell_text"].replace("[bookmark: _GoBack]", "") if c.isdigit() or c in "０１２３４５６７８９.")  # fmt: skip
        value = Decimal(link["value"]) * scale.get(link["unit"], Decimal(1))
        assert (value != Decimal(cell)) is link["corrupted"], link
        changed += link["corrupted"]
    assert changed > 10


def test_parts_are_written_and_kept_apart(corpus: Path) -> None:
    meta = _labels(corpus, "meta")
    assert {record["part"] for record in meta} == {"train", "dev", "test"}
    for field in ("family", "agency"):
        by = {part: {r[field] for r in meta if r["part"] == part} for part in ("train", "dev", "test")}  # fmt: skip
        assert not by["train"] & by["dev"]
        assert not by["train"] & by["test"]
        assert not by["dev"] & by["test"]
    assert {r["file"] for r in meta if r["clean"]} & {f["file"] for f in _labels(corpus, "findings")} == set()  # fmt: skip


def test_copied_passages_share_their_sentences(corpus: Path) -> None:
    passages = [p for p in _labels(corpus, "passages") if p["kind"] != "own" and "alternative" not in p]  # fmt: skip
    assert {p["kind"] for p in passages} == {"copied", "own_previous_year"}
    assert len({p["edit"] for p in passages}) == 4
    for p in passages:
        a, b = (
            read_path(corpus / p[f"{side}_file"]).text[p[f"{side}_start"] : p[f"{side}_end"]]
            for side in "ab"
        )
        bare = [text.replace("\n", "").replace(" ", "") for text in (a, b)]
        if p["edit"] == "exact":
            assert bare[0] == bare[1]
        elif p["edit"] == "reordered":
            assert sorted(bare[0].split("。")) == sorted(bare[1].split("。"))


def test_what_is_not_copied_shares_no_sentence_and_little_of_one(corpus: Path) -> None:
    """The kinds of passages are a matter of how many share them, so chance must not make copies."""
    labels = _labels(corpus, "passages")
    alone = [p for p in labels if p["kind"] == "own"]
    shared = {p[f"{side}_file"] for p in labels if p["kind"] != "own" for side in "ab"}
    assert len(alone) == 120 - len(shared)
    assert not shared & {p["file"] for p in alone}
    runs: dict[str, str] = {}
    for p in alone:
        bare = "".join(read_path(corpus / p["file"]).text[p["start"] : p["end"]].split())
        for start in range(len(bare) - 15):
            assert runs.setdefault(bare[start : start + 16], p["file"]) == p["file"]


def test_edits() -> None:
    told = ["修订制度3项。", "公布进度2次。", "核对票据。"]
    assert edited(told, "exact", Random(1)) == told
    assert edited(told, "reordered", Random(1)) != told
    assert sorted(edited(told, "reordered", Random(1))) == sorted(told)
    assert edited(told, "numbers", Random(1))[2] == told[2]
    assert "3" not in edited(told, "numbers", Random(1))[0]
    assert edited(told, "words", Random(1))[0] == "修改制度3项。"


def test_every_kind_of_fault_can_be_planted() -> None:
    planted: set[str] = set()
    for part in ("train", "dev", "test"):
        for number in range(60):
            spec = spec_of(2, part, number)
            for kind in MAKERS:
                if kind in planted:
                    continue
                made = make_report(spec, wanted=[kind])
                if made.planted:
                    planted.add(kind)
    assert planted == set(MAKERS)


def test_a_fault_changes_nothing_but_its_numbers() -> None:
    spec = next(s for n in range(200) if (s := spec_of(5, "train", n)).family["kind"] == "base_forms" and s.dialect == "tabs")  # fmt: skip
    clean = make_report(spec)
    wrong = make_report(spec, wanted=["narrative-vs-table"])
    assert len(wrong.planted) == 1
    key = wrong.planted[0].keys[0][0]
    assert [s.mark.key for s in clean.spots] == [s.mark.key for s in wrong.spots]
    for a, b in zip(clean.spots, wrong.spots, strict=True):
        same = clean.text[a.start : a.end] == wrong.text[b.start : b.end]
        assert same or a.mark.key == key or "@" in a.mark.key
    assert any(link["corrupted"] for link in links_of(wrong))
    assert not any(link["corrupted"] for link in links_of(clean))


def test_a_folder_with_labels_is_left_alone(corpus: Path) -> None:
    with pytest.raises(UsageError, match="已有标注"):
        make_corpus(corpus, seed=1, reports=1)
    with pytest.raises(UsageError, match="没有 dream"):
        make_corpus(corpus / "new", seed=1, reports=1, part="dream")


def test_the_share_of_clean_reports_is_given(tmp_path: Path) -> None:
    every = make_corpus(tmp_path / "a", seed=1, reports=12, part="dev", clean=1)
    none = make_corpus(tmp_path / "b", seed=1, reports=12, part="dev", clean=0)
    assert (every.clean, every.faults) == (12, {})
    assert none.clean == 0
