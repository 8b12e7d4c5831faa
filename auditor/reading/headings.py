"""Headings → a section tree that tolerates decayed numbering.

Exports print automatic Chinese numbers as Arabic (1、 for 一、, （3） for （三）), so the numbering is
weak evidence: the words of a title and the gap behind an automatic number weigh too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.core.charspan import CharSpan
from auditor.core.document import Section
from auditor.reading.lines import Line, stripped

_CN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"^\s*(?:(?P<chapter>第[{_CN}]+(?:部分|章))|(?P<annex>附件\s?\d*|附表\s?\d*|表[{_CN}\d]+)(?=[:\s]|$)"
    rf"|(?P<one>[{_CN}]{{1,3}})[、.](?P<one_gap>\s*)|\(\s*(?P<two>[{_CN}]{{1,3}})\s*\)(?P<two_gap>\s*)"
    r"|(?P<three>\d{1,2})(?:、|[.](?!\d))(?P<three_gap>\s*)|\(\s*(?P<four>\d{1,2})\s*\)(?P<four_gap>\s*))"
)
_TOP = re.compile(
    r"基本情况$|概况$|支出情况$|预算支出|预算执行情况|绩效情况$|存在的?(?:主要)?问题|改进措施|下一步|其他需要说明"
    r"|自评工作|评价结论|自评结论|绩效目标实现|结果.{0,6}(?:应用|公开)|绩效自评结果|综合评价|绩效分析|评价工作组|有关建议|主要经验"
)
_TITLE = re.compile(
    r"报告$|自评(?:价)?(?:报告|表)|评价(?:报告|表)|基础数据表|情况表$|一览表$|汇总表$|^表[一二三四五\d]|^附件\s?\d*$"
)
_SENTENCE = re.compile(r"[。;!?]")
_CONTENTS_LINE = re.compile(r"(?:[.·]{3}|…|-{3}|_{3}| {3})[\s.·…_-]*\d{1,3}$")
_ANSWERED = re.compile(r"(?:得分|总分|评分|等级)[:：]\s*\d")
"""四、自评得分：99.5分: a statement behind its number, no title."""
_MAX = 45


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: level from 1, number as written, title without it."""

    line: Line
    level: int
    number: str
    title: str


def heading_of(line: Line, *, in_front: bool = False) -> Heading | None:
    """The line as a heading, ``None`` for body text and for list items.

    ``in_front`` says that no numbered heading stood yet, where title lines are expected.
    """
    if len(line.text) > 4 * _MAX:
        return None
    text = line.text.strip()
    if not text or len(text) > _MAX:
        return None
    if _SENTENCE.search(text) or _CONTENTS_LINE.search(text) or _ANSWERED.search(text):
        return None
    match = _MARK.match(line.text)
    if "\t" in (text if match is None else line.text[match.end() :].strip()):
        return None
    if match is None:
        titled = _TITLE.search(text) and "," not in text
        front = in_front and len(text) <= 40 and not re.search(r"[,:]", text)
        return Heading(line, 1, "", text) if titled or front else None
    title = line.text[match.end() :].strip().lstrip(":").lstrip()
    number = match.group().strip()
    if match.group("annex"):
        return Heading(line, 1, number, title or number)
    if (
        not title
        or title.endswith((",", "、", ":"))
        or re.search(r"\d[^年\d]*(?:[万亿]元|%|人次)|\d[\d,.]*\s?元[,;]", title)
    ):
        return None
    return Heading(line, _level(match, title), number, title)


def _level(match: re.Match[str], title: str) -> int:
    if match.group("chapter") or match.group("one"):
        return 1
    if match.group("two"):
        return 2
    gap = match.group("three_gap") or match.group("four_gap")
    if match.group("three"):
        decayed = _TOP.search(title) and "、" in match.group() and (gap or len(title) <= 20)
        return 1 if decayed else 3
    return 2 if gap and len(title) <= 24 and _NARROW.search(title) else 4


_NARROW = re.compile(r"情况|目标|方面|方法|问题|措施|管理|效益|分析|概况")


def build_sections(headings: Sequence[Heading], size: int) -> tuple[Section, ...]:
    """Sections from the headings in order; each ends where one of its level or above begins."""
    sections: list[Section] = []
    stack: list[int] = []
    ends = _ends(headings, size)
    for index, heading in enumerate(headings):
        while stack and sections[stack[-1]].level >= heading.level:
            stack.pop()
        sections.append(
            Section(
                id=index,
                span=CharSpan(heading.line.start, ends[index]),
                heading=stripped(heading.line),
                level=heading.level,
                number=heading.number,
                title=heading.title,
                parent=stack[-1] if stack else None,
            )
        )
        stack.append(index)
    return tuple(sections)


def _ends(headings: Sequence[Heading], size: int) -> list[int]:
    """Where each section ends: the next heading of its level or above, from the back forwards."""
    ends = [size] * len(headings)
    nearest: dict[int, int] = {}
    for index in range(len(headings) - 1, -1, -1):
        heading = headings[index]
        ends[index] = min(
            (at for level, at in nearest.items() if level <= heading.level), default=size
        )
        nearest[heading.level] = heading.line.start
    return ends
