"""Every word that a template asks for exists, and every word is asked for."""

from __future__ import annotations

import re
from importlib.resources import files

from auditor.apps.review.words import DESK_PAIRS
from auditor.core.review import DismissReason, Rank

TEMPLATES = files("auditor.apps.review") / "templates"
SOURCE = "\n".join(
    file.read_text("utf-8")
    for folder in (TEMPLATES, files("auditor.apps.review"))
    for file in folder.iterdir()
    if file.name.endswith((".j2", ".py"))
)


def test_words_have_two_languages_and_the_same_blanks() -> None:
    for name, (zh, en) in DESK_PAIRS.items():
        if name.startswith("desk_"):
            blanks = [sorted(re.findall(r"\{\w+\}", text)) for text in (zh, en)]
            assert blanks[0] == blanks[1], name
            assert "{name}" not in zh, "`name` is an argument of Tongue.word"


def test_words_exist() -> None:
    asked = set(re.findall(r'"(desk_\w+[a-z0-9])"', SOURCE))
    assert asked
    assert asked <= set(DESK_PAIRS)
    for reason in DismissReason:
        assert f"why_{reason.value}" in DESK_PAIRS
    for rank in Rank:
        assert f"desk_{'lead_rank' if rank is Rank.LEAD else rank.value}" in DESK_PAIRS


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    """The content policy would refuse them."""
    for file in TEMPLATES.iterdir():
        text = file.read_text("utf-8")
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script>|javascript:", text), file.name
        assert "|safe" not in text.replace("' scope=\"col\"'|safe", "").replace(
            '\' scope="col" class="n"\'|safe', ""
        ), file.name
