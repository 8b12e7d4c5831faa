"""Words of facts beside labels, a pair at a time; expectations by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.linking.grids import rank
from auditor.linking.lexis import Lexicon, pieces
from auditor.linking.likeness import Characters, closes, in_order, shortened
from auditor.linking.wording import alike


def test_words_are_heard_whole_or_by_kin() -> None:
    asked = Lexicon(("公车", "公车运行", "费用", "费", "用", "车运", "会费"))
    assert asked.heard(("公车", "运行费用", "费"), 1.0, 0.6) == {
        "公车": 1.0,
        "公车运行": 0.6,
        "费用": 0.6,
        "费": 1.0,
        "用": 0.6,
        "运行费用": 1.0,
    }
    # 费 alone stands in 会费, but single characters of the phrase match whole only; and two words
    # side by side aren't one that could hold another.
    assert asked.heard(("费",), 1.0, 0.6) == {"费": 1.0}
    assert "车运" not in asked.heard(("公车", "运行"), 1.0, 0.6)


@given(
    st.text("甲乙丙", min_size=1, max_size=4), st.lists(st.text("甲乙丙", min_size=1, max_size=4))
)
def test_kin_is_holding_or_standing_in(word: str, words: list[str]) -> None:
    near = any(len(w) > 1 and (w in word or word in w) for w in words)
    expected = 1.0 if word in words else 0.6 if near else 0.0
    assert Lexicon([word]).heard(words, 1.0, 0.6).get(word, 0.0) == expected


def test_pieces_are_shorter_than_the_word() -> None:
    assert pieces("出国费") == {"出国", "国费"}
    assert pieces("费") == frozenset()


@pytest.mark.parametrize(
    ("phrase", "label", "equal"),
    [
        ("公用经费", "公用经费", 1.0),
        ("公用经费", "日常公用经费", 0.5),
        ("公务接待费", "公务接待", 0.5),
        ("公务接待", "公务接待次数", 0.5),
        ("公务接待", "公务接待标准", 0.0),
        ("经费", "公用经费", 0.0),
        ("", "", 1.0),
    ],
)
def test_equality_of_phrases(phrase: str, label: str, equal: float) -> None:
    assert alike(phrase, label)[1] == equal


def test_heads_and_short_forms() -> None:
    label = ("培训", "农民", "人次")
    assert closes("人次", label) == 1.0
    assert closes("农民", label) == 0.6
    assert closes("新农民", label) == 0.3
    assert closes("企业", label) == closes("", label) == closes("企业", ()) == 0.0
    assert in_order("抽检", "抽样检验批次")
    assert not in_order("检抽", "抽样检验批次")
    assert not in_order("验验", "抽样检验批次")
    assert shortened(("抽检", "食品"), "抽样检验批次") == 0.5
    assert shortened((), "抽样检验批次") == 0.0


def test_rare_characters_weigh_more() -> None:
    """费 stands in both labels, 水 and 电 in one each: ln(3 / 2.5) and ln(3 / 1.5)."""
    known = Characters([("水费",), ("电费",)])
    assert known.shared("水费", ("水费",)) == 1.0
    assert known.shared("费", ("水费",)) == 0.5
    assert known.rarely_shared("费", ("水费",)) == pytest.approx(
        0.1823 / (0.1823 + 0.6931), abs=1e-4
    )


def test_ranks_are_those_of_the_block() -> None:
    places = np.array([7, 3, 7, 9, 9], dtype=np.intp)
    blocks = np.array([0, 0, 0, 1, 1], dtype=np.intp)
    assert rank(places, blocks).tolist() == [1.0, 0.0, 1.0, 0.0, 0.0]
