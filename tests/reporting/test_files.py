"""A file is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.reporting.files import whole_file


def test_a_file_stands_in_its_place_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.bin"
    with whole_file(path) as file:
        file.write(b"12")
        assert not path.exists()
        file.seek(0)
        file.write(b"3")
    assert path.read_bytes() == b"32"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), whole_file(path) as file:
        file.write("neu")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
