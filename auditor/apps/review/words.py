"""Words of the desk in Chinese and English, beside those of the pages."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

from auditor.core.review import Act, Decision, Entry
from auditor.reporting.pages.translation import Tongue
from auditor.reporting.words import PAIRS


def _read() -> dict[str, tuple[str, str]]:
    text = (files("auditor.apps.review") / "words.toml").read_text("utf-8")
    own = {name: (zh, en) for name, (zh, en) in tomllib.loads(text).items()}
    return {**PAIRS, **{f"desk_{name}": pair for name, pair in own.items()}}


DESK_PAIRS: Final = _read()
"""Name → (Chinese, English); the desk's own names begin with ``desk_``."""

_DECISIONS: Final = {
    Decision.CONFIRMED: "desk_confirmed",
    Decision.DISMISSED: "desk_dismissed",
    Decision.UNSURE: "desk_unsure_done",
}
_ACTS: Final = {
    Act.COMMENT: "desk_commented",
    Act.LINK: "desk_linked",
    Act.UNDO: "desk_took_back",
}


def tongue(lang: str) -> Tongue:
    """The desk's words in one language."""
    return Tongue(lang, DESK_PAIRS)


def pair(name: str) -> tuple[str, str]:
    """A word of the desk in both languages."""
    return DESK_PAIRS[f"desk_{name}"]


def decision_pair(decision: Decision) -> tuple[str, str]:
    """A decision as a reader calls it."""
    return DESK_PAIRS[_DECISIONS[decision]]


def deed(entry: Entry) -> tuple[str, str]:
    """What an entry did: 不采纳：报告中已有说明（复核）."""
    if entry.decision is None:
        return DESK_PAIRS[_ACTS[entry.act]]
    zh, en = decision_pair(entry.decision)
    if entry.reason is not None:
        why = DESK_PAIRS[f"why_{entry.reason.value}"]
        zh, en = f"{zh}：{why[0]}", f"{en}: {why[1]}"
    if entry.second:
        again = pair("second_review")
        zh, en = f"{zh}（{again[0]}）", f"{en} ({again[1]})"
    return zh, en
