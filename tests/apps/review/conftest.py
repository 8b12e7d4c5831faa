from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.review.desks import Place, made_run, opened


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_run(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def place(run_folder: Path, tmp_path: Path) -> Iterator[Place]:
    made = opened(run_folder, tmp_path / "out")
    yield made
    made.close()
