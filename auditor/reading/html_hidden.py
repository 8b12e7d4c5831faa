"""What a reader of the page doesn't see, or isn't meant to read: scripts, hidden blocks, menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_DROPPED_TAGS = (
    "applet audio button canvas datalist del embed frame iframe link map meta nav noembed noframes object option"
    " progress rp rt script style svg template title video"
)
_DROPPED = frozenset(_DROPPED_TAGS.split())
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)  # fmt: skip
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"^(?:[\w-]*)([.#])([\w\u0080-\uffff-]+)$")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_MENU_NAMES = "div dl fieldset footer form header li ol p section table td tr ul aside"
_MENU_TAGS = frozenset(_MENU_NAMES.split())
_PLACE = re.compile(r"^(?:您?(?:现在|当前|所在)的?位置|当前位置|所在位置|首页[>»›/])")
_LINKS = 3
_LINK_SHARE = 0.6
_MENU_LENGTH = 4_000


@dataclass(slots=True)
class _Sums:
    text: int = 0
    linked: int = 0
    links: int = 0


@dataclass(slots=True)
class Hidden:
    """Elements to leave out of one page."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    menus: set[etree._Element] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element) -> Hidden:
        """From the page's own style rules and links. Rules of media queries don't count."""
        names: dict[str, set[str]] = {".": set(), "#": set()}
        for style in root.iter("style"):
            for sign, name in _hiding_names("".join(map(str, style.itertext()))):
                names[sign].add(name)
        made = cls(frozenset(names["."]), frozenset(names["#"]))
        made.menus = made._menus(root)
        return made

    def drops(self, element: etree._Element) -> bool:
        """Whether the element and all in it is left out."""
        return not isinstance(element.tag, str) or self._unseen(element) or element in self.menus

    def hides_column(self, element: etree._Element) -> bool:
        """Whether a col element hides its columns; a saved workbook gives them no width."""
        return self._unseen(element) or element.get("width") == "0"

    def _unseen(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED or element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _HIDING.search(style):
            return True
        if self.ids and element.get("id") in self.ids:
            return True
        classes = element.get("class")
        return bool(self.classes and classes and not self.classes.isdisjoint(classes.split()))

    def _menus(self, root: etree._Element) -> set[etree._Element]:
        """Blocks that are little else than links: menus, lists of other pages, the way here."""
        found: set[etree._Element] = set()
        stack = [_Sums()]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if not isinstance(element.tag, str) or self._unseen(element):
                    stack[-1].text += len((element.tail or "").strip())
                    walker.skip_subtree()
                    stack.append(_Sums())
                else:
                    stack.append(_Sums(text=len((element.text or "").strip())))
                continue
            own = stack.pop()
            if not isinstance(element.tag, str) or self._unseen(element):
                continue
            if element.tag == "a" and (element.get("href") or "#")[0] != "#":
                own.linked, own.links = own.text, own.links + 1
            elif element.tag in _MENU_TAGS and own.links >= 2 and _is_menu(element, own):
                found.add(element)
            above = stack[-1]
            above.text += own.text + len((element.tail or "").strip())
            above.linked += own.linked
            above.links += own.links
        return found


def _is_menu(element: etree._Element, sums: _Sums) -> bool:
    if sums.text > _MENU_LENGTH:
        return False
    if sums.links >= _LINKS and sums.linked >= _LINK_SHARE * sums.text:
        return True
    if sums.text > 120:
        return False
    return bool(_PLACE.match("".join("".join(map(str, element.itertext())).split())))


def _hiding_names(css: str) -> list[tuple[str, str]]:
    """Simple class and id selectors that a style sheet hides on every medium."""
    found: list[tuple[str, str]] = []
    for selectors, body in _rules(_COMMENT.sub("", css)):
        if _HIDING.search(body):
            for selector in selectors.split(","):
                match = _SIMPLE.match(selector.strip())
                if match:
                    found.append((match.group(1), match.group(2)))
    return found


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each rule outside @-blocks."""
    depth = start = 0
    selectors = ""
    for brace in _BRACE.finditer(css):
        if brace.group() == "{":
            if depth == 0:
                selectors = css[start : brace.start()].rpartition(";")[2].strip()
            depth, start = depth + 1, brace.end()
            continue
        if depth == 1 and not selectors.startswith("@"):
            yield selectors, css[start : brace.start()]
        depth = max(depth - 1, 0)
        if depth == 0:
            start = brace.end()
