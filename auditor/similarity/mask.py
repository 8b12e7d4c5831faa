"""Masking: agency names, places, years and numbers become slots, so that a report written by
changing the name on a neighbour's still reads the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Identity

AGENCY, PLACE, NUMBER = "Ａ", "Ｐ", "Ｎ"

_CN = "零〇一二两三四五六七八九十百千万亿"
_GENERIC = re.compile(
    rf"(?P<n>\d[\d,.]*(?:万|亿|千)?(?:元|%)?|[{_CN}]+(?=[个名项件次场期份家人条类批起处所支套台年月日]))"
    r"|(?P<a>(?:我|本|区|县|市|镇|省)?(?:委)?[一-鿿]{0,6}(?:局|委员会|办公室|组织部|宣传部|统战部|政法委|档案馆|人民政府|大队))"
    r"|(?P<p>[一-鿿]{1,3}(?:省|市|县|区|镇|乡|街道|村)(?=[一-鿿]))"
    r"|(?P<s>\s+|\*\*)"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked sentence: ``text`` and, for each of its characters, the offset in the document."""

    text: str
    offsets: tuple[int, ...]
    span: CharSpan
    index: int


def masked_sentences(document: Document) -> tuple[Masked, ...]:
    """The narrative sentences of the document, masked; ``index`` counts them from 0."""
    names = _names(document.identity)
    pattern = re.compile("|".join(map(re.escape, names))) if names else None
    return tuple(
        _mask(document.folded, sentence.span, index, pattern)
        for index, sentence in enumerate(document.sentences)
    )


def _names(identity: Identity) -> list[str]:
    found = {n for n in (identity.agency, identity.region, *identity.aliases) if n and len(n) >= 2}
    for name in list(found):
        if identity.region and name.startswith(identity.region):
            found.add(name[len(identity.region) :])
    return sorted((n for n in found if len(n) >= 2), key=len, reverse=True)


def _mask(folded: str, span: CharSpan, index: int, names: re.Pattern[str] | None) -> Masked:
    text = span.cut(folded)
    spans: list[tuple[int, int, str]] = []
    if names is not None:
        spans = [(m.start(), m.end(), AGENCY) for m in names.finditer(text)]
    taken = [False] * len(text)
    for start, end, _ in spans:
        taken[start:end] = [True] * (end - start)
    for match in _GENERIC.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        slot = {"n": NUMBER, "a": AGENCY, "p": PLACE, "s": ""}[match.lastgroup or "s"]
        spans.append((match.start(), match.end(), slot))
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, slot in sorted(spans):
        for position in range(at, start):
            out.append(text[position])
            offsets.append(span.start + position)
        if slot and not (out and out[-1] == slot):
            out.append(slot)
            offsets.append(span.start + start)
        at = max(at, end)
    for position in range(at, len(text)):
        out.append(text[position])
        offsets.append(span.start + position)
    return Masked("".join(out), tuple(offsets), span, index)
