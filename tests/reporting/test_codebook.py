"""Every column has a meaning, every meaning a column."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import auditor
from auditor.reporting.codebook import codebook, frame_of
from auditor.reporting.schema import FRAMES

TOML = Path(auditor.__file__).parent / "reporting" / "codebook.toml"


def test_every_column_is_defined() -> None:
    entries = codebook()
    assert [(e.frame, e.name) for e in entries] == [(f, c) for f in FRAMES for c in FRAMES[f]]
    assert all(e.definition.endswith(".") for e in entries)
    assert all(frame_of(name)[0] for name in FRAMES)


def test_nothing_is_defined_that_isn_t_there() -> None:
    words = tomllib.loads(TOML.read_text("utf-8"))
    assert set(words["frames"]) == set(FRAMES)
    for frame in FRAMES:
        assert set(words.get(frame, {})) <= set(FRAMES[frame]), frame
    everywhere = {column for columns in FRAMES.values() for column in columns}
    assert set(words["shared"]) <= everywhere


def test_numbers_have_a_unit_unless_they_only_tell_apart() -> None:
    ids = {"section_id", "parent", "level", "row", "col", "rank", "cluster", "page", "paragraph"}
    bare = {
        f"{e.frame}.{e.name}"
        for e in codebook()
        if e.type in ("Int64", "Float64") and not e.unit and e.name not in ids
    }
    assert bare == set()


def test_wordings() -> None:
    known = {(e.frame, e.name): e for e in codebook()}
    assert "family establishment" in known["panel", "findings_establishment"].definition
    assert known["indicators", "actual_value"].definition.startswith("The number in the actual")
    assert known["measures", "chars"].definition != known["passages", "chars"].definition


def test_as_a_frame() -> None:
    frame = auditor.codebook("findings")
    assert list(frame.columns) == ["frame", "name", "type", "unit", "definition", "source"]
    assert frame["name"].tolist() == list(FRAMES["findings"])
    assert len(auditor.codebook()) == len(codebook())
    with pytest.raises(KeyError):
        auditor.codebook("none")
