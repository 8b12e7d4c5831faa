from __future__ import annotations

import numpy as np
import pytest

from auditor.similarity import compare_reports, corpus, fingerprint
from auditor.similarity.corpus import gather, sums_before


def test_sums_go_on_over_portions() -> None:
    table = np.zeros(1 << 16, np.int32)
    table[7] = 1
    codes = np.full(150_000, 7, np.uint16)
    codes[70_000:] = 3
    sums = sums_before(table, codes)
    assert sums[[0, 1, 65_536, 65_537, 70_000, 70_001, 150_000]].tolist() == [
        0, 1, 65_536, 65_537, 70_000, 70_000, 70_000
    ]  # fmt: skip


def test_a_large_run_goes_by_four_fifths_of_the_grams(
    make, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = "".join(chr(0x4E00 + 11 * n % 6000) for n in range(4000))
    documents = [make("a", f"甲{story}。"), make("b", f"乙甲{story[:2000]}。"), make("c", "丙。")]
    prints = [fingerprint(document) for document in documents]
    whole, hashes = gather(prints)
    every = dict(zip(whole.places.tolist(), hashes.tolist(), strict=True))
    monkeypatch.setattr(corpus, "_MOST_GRAMS", len(hashes))
    assert len(gather(prints)[1]) == len(hashes)
    monkeypatch.setattr(corpus, "_MOST_GRAMS", len(hashes) - 1)
    thin, left = gather(prints)
    assert 0.75 * len(hashes) < len(left) < 0.85 * len(hashes)
    assert thin.grams[-1] == len(left) == len(thin.places)
    assert all(every[p] == h for p, h in zip(thin.places.tolist(), left.tolist(), strict=True))
    # The same ones in both reports, so that what they share is found all the same.
    (passage,) = compare_reports(documents).passages
    assert len(passage.a_span) >= 2000
