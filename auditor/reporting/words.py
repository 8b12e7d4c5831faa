"""Words of the pages in Chinese and English; data in ``words.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("zh", "en")


def _read() -> dict[str, tuple[str, str]]:
    text = (files("auditor.reporting") / "words.toml").read_text("utf-8")
    return {name: (zh, en) for name, (zh, en) in tomllib.loads(text).items()}


PAIRS: Final[dict[str, tuple[str, str]]] = _read()
"""Name → (Chinese, English)."""

WORDS: Final[dict[str, dict[str, str]]] = {
    lang: {name: pair[index] for name, pair in PAIRS.items()}
    for index, lang in enumerate(LANGUAGES)
}
"""Language → name → word."""

_FIELDS: Final = {
    "target": "指标值",
    "actual": "完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因",
    "rate": "执行率",
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
}


def label_of(label: str) -> str:
    """A label of evidence with the form's field names (``actual``, ``score``) as the form has them.

    Labels quote the report, so they stay Chinese in either language.
    """
    return " / ".join(_FIELDS.get(part, part) for part in label.split(" / ") if part)
