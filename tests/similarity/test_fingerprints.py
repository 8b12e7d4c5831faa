from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.document import Document
from auditor.similarity import Fingerprints, fingerprint
from auditor.similarity.fingerprints import GRAM, sample
from auditor.similarity.units import unit_key

HANZI = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳", min_size=0, max_size=120)


def test_bytes_round_trip(make) -> None:
    one = fingerprint(
        make("甲.txt", "2023年检修灌区泵站12座，更换老化线路。", "柳河区水利局", "云岭市柳河区")
    )
    again = Fingerprints.from_bytes(one.to_bytes())
    assert again.to_bytes() == one.to_bytes()
    assert (again.text, again.unit, again.regions, again.year, again.key) == (
        one.text, one.unit, ("云岭市", "云岭市柳河区"), 2023, "甲.txt",
    )  # fmt: skip
    assert np.array_equal(again.hashes, one.hashes)
    assert np.array_equal(again.positions, one.positions)


def test_other_bytes_are_refused(make) -> None:
    data = fingerprint(make("甲.txt", "检修灌区泵站，更换老化线路。")).to_bytes()
    for broken in (b"", b"PK\x03\x04abcdefgh", data[:-3]):
        with pytest.raises(ValueError, match="fingerprints"):
            Fingerprints.from_bytes(broken)


@given(HANZI, HANZI, HANZI)
def test_a_text_keeps_its_grams_wherever_it_stands(before: str, text: str, after: str) -> None:
    alone, places = sample(text)
    hashes, everywhere = sample(before + text + after)
    low, high = len(before), len(before) + len(text) - GRAM
    inside = (everywhere >= low) & (everywhere <= high)
    assert np.array_equal(hashes[inside], alone)
    assert np.array_equal(everywhere[inside] - low, places)


def test_about_one_gram_in_four_is_kept() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(2000))
    assert 420 < len(sample(text)[0]) < 580


def test_grams_of_numbers_and_punctuation_are_left_out() -> None:
    assert len(sample("Ｎ元,Ｎ元,Ｎ元,Ｎ元;Ｎ元。")[0]) == 0


def unit(make, agency: str | None, region: str | None, key: str = "k") -> str:
    document: Document = make(key, "略。", agency, region)
    return unit_key(document)


def test_one_unit_under_two_spellings(make) -> None:
    region = "云岭市柳河区"
    assert unit(make, "中共云岭市柳河区委组织部", region) == unit(make, "组织部", region)
    assert unit(make, "柳河区民政局", None, "a") == unit(make, "柳河区民政局", None, "b")


def test_a_name_without_a_place_is_no_proof_of_one_unit(make) -> None:
    assert unit(make, "区委办公室", None, "a") != unit(make, "区委办公室", None, "b")
    assert unit(make, None, None, "a") != unit(make, None, None, "b")
