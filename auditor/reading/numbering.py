"""Automatic list numbers of Word as text: 一、 by chineseCounting, （1） by lvlText and the like."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.ooxml import W

_CN = "零一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
            "taiwaneseCountingThousand", "chineseLegalSimplified"}  # fmt: skip


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """List definitions and running counters of one document."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None, styles: etree._Element | None) -> Numbering:
        """From numbering.xml and styles.xml; both may be missing."""
        made = cls()
        if root is None:
            return made
        abstract: dict[str, dict[int, _Level]] = {}
        for node in root.iter(W + "abstractNum"):
            abstract[node.get(W + "abstractNumId") or ""] = {
                int(level.get(W + "ilvl") or 0): _Level(
                    _val(level, "numFmt", "decimal"),
                    _val(level, "lvlText", ""),
                    int(_val(level, "start", "1")),
                )
                for level in node.iter(W + "lvl")
            }
        for node in root.iter(W + "num"):
            made.levels[node.get(W + "numId") or ""] = abstract.get(
                _val(node, "abstractNumId", ""), {}
            )
        if styles is not None:
            for style in styles.iter(W + "style"):
                found = number_of(style.find(W + "pPr"))
                if found is not None:
                    made.styles[style.get(W + "styleId") or ""] = found
        return made

    def text_for(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with ``properties``; empty where it has none."""
        found = number_of(properties)
        if found is None and properties is not None:
            style = properties.find(W + "pStyle")
            if style is not None:
                found = self.styles.get(style.get(W + "val") or "")
        if found is None or found[0] == "0":
            return ""
        number_id, level = found
        known = self.levels.get(number_id, {})
        if level not in known:
            return ""
        counts = self.counters.setdefault(number_id, [0] * 9)
        counts[level] = counts[level] + 1 if counts[level] else known[level].start
        counts[level + 1 :] = [0] * (8 - level)
        return _rendered(known, counts, level)


def number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """(numId, ilvl) of paragraph properties."""
    if properties is None:
        return None
    node = properties.find(W + "numPr")
    if node is None or node.find(W + "numId") is None:
        return None
    return _val(node, "numId", "0"), int(_val(node, "ilvl", "0"))


def _val(node: etree._Element, name: str, default: str) -> str:
    child = node.find(W + name)
    return (child.get(W + "val") or default) if child is not None else default


def _rendered(known: dict[int, _Level], counts: list[int], level: int) -> str:
    form = known[level].form
    if form in ("bullet", "none"):
        return ""
    text = known[level].text
    for index in range(level + 1):
        if index in known:
            number = counts[index] or known[index].start
            text = text.replace(f"%{index + 1}", numeral(number, known[index].form))
    return text


def numeral(number: int, form: str) -> str:
    """``number`` in a number format of OOXML (``w:numFmt``); Arabic where that is not known."""
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if not tens else ("十" if tens == 1 else _CN[tens] + "十")
        return head + (_CN[ones] if ones else "")
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form == "lowerLetter" and 0 < number <= 26:
        return chr(96 + number)
    if form == "upperLetter" and 0 < number <= 26:
        return chr(64 + number)
    return str(number)
