from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.document import Document
from auditor.similarity import Fingerprints, fingerprint, fingerprint_all
from auditor.similarity.fingerprints import GRAM, sample
from auditor.similarity.mask import codes_of
from auditor.similarity.units import unit_key


def grams(text: str) -> tuple[np.ndarray, np.ndarray]:
    return sample(codes_of(text), np.array([0, len(text)]))


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
    alone, places = grams(text)
    hashes, everywhere = grams(before + text + after)
    low, high = len(before), len(before) + len(text) - GRAM
    inside = (everywhere >= low) & (everywhere <= high)
    assert np.array_equal(hashes[inside], alone)
    assert np.array_equal(everywhere[inside] - low, places)


def test_about_one_gram_in_four_is_kept() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(2000))
    assert 420 < len(grams(text)[0]) < 580


def test_grams_of_numbers_and_punctuation_are_left_out() -> None:
    assert len(grams("Ｎ元,Ｎ元,Ｎ元,Ｎ元;Ｎ元。")[0]) == 0


def test_several_reports_at_once_give_the_same_as_each_alone(make) -> None:
    documents = [
        make("甲.txt", "2023年检修灌区泵站12座，更换老化线路。", "柳河区水利局", "云岭市柳河区"),
        make("乙.txt", ""),
        make("丙.txt", "组织技术员逐段排查灌区干渠渗漏点126处"),
        make("丁.txt", "𠮷林村更换闸门14扇，末级渠道通水时间提前。"),
    ]
    alone = [fingerprint(document).to_bytes() for document in documents]
    assert [one.to_bytes() for one in fingerprint_all(iter(documents))] == alone


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
