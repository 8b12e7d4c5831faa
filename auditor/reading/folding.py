"""Length-preserving folding: one convention, no offset map.

Full-width digits, letters and punctuation become ASCII one to one, odd spaces become a space,
bold marks and bookmarks become filler of the same length. NFKC changes lengths, so it is out.
"""

from __future__ import annotations

import re

_SPACES = (0x00A0, 0x00AD, 0x180E, *range(0x2000, 0x2010), *range(0x202A, 0x2030), 0x205F)
_INVISIBLE = (*range(0x2060, 0x2065), 0x3000, 0xFEFF)
_SMALL = {"﹐": ",", "﹒": ".", "﹔": ";", "﹕": ":", "﹖": "?", "﹗": "!", "﹙": "(", "﹚": ")",
          "﹢": "+", "﹣": "-", "﹤": "<", "﹥": ">", "﹦": "=", "﹪": "%"}  # fmt: skip
_TWINS = {"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "−": "-", "∶": ":", "•": "·"}
# Word writes its Symbol font into plain text as private-use code points.
_SYMBOL_FONT = {0xF0A3: "≤", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B8: "÷"}

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE.update(dict.fromkeys((*_SPACES, *_INVISIBLE), " "))
_TABLE.update({ord(odd): plain for odd, plain in {**_SMALL, **_TWINS}.items()})
_TABLE.update(_SYMBOL_FONT)
_TABLE.update({0x2010: "-", 0x2011: "-"})

_CHANGES = {chr(code): plain for code, plain in _TABLE.items()}
_ODD = frozenset(_CHANGES)
# One replace for each odd character that occurs is faster than one translate of all.

_MARKS = re.compile(r"\*\*|\[bookmark:[^\]\n]{0,80}\]")


def fold(text: str) -> str:
    """``text`` folded; ``len(fold(text)) == len(text)`` and folding twice changes nothing."""
    folded = text
    for odd in _ODD.intersection(text):
        folded = folded.replace(odd, _CHANGES[odd])
    if "**" in folded or "[bookmark:" in folded:
        folded = _MARKS.sub(lambda match: " " * len(match.group()), folded)
    return folded
