"""Bytes, DocBin, worker processes, saved pipelines; entry points without importing auditor."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin

from auditor.nlp import load_nlp
from tests.nlp.test_components import REPORT

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def doc() -> Doc:
    return load_nlp()(REPORT)


def same(a: Doc, b: Doc) -> None:
    for name in ("report", "quantities", "excluded", "claims", "groups", "links"):
        assert getattr(a._, name) == getattr(b._, name), name
    for key in a.spans:
        assert [(s.text, s.label_, s.id_) for s in a.spans[key]] == [
            (s.text, s.label_, s.id_) for s in b.spans[key]
        ]
    assert [s._.claim for s in a.spans["auditor_claims"]] == list(b._.claims)
    assert [t._.table for t in a._.tables] == [t._.table for t in b._.tables]


def test_bytes(doc: Doc) -> None:
    same(doc, Doc(spacy.blank("zh").vocab).from_bytes(doc.to_bytes()))


def test_docbin(doc: Doc, tmp_path: Path) -> None:
    DocBin(docs=[doc, doc], store_user_data=True).to_disk(tmp_path / "docs.spacy")
    known = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("zh").vocab)
    for other in known:
        same(doc, other)


def test_other_values_of_user_data_pass_by(doc: Doc) -> None:
    data = srsly.msgpack_loads(srsly.msgpack_dumps({"a": [1, {"__auditor__": "no such stage"}]}))
    assert data == {"a": [1, {"__auditor__": "no such stage"}]}


def test_pickles(doc: Doc) -> None:
    import pickle

    same(doc, pickle.loads(pickle.dumps(doc)))  # noqa: S301
    again = pickle.loads(pickle.dumps(load_nlp()))  # noqa: S301
    assert again("全年培训党员3800余人次。")._.claims[0].indicator == "培训党员"


def test_merged_and_cut_docs_are_read_anew(doc: Doc) -> None:
    """spaCy drops user data there, and prints what it dropped: that must be no whole report."""
    nlp = load_nlp()
    ours = [value for key, value in doc.user_data.items() if str(key).startswith("auditor")]
    assert len(ours) == 3
    assert max(len(repr(value)) for value in ours) < 100
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*W102")
        merged = Doc.from_docs([nlp(REPORT), nlp("全年培训党员3800余人次。")])
    assert merged._.claims == ()
    for _, pipe in nlp.pipeline:
        merged = pipe(merged)
    assert merged._.claims[-1].indicator == "培训党员"
    cut = next(s for s in doc.sents if "查档" in s.text).as_doc()
    for _, pipe in nlp.pipeline:
        cut = pipe(cut)
    assert [c.indicator for c in cut._.claims] == ["接待查档群众"]


def test_a_saved_pipeline_is_the_same(doc: Doc, tmp_path: Path) -> None:
    nlp = load_nlp()
    nlp.remove_pipe("auditor_claims")
    nlp.add_pipe("auditor_claims", config={"threshold": 0.99, "linker": "rules"})
    nlp.to_disk(tmp_path / "nlp")
    known = spacy.load(tmp_path / "nlp")
    assert known.pipe_names == ["auditor_sections", "auditor_quantities", "auditor_claims"]
    assert known.get_pipe_config("auditor_claims")["threshold"] == 0.99
    again = known(REPORT)
    assert [t.text for t in again] == [t.text for t in doc]
    assert {link.source for link in again._.links} == {"rules"}
    assert {link.source for link in doc._.links} == {"model"}
    fresh = spacy.blank("zh", config=nlp.config).from_bytes(nlp.to_bytes())
    assert fresh.config.to_str() == nlp.config.to_str()


def entry_points(folder: Path) -> None:
    """The distribution's metadata, as an installer writes it, from ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    info = folder / "auditor-0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: auditor\nVersion: 0.0\n")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items()), ""]
    (info / "entry_points.txt").write_text("\n".join(lines))


def run(script: str, tmp_path: Path, *, points: bool = True) -> str:
    if points:
        entry_points(tmp_path)
    path = tmp_path / "script.py"
    path.write_text(script, "utf-8")
    known = [str(tmp_path), str(ROOT), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(known), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(path)], env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_factories_are_found_without_an_import(tmp_path: Path) -> None:
    script = """
import spacy
nlp = spacy.blank("zh")
for name in ("auditor_sections", "auditor_quantities", "auditor_claims"):
    nlp.add_pipe(name)
doc = nlp("全年培训党员3800余人次。")
print(doc._.claims[0].indicator, doc._.quantities[0].text)
"""
    assert run(script, tmp_path).split() == ["培训党员", "3800余人次"]


def test_docs_are_read_back_without_an_import(doc: Doc, tmp_path: Path) -> None:
    (tmp_path / "doc.bin").write_bytes(doc.to_bytes())
    script = f"""
from pathlib import Path
import spacy
from spacy.tokens import Doc
doc = Doc(spacy.blank("zh").vocab).from_bytes(Path({str(tmp_path / "doc.bin")!r}).read_bytes())
print([c.indicator for c in doc._.claims][2], len(doc._.links))
"""
    assert run(script, tmp_path).split() == ["整理档案", str(len(doc._.links))]


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_two_processes(tmp_path: Path, method: str) -> None:
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("no fork on this platform")
    script = f"""
import multiprocessing
import auditor

def main():
    texts = ["全年培训党员3800余人次。", "", "自评得分96分。"] * 2
    nlp = auditor.load_nlp()
    alone = list(nlp.pipe(texts))
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [d._.claims for d in docs] == [d._.claims for d in alone]
    print([q.text for d in docs for q in d._.quantities][-1], len(docs))

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    main()
"""
    assert run(script, tmp_path, points=False).split() == ["96分", "6"]
