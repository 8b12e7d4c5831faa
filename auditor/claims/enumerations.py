"""Counted lists: “共8个，分别是…”, “…、…、…等3个”, “三项…：一是…二是…”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.claims.clauses import Statement
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.document import Document
from auditor.core.interval import Interval
from auditor.core.period import Period, Role
from auditor.core.quantity import Dimension, Quantity, Unit

_INTRO = re.compile(
    r"^[^,;。:、\d]{0,16}[,:(]?\s*(?:(?:分别(?:是|为)){1,2}|即|具体(?:是|为|包括)|包括|依次(?:是|为))\s*[:,]?\s*"
    r"|^[^,;。:、\d]{0,12}:\s*"
    r"|^[^,;。:、()\d]{0,8},(?:为|是)(?=[一-鿿]{2,14}、)"
    r"|^个?[^,;。:、()\d]{0,8}[股科室处部站所院馆机构门]\((?=[一-鿿]{2,14}、)"
)
_MEASURED = re.compile(
    r"(?:面积|长度|里程|金额|资金|成本|数量|时间|日期|标准|率|[长宽高速温]度)\s*:\s*$"
)
"""三座服务中心面积：…: what stands behind the colon is measured, not listed."""
_TARGETED = re.compile(r"(?:年度|年初|预期)?(?:指标值|目标值|目标|完成值|实际)")
_TITLE = re.compile(r"《[^》]*》")
_TITLES = re.compile(
    r"(?:《[^》]*》(?:\([^()]{1,20}\))?(?:[、,和及与]|以及)?\s?){2,}(?P<open>等)?(?=[。;,\n)]|等|$)"
)
"""《甲办法》《乙细则》和《丙规程》: titles need no mark between them."""
_STOP = re.compile(r"另有|另外|此外|下设|下属|另设|以及下属|同时")
_ANOTHER = re.compile(r"\s?,\s?(?P<name>[^,;。:、()\d]{2,14})(?=[,;。])")
_COUNTED_WITH = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十两]{1,2})个?[一-鿿]{1,8}(?:和|及|与|、|以及)$"
)
"""4个科和1个中心，分别为…: the list holds both."""
_ENUM_WORD = re.compile(r"[一二三四五六七八九十]是")
_NUMERAL = "一二三四五六七八九十"
_NOUN = re.compile(
    r"(?:方面|重点|主要|具体|突出|核心)*(?:的)?(?:工作|任务|措施|举措|方面|做法|活动|行动|抓手|问题|建议|内容|事项|重点|机制|制度|原因)?(?:安排|情况|如下)?[:。,]"
    r"|[一-鿿]{1,8}:"
)
_TITLE_SENTENCE = re.compile(r"[^,;:、\d。]{4,16}。?")
_GAP = 2
"""Characters between 三项工作： and 一是."""
_GREAT_UNIT = Unit("大", Dimension.COUNT, Decimal(1), "项")
_GREAT = re.compile(r"等(?P<count>(?P<number>[二三四五六七八九十])大)(?P<head>[一-鿿]{2,6})")


def find_enumerations(
    document: Document, statement: Statement, claims: Sequence[Claim]
) -> Iterator[ClaimGroup]:
    """ENUMERATION groups: the counting claim as ``whole`` and the spans of the listed items."""
    for claim in claims:
        if claim.quantity.dimension is not Dimension.COUNT or claim.quantity.hedge:
            continue
        found = (
            _told_below(document, statement, claim)
            or _after(statement, claim)
            or _before(statement, claim)
        )
        if found is not None:
            items, opened = found
            if len(items) >= 2:
                yield _listed(claim, items, opened)


def _after(statement: Statement, claim: Claim) -> tuple[list[CharSpan], bool] | None:
    start = claim.quantity.span.end
    text = statement.between(start, statement.span.end)
    intro = _INTRO.match(text)
    if intro is None:
        return None
    if _MEASURED.search(intro.group()) or _TARGETED.match(text, intro.end()):
        return None
    if _COUNTED_WITH.search(statement.between(statement.span.start, claim.quantity.span.start)):
        return None
    if any(ch.isdigit() for ch in intro.group()) or text[intro.end() : intro.end() + 1].isdigit():
        return None
    found = _items(text, intro.end(), start)
    if found is None or found[1] or len(found[0]) >= claim.quantity.value:
        return found
    return _past_commas(text, start, found[0], claim.quantity.value), False


def _past_commas(text: str, offset: int, items: list[CharSpan], count: Decimal) -> list[CharSpan]:
    """``items`` with the names behind a comma that make up ``count``: 教务处、总务处，督导办公室，在职….

    They end as the listed ones do; where they don't reach the count, the list ended at the comma.
    """
    ends = {text[item.end - offset - 1] for item in items}
    more: list[CharSpan] = []
    at = items[-1].end - offset
    while len(items) + len(more) < count:
        found = _ANOTHER.match(text, at)
        if found is None or found.group("name")[-1] not in ends:
            return items
        at = found.end()
        more.append(CharSpan(offset + found.start("name"), offset + at))
    return [*items, *more]


def _items(text: str, begin: int, offset: int) -> tuple[list[CharSpan], bool] | None:
    """The items from ``begin`` on, cut at 、 outside brackets (at commas where no 、 is used)."""
    titled = _TITLES.match(text, begin)
    if titled is not None:
        found = [m.span() for m in _TITLE.finditer(text, begin, titled.end())]
        spans = [CharSpan(offset + s, offset + e) for s, e in found]
        return spans, titled.group("open") is not None
    end = _list_end(text, begin)
    body = text[begin:end]
    separator = "、" if "、" in _outside(body) else ","
    pieces = _split(body, separator)
    if len(pieces) < 2 or any(end - start > 60 for start, end in pieces):
        return None
    opened = bool(re.search(r"等\S{0,6}$", body))
    spans = [CharSpan(offset + begin + s, offset + begin + e) for s, e in pieces]
    return spans, opened


def _list_end(text: str, begin: int) -> int:
    depth = 0
    seen = False
    for index in range(begin, len(text)):
        char = text[index]
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return index
            depth -= 1
        elif depth == 0:
            if char in "。;\n" or (char == "," and seen):
                return index
            if char == "、":
                seen = True
            if _STOP.match(text, index):
                return index
    return len(text)


def _outside(body: str) -> str:
    out = []
    depth = 0
    for char in body:
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif depth == 0:
            out.append(char)
    return "".join(out)


def _split(body: str, separator: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    depth = 0
    start = 0
    for index, char in enumerate(body):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif char == separator and depth == 0:
            pieces.append((start, index))
            start = index + 1
    pieces.append((start, len(body)))
    trimmed = []
    for begin, end in pieces:
        while begin < end and body[begin].isspace():
            begin += 1
        while end > begin and body[end - 1].isspace():
            end -= 1
        if end > begin:
            trimmed.append((begin, end))
    return trimmed


def _before(statement: Statement, claim: Claim) -> tuple[list[CharSpan], bool] | None:
    """Items listed right before the count: 甲、乙、丙等3个办法."""
    end = claim.quantity.span.start
    text = statement.between(statement.span.start, end)
    match = re.search(r"等(?:共|共计|合计)?\s*$", text)
    if match is None:
        return _set_up(statement, text)
    body_end = match.start()
    begin = _list_start(text, body_end)
    body = text[begin:body_end]
    body = re.sub(r"》《", "》、《", body) if "、" not in body else body
    if "》、《" in body and len(body) != body_end - begin:
        titles = list(re.finditer(r"《[^》]*》", text[begin:body_end]))
        spans = [
            CharSpan(
                statement.span.start + begin + t.start(), statement.span.start + begin + t.end()
            )
            for t in titles
        ]
        return spans, True
    pieces = _split(body, "、")
    if len(pieces) < 2:
        return None
    return [
        CharSpan(statement.span.start + begin + s, statement.span.start + begin + e)
        for s, e in pieces
    ], True


_SET_UP = re.compile(
    r"(?:内设|下设|分设|设立|设置|设有|设)(?=[一-鿿])(?P<body>[^,;。:\d]{6,}?)"
    r"(?:,?(?:共计|合计|总计|共|计)有?)?$"
)


def _set_up(statement: Statement, text: str) -> tuple[list[CharSpan], bool] | None:
    """Offices named right before their number: 设办公室、人事股、财务股3个股室, …，共3个股室."""
    match = _SET_UP.search(text)
    if match is None or "等" in match.group("body"):
        return None
    pieces = _split(match.group("body"), "、")
    if len(pieces) < 3:
        return None
    offset = statement.span.start + match.start("body")
    return [CharSpan(offset + s, offset + e) for s, e in pieces], False


def _list_start(text: str, end: int) -> int:
    depth = 0
    for index in range(end - 1, -1, -1):
        char = text[index]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                return index + 1
            depth -= 1
        elif depth == 0 and char in ",;。:\n":
            return index + 1
    return 0


def _told_below(
    document: Document, statement: Statement, claim: Claim
) -> tuple[list[CharSpan], bool] | None:
    """三项工作：一是…；二是…, or as many short sentences that begin alike: 用…。…用…。…"""
    if statement.cell is not None:
        return None
    noun = _NOUN.match(document.folded, claim.quantity.span.end, claim.quantity.span.end + 24)
    if noun is None:
        return None
    end = _section_end(document, statement)
    items = spoken_items(document, noun.end(), end)
    if items and items[0].start - noun.end() <= _GAP:
        return items, False
    titles = _title_sentences(document, statement, noun)
    return (titles, False) if len(titles) == claim.quantity.value else None


def _section_end(document: Document, statement: Statement) -> int:
    """Where the next heading begins."""
    after = [s.heading.start for s in document.sections if s.heading.start > statement.span.start]
    return min(after, default=len(document.folded))


def _title_sentences(
    document: Document, statement: Statement, noun: re.Match[str]
) -> list[CharSpan]:
    """Short sentences without a comma or a number behind 以下三项工作。, beginning with one character."""
    if not noun.group().endswith("。"):
        return []
    paragraph = statement.sentences[0].paragraph
    following = [
        s.span
        for s in document.sentences
        if s.paragraph == paragraph and s.span.start >= noun.end()
    ]
    short = [s for s in following if _TITLE_SENTENCE.fullmatch(s.cut(document.folded).strip())]
    if not short or short[0] != following[0]:
        return []
    first = short[0].cut(document.folded).strip()[0]
    return [s for s in short if s.cut(document.folded).strip()[0] == first]


def spoken_items(document: Document, start: int, end: int) -> list[CharSpan]:
    """Positions of 一是 二是 三是 … between two offsets, in unbroken order from 一 up to the next 一是."""
    found: list[CharSpan] = []
    for match in _ENUM_WORD.finditer(document.folded, start, end):
        if found and match.group()[0] == _NUMERAL[0]:
            break
        if len(found) < 10 and match.group()[0] == _NUMERAL[len(found)]:
            found.append(CharSpan(match.start(), match.end()))
    return found


def named_counts(document: Document) -> tuple[int, ...]:
    """Where 等六大活动 and the like stand."""
    return tuple(match.start("count") for match in _GREAT.finditer(document.folded))


def named_lists(document: Document, statement: Statement) -> Iterator[tuple[Claim, ClaimGroup]]:
    """主题党日、专题党课、志愿服务等三大活动: a count by 大, which is a name elsewhere (三大攻坚战)."""
    for match in _GREAT.finditer(statement.masked):
        start = statement.span.start + match.start("count")
        span = CharSpan(start, statement.span.start + match.end("count"))
        value = Decimal(_NUMERAL.index(match.group("number")) + 1)
        head = match.group("head")
        claim = Claim(
            id=f"{document.id}-c{start}",
            quantity=Quantity(
                span, match.group("count"), value, _GREAT_UNIT, 0, Interval.exact(value), None, None
            ),
            indicator=head,
            indicator_span=CharSpan(span.end, span.end + len(head)),
            period=Period(document.identity.fiscal_year),
            role=Role.ACTUAL,
            section=statement.section,
            sentence=next(
                (s.span for s in statement.sentences if s.span.contains(span)), statement.span
            ),
            context=head,
            head=head,
            cell=statement.cell,
        )
        found = _before(statement, claim)
        if found is not None and len(found[0]) > 1:
            yield claim, _listed(claim, *found)


def _listed(claim: Claim, items: Sequence[CharSpan], opened: bool) -> ClaimGroup:
    return ClaimGroup(
        id=f"{claim.id}-enumeration",
        kind=GroupKind.ENUMERATION,
        whole=claim.id,
        items=tuple(items),
        span=CharSpan(
            min(claim.quantity.span.start, items[0].start),
            max(claim.quantity.span.end, items[-1].end),
        ),
        open_list=opened,
    )
