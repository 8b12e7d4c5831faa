"""Automatic list numbers of Word as text: 一、 by chineseCounting, （1） by lvlText and the like."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.numerals import numeral
from auditor.reading.ooxml import W

_LEVELS = 9
_DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    style: str
    legal: bool
    restarts: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the definition that it shares with others, and its own starts by level."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """List definitions and running counters of one document."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None, styles: etree._Element | None) -> Numbering:
        """From numbering.xml and styles.xml; both may be missing."""
        made = cls()
        if root is None:
            return made
        abstract = {
            node.get(W + "abstractNumId") or "": _levels(node)
            for node in root.findall(W + "abstractNum")
        }
        linked = _linked(root)
        for node in root.findall(W + "num"):
            shared = _val(node, "abstractNumId", "")
            shared = linked.get(shared, shared)
            own = dict(abstract.get(shared, {}))
            starts: dict[int, int] = {}
            for override in node.findall(W + "lvlOverride"):
                level = _number(override.get(W + "ilvl"), 0)
                start = override.find(W + "startOverride")
                if start is not None:
                    starts[level] = _number(start.get(W + "val"), 1)
                own.update(_levels(override))
            made.lists[node.get(W + "numId") or ""] = _List(shared, own, starts)
        if styles is not None:
            made.styles = _numbered_styles(styles, made.lists)
        return made

    def text_for(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with ``properties``; empty where it has none."""
        found = self._place(properties)
        if found is None:
            return ""
        number_id, level = found
        known = self.lists.get(number_id)
        if known is None or level not in known.levels:
            return ""
        counts = self.counters.setdefault(known.abstract, [None] * _LEVELS)
        if number_id not in self.begun:
            self.begun.add(number_id)
            for at in known.starts:
                if 0 <= at < _LEVELS:
                    counts[at] = None
        count = counts[level]
        first = known.starts.get(level, known.levels[level].start)
        counts[level] = first if count is None else count + 1
        for deeper in range(level + 1, _LEVELS):
            if deeper not in known.levels or known.levels[deeper].restarts:
                counts[deeper] = None
        return _rendered(known, counts, level)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """(numId, level) by the paragraph itself or by its style; numId 0 switches it off."""
        if properties is None:
            return None
        style = self.styles.get(_val(properties, "pStyle", ""))
        node = properties.find(W + "numPr")
        if node is None:
            return style
        number_id = _val(node, "numId", style[0] if style else "0")
        level = _number(_val(node, "ilvl", str(style[1]) if style else "0"), 0)
        return (number_id, level) if number_id != "0" and 0 <= level < _LEVELS else None


def _levels(node: etree._Element) -> dict[int, _Level]:
    return {
        _number(level.get(W + "ilvl"), 0): _Level(
            _val(level, "numFmt", "decimal"),
            _val(level, "lvlText", ""),
            _number(_val(level, "start", "1"), 1),
            _val(level, "pStyle", ""),
            level.find(W + "isLgl") is not None,
            _val(level, "lvlRestart", "") != "0",
        )
        for level in node.findall(W + "lvl")
    }


def _linked(root: etree._Element) -> dict[str, str]:
    """Definitions that borrow another's levels by the name of a numbering style."""
    owners = {
        _val(node, "styleLink", ""): node.get(W + "abstractNumId") or ""
        for node in root.findall(W + "abstractNum")
        if node.find(W + "styleLink") is not None
    }
    return {
        node.get(W + "abstractNumId") or "": owners[link]
        for node in root.findall(W + "abstractNum")
        if (link := _val(node, "numStyleLink", "")) in owners
    }


def _numbered_styles(styles: etree._Element, lists: dict[str, _List]) -> dict[str, tuple[str, int]]:
    """The list and level that each paragraph style brings, inherited ones too."""
    nodes = {node.get(W + "styleId") or "": node for node in styles.findall(W + "style")}
    found: dict[str, tuple[str, int]] = {}
    for name in nodes:
        at: str = name
        for _ in range(_DEEPEST_STYLE):
            node = nodes.get(at)
            if node is None:
                break
            numbers = node.find(f"{W}pPr/{W}numPr")
            if numbers is not None and numbers.find(W + "numId") is not None:
                number_id = _val(numbers, "numId", "0")
                if number_id != "0":
                    found[name] = (number_id, _level_of(numbers, number_id, at, lists))
                break
            at = _val(node, "basedOn", "")
    return found


def _level_of(numbers: etree._Element, number_id: str, style: str, lists: dict[str, _List]) -> int:
    """A list may say itself which style stands for which of its levels."""
    if number_id in lists:
        for level, known in lists[number_id].levels.items():
            if known.style == style:
                return level
    return min(max(_number(_val(numbers, "ilvl", "0"), 0), 0), _LEVELS - 1)


def _val(node: etree._Element, name: str, default: str) -> str:
    child = node.find(W + name)
    return (child.get(W + "val") or default) if child is not None else default


def _number(value: str | None, default: int) -> int:
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default


def _rendered(known: _List, counts: list[int | None], level: int) -> str:
    here = known.levels[level]
    if here.form in ("bullet", "none"):
        return ""
    text = here.text
    for index in range(level + 1):
        if index in known.levels:
            shown = known.levels[index]
            count = counts[index]
            number = shown.start if count is None else count
            text = text.replace(
                f"%{index + 1}", numeral(number, "decimal" if here.legal else shown.form)
            )
    return text
