"""The words of a Word paragraph: runs, tracked changes, symbols, formulas, text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from auditor.reading.builder import INNER_BREAK
from auditor.reading.ooxml import MC, M, W

# Symbol and Wingdings as Word's w:sym and private-use code points have them, low byte only.
_SYMBOL = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°",
    0xA5: "∞", 0xB7: "·", 0xD7: "·", 0x2D: "-", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓",
    0x44: "Δ", 0x53: "Σ", 0xE5: "∑", 0x6D: "μ", 0x70: "π", 0xD6: "√", 0xBC: "…", 0xBE: "—",
}  # fmt: skip
_WINGDINGS = {
    0xFE: "☑", 0x52: "☑", 0xFD: "☒", 0x54: "☒", 0xA8: "□", 0x6F: "□", 0xA3: "□", 0xFC: "√",
    0x50: "√", 0xFB: "×", 0x4F: "×", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0xD8: "➢", 0xE0: "→",
}  # fmt: skip
_SKIPPED = {
    *(W + name for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sectPr", "rt",
        "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "fldData",
    )),
    M + "ctrlPr", M + "fPr", M + "rPr",
}  # fmt: skip
_BREAKS = {W + "br", W + "cr"}
_SPACES = {W + "tab", W + "ptab"}
_SIMPLE = 3


class Runs:
    """Gathers a paragraph's words; text boxes and notes met on the way are left in lists."""

    def __init__(self) -> None:
        self.boxes: list[etree._Element] = []
        self.notes: list[str] = []

    def text(self, paragraph: etree._Element) -> str:
        """The words of ``paragraph`` in order; line breaks inside are U+2028."""
        words = "".join(self._pieces(paragraph))
        return _contents_line(words) if _is_contents(paragraph) else words

    def _pieces(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag in (W + "t", M + "t"):
                yield (child.text or "").replace("\n", " ").replace("\t", " ")
            elif tag in _SPACES:
                yield "\t"
            elif tag in _BREAKS:
                yield INNER_BREAK
            else:
                yield from self._special(child, tag)

    def _special(self, node: etree._Element, tag: str) -> Iterator[str]:
        if tag == W + "r":
            if not _hidden(node):
                yield from self._pieces(node)
        elif tag == W + "sym":
            yield symbol(node)
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag == W + "txbxContent":
            self.boxes.append(node)
        elif tag == MC + "AlternateContent":
            yield from self._alternative(node)
        elif tag == M + "f":
            yield self._fraction(node)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self.notes.append(f"{tag[len(W) :][:4]}{node.get(W + 'id')}")
        else:
            yield from self._pieces(node)

    def _alternative(self, node: etree._Element) -> Iterator[str]:
        """One of the forms in which the same thing stands: the first that says anything."""
        for form in (*node.findall(MC + "Choice"), *node.findall(MC + "Fallback")):
            before = len(self.boxes)
            words = "".join(self._pieces(form))
            if words or len(self.boxes) > before:
                yield words
                return

    def _fraction(self, node: etree._Element) -> str:
        parts = ["".join(self._pieces(part)) for part in node if part.tag != M + "fPr"]
        return "/".join(
            part if part.isalnum() or len(part) < _SIMPLE else f"({part})" for part in parts
        )


def symbol(node: etree._Element) -> str:
    """The character of a ``w:sym``; empty for one that isn't known."""
    try:
        code = int(node.get(W + "char") or "0", 16) & 0xFF
    except ValueError:
        return ""
    if "wingdings" in (node.get(W + "font") or "").lower():
        return _WINGDINGS.get(code, "")
    return _SYMBOL.get(code, chr(code) if 0x20 <= code < 0x40 else "")


def switched_on(node: etree._Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return node is not None and node.get(W + "val") not in ("0", "false", "off", "none")


def _hidden(run: etree._Element) -> bool:
    return switched_on(run.find(f"{W}rPr/{W}vanish"))


def _is_contents(paragraph: etree._Element) -> bool:
    """Whether the paragraph is a line of a table of contents: it refers to a page."""
    return any("PAGEREF" in (code.text or "") for code in paragraph.iter(W + "instrText"))


def _contents_line(words: str) -> str:
    """With dots before the page number, so that it isn't taken for the heading that it names."""
    head, tab, page = words.rpartition("\t")
    return f"{head}……{page}" if tab and page.strip().isdecimal() else words
