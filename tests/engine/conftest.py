from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.databases import empty_run, postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str | None]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str | None]:
    """A run's folder, and where its verdicts go."""
    out = empty_run(tmp_path)
    if request.param == "sqlite":
        return out, None
    url = request.getfixturevalue("postgres_url")
    if url is None:
        pytest.skip("no PostgreSQL on this machine")
    return out, url
