"""Text from reports in files that other programs interpret."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FILE_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\u202a-\u202e\u2066-\u2069]+')
_MAX_NAME = 60


def clean(text: str) -> str:
    """``text`` without control characters and without marks that turn its direction round."""
    if text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_VISIBLE = {
    **{ord(char): f"⟦U+{ord(char):04X}⟧" for char in _BIDI},
    **{code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"},
    0x7F: "\u2421",
}
_HIDDEN = re.compile(f"[{''.join(re.escape(chr(code)) for code in _VISIBLE)}]")


def visible(text: str) -> str:
    """``text`` with control characters and marks of direction shown instead of obeyed."""
    if not _HIDDEN.search(text):
        return text
    return text.translate(_VISIBLE)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.startswith(_FORMULA)


def file_name(text: str) -> str:
    """``text`` as a part of a file name on any system; never empty, never a dot."""
    name = _FILE_NAME.sub("_", clean(text))[:_MAX_NAME].strip("._ ")
    return name or "_"
