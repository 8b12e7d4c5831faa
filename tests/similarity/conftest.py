"""Documents by hand: sentences split at 。, identity as told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Identity, Sentence

FOLD = str.maketrans("，；：（）！？　０１２３４５６７８９", ",;:()!? 0123456789")

Make = Callable[..., Document]


def build(
    key: str,
    text: str,
    agency: str | None = None,
    region: str | None = None,
    year: int | None = 2023,
    aliases: tuple[str, ...] = (),
) -> Document:
    sentences = tuple(
        Sentence(CharSpan(m.start(), m.end()), None) for m in re.finditer(r"[^。]+。?", text)
    )
    return Document(
        id=f"id-{key}",
        key=key,
        source_name=key,
        media_type="text/plain",
        text=text,
        folded=text.translate(FOLD),
        sentences=sentences,
        identity=Identity(agency, region, year, aliases=aliases),
    )


@pytest.fixture
def make() -> Make:
    return build
