from __future__ import annotations

import marshal

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jieba import finalseg

from auditor.language.cutter import Cutter
from auditor.language.tokenizer import _at_once

PHRASES = [
    "全年组织开展业务培训班",
    "一般公共预算财政拨款支出决算",
    "云澜县农业农村局",
    "新建改建农村公路并完成安全生命防护工程",
    "研究生命起源",
    "PM2.5年均浓度",
    "他来到了网易杭研大厦",
    "龘靐齉",
    "a",
    "",
]


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(60)
    made = jieba.Tokenizer()
    made.initialize()
    made.add_word("三公经费")
    return made


@pytest.fixture(scope="module")
def cutter(tokenizer: jieba.Tokenizer) -> Cutter:
    return Cutter(tokenizer, finalseg)


@pytest.mark.parametrize("phrase", [*PHRASES, "共计 12个、3次（含）", "三公经费"])
def test_words_are_those_of_jieba(tokenizer: jieba.Tokenizer, cutter: Cutter, phrase: str) -> None:
    assert cutter.words(phrase) == tokenizer.lcut(phrase)


def test_domain_words_and_unknown_names(cutter: Cutter) -> None:
    assert cutter.words("压减三公经费") == ["压减", "三公经费"]
    assert "".join(cutter.words("龘靐齉")) == "龘靐齉"


@given(st.lists(st.sampled_from([*"全年度预算执行率培训人次县局的了农村建设公路龘", "ab", "12"])))
def test_any_phrase_is_cut_like_jieba(
    tokenizer: jieba.Tokenizer, cutter: Cutter, parts: list[str]
) -> None:
    phrase = "".join(parts)
    assert cutter.words(phrase) == tokenizer.lcut(phrase)


@pytest.mark.parametrize("phrase", PHRASES)
def test_pairs_are_those_of_a_search(
    tokenizer: jieba.Tokenizer, cutter: Cutter, phrase: str
) -> None:
    expected = [word for word in tokenizer.lcut_for_search(phrase) if len(word) == 2]
    assert list(cutter.pairs(phrase)) == expected


def test_the_dictionary_is_jiebas_and_jieba_is_left_as_it_was() -> None:
    with _at_once():
        assert jieba.marshal is not marshal
        ours = jieba.Tokenizer()
        ours.initialize()
    assert jieba.marshal is marshal
    theirs = jieba.Tokenizer()
    theirs.initialize()
    assert (ours.FREQ, ours.total) == (theirs.FREQ, theirs.total)
