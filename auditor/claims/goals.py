"""Where a report sets its goals, so that their numbers are targets and no results."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Sentence
from auditor.core.table import Table
from auditor.tables.vocabulary import squeeze

_LEAD = re.compile(
    r"(?:(?:绩效|工作|年度|总体|预期|主要|重点|具体|设定的?|确定的?|制定的?|申报的?)"
    r"(?:绩效|总体|工作|年度|预期)*(?:目标任务|任务目标|目标|任务)|重点工作)"
    r"(?:\([^()]{0,20}\))?(?:主要|具体|分别)?(?:是|为|有|包括|如下|:):?"
    r"|[一二三四五六七八九十\d]{1,2}(?:项|个|大)[一-鿿]{0,8}目标(?:任务)?:"
    r"|(?:^|(?<=[。;\s]))(?:目标(?:值|任务)?|(?:目标|任务)[一二三四五六七八九十\d]{1,2}):"
)
_PLAN = re.compile(
    r"计划(?=新建|改造|改建|维修|建设|实施|完成(?!率)|举办|开展|培训|购置|安装|更换|种植|发放|资助|组织|整治|修复|编制|引进|新增)|"
    r"(?<![原按照比与较据年度单位部门工作项目总])计划(?=[一-鿿])(?![总投资生育数内外的目指表书]|完成率|安排资金|单列|财政)"
)
_ITEM = re.compile(
    r"\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[一二三四五六七八九十]是|(?:目标|任务)[一二三四五六七八九十\d]|[-—•·◆●])"
)
_NEXT_ITEM = re.compile(r"\s*[二三四五六七八九十]是")
_ACHIEVED = re.compile(
    r"实际|截至|截止|已(?:全部|经)?(?:完成|达到|实现|建成)|均已|全部完成|顺利完成|圆满完成|超额完成"
)
_DID = re.compile(r"实际|已|完成(?!时限|时间)|超过|达到|累计|截至")
_GOAL_TITLE = re.compile(
    r"(?:绩效|年度|总体|工作|预期|项目|设定|任务|部门|单位|具体|主要)\S{0,6}目标|目标(?:设[定立置]|任务)"
    r"|^目标|绩效指标(?:设[定立置]|体系)?$"
    r"|(?:年度|重点|主要|工作)(?:主要|重点|工作)*任务(?:安排|计划)?$|(?:建设|实施)(?:内容|任务)(?:[及和与](?:规模|计划|目标))?$"
)
_NOT_GOALS = re.compile(
    r"完成|实现|达成|评分|得分|自评|评价|分析|结果|成效|执行|效益|产出|履职|职责|职能|考核|问题|建议|措施|管理|偏离|偏差"
    r"|实施情况|开展情况|落实|分解|下达|过程|做法|概况|基本情况|机构|编制|人员"
)
_GOAL_CELL = re.compile(
    r"^(?:预期目标|年初(?:设定|绩效)?目标|年度(?:总体|绩效)?目标|总体目标|绩效目标)$"
)
_STOP = re.compile(r"[,;。、]")
_DIGIT = re.compile(r"\d")
_LEAD_ALONE = 3
"""A lead with so little behind it (如下：) opens a list of paragraphs."""
_GOAL_CHARS = 10


@lru_cache(maxsize=1_024)
def is_goal_title(title: str) -> bool:
    """Whether the heading opens a section that sets goals (and doesn't report on them)."""
    return bool(_GOAL_TITLE.search(title)) and not _NOT_GOALS.search(title)


def in_goal_section(titles: Sequence[str]) -> bool:
    """Whether the innermost of the nested headings that says so sets goals.

    ``titles`` from the outermost in. A heading below that reports or tells of management (decayed
    numbering nests it) ends the goals.
    """
    goals = False
    for title in titles:
        if is_goal_title(title):
            goals = True
        elif ends_goals(title):
            goals = False
    return goals


@lru_cache(maxsize=1_024)
def ends_goals(title: str) -> bool:
    """Whether a heading inside a section of goals reports or tells of management instead."""
    return bool(_NOT_GOALS.search(title))


def goal_spans(document: Document) -> tuple[CharSpan, ...]:
    """Stretches of text that state goals: 绩效目标为：…, the list under it, and goal cells.

    Sorted, not overlapping; sections with a goal title are not repeated here.
    """
    return merged((*_in_text(document), *_in_cells(document)))


def merged(spans: Iterable[CharSpan]) -> tuple[CharSpan, ...]:
    """The spans sorted, those that overlap made one."""
    found: list[CharSpan] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = CharSpan(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def plan_spans(document: Document) -> tuple[CharSpan, ...]:
    """Clauses that follow 计划 to the end of their sentence: 计划新建公厕6座，改造户厕400户."""
    found = []
    for index, sentence in enumerate(document.sentences):
        text = sentence.span.cut(document.folded)
        match = _PLAN.search(text) if "计划" in text else None
        if match is not None and not _ACHIEVED.search(text[: match.start()]):
            start = sentence.span.start + match.end()
            end = _clauses_on(document, index)
            found.append(_until_achieved(document, CharSpan(start, end)))
    return merged(span for span in found if len(span))


def _clauses_on(document: Document, index: int) -> int:
    """The end of the ;-clauses that go on from a plan without a result of their own."""
    sentences = document.sentences
    while index + 1 < len(sentences) and _goes_on(document, sentences[index], sentences[index + 1]):
        if _DID.search(sentences[index + 1].span.cut(document.folded)):
            break
        index += 1
    return sentences[index].span.end


def within(spans: Sequence[CharSpan], offset: int) -> bool:
    """Whether ``offset`` lies in one of the sorted spans."""
    at = bisect.bisect_right(spans, offset, key=lambda span: span.start) - 1
    return at >= 0 and offset < spans[at].end


def _in_text(document: Document) -> Iterator[CharSpan]:
    sentences = document.sentences
    index = 0
    while index < len(sentences):
        sentence = sentences[index]
        text = sentence.span.cut(document.folded)
        told = "目标" in text or "任务" in text or "重点工作" in text
        lead = _LEAD.search(text) if told else None
        if lead is None or not _sets_goals(text, lead):
            index += 1
            continue
        last = _reach(document, index, len(text.rstrip()) - lead.end())
        span = _until_achieved(
            document, CharSpan(sentence.span.start + lead.end(), sentences[last].span.end)
        )
        if len(span):
            yield span
        index = last + 1


def _sets_goals(text: str, lead: re.Match[str]) -> bool:
    """Not behind a result, not in a bracket beside one, and no single number (目标为95%)."""
    before, after = text[: lead.end()], text[lead.end() :].lstrip()
    bracketed = before.count("(") > before.count(")")
    return not (_ACHIEVED.search(before) or bracketed or after[:1].isdigit())


def _reach(document: Document, index: int, rest: int) -> int:
    """The last sentence that belongs to the goals begun in ``index``; ``rest`` follows the lead."""
    sentences = document.sentences
    listing = rest <= _LEAD_ALONE
    last = index
    for following in range(index + 1, len(sentences)):
        here, before = sentences[following], sentences[following - 1]
        text = here.span.cut(document.folded)
        if here.section != sentences[index].section:
            break
        clause = _goes_on(document, before, here) or _NEXT_ITEM.match(text)
        if here.paragraph == before.paragraph:
            if not (clause or (listing and _ITEM.match(text))):
                break
        elif not (listing and _ITEM.match(text)):
            break
        last = following
    return last


def _goes_on(document: Document, before: Sentence, here: Sentence) -> bool:
    if before.paragraph != here.paragraph:
        return False
    return document.folded[before.span.end - 1 : before.span.end] in {";", ",", ":"}


def _until_achieved(document: Document, span: CharSpan) -> CharSpan:
    done = _ACHIEVED.search(document.folded, span.start, span.end)
    return CharSpan(span.start, done.start()) if done else span


def _names_goals(text: str) -> bool:
    return _GOAL_CELL.match(squeeze(text)) is not None


def _in_cells(document: Document) -> Iterator[CharSpan]:
    """The cell under 预期目标 or 年初设定目标, or the one right of it."""
    for table in document.tables:
        naming = {cell.row for cell in table.cells if "目" in cell.text and _names_goals(cell.text)}
        yield from _right_of_label(table, naming)
        for above, row in pairwise(table.rows() if naming else ()):
            named = [cell for cell in above if cell.row in naming and _names_goals(cell.text)]
            if not named or len(above) < 2:
                continue
            for cell in row:
                if cell.col == named[-1].col and len(cell.text) >= _GOAL_CHARS:
                    yield cell.span


def _right_of_label(table: Table, naming: Set[int]) -> Iterator[CharSpan]:
    """预期目标 | 完成…，新建…: running text behind its label in one row."""
    for row in table.rows() if naming else ():
        for label, cell in pairwise(row):
            if label.row not in naming or not _names_goals(label.text):
                continue
            told = _STOP.search(cell.text) and _DIGIT.search(cell.text)
            if told and len(cell.text) >= _GOAL_CHARS:
                yield cell.span
