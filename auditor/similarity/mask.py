"""Masking: agencies, places, years and numbers become slots.

A report that was written by changing the name and the figures on a neighbour's then reads the
same as the neighbour's. White space, bold marks and list numbers drop out. Every masked
character knows the span of ``Document.text`` that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.core.document import Document, Identity

AGENCY, PLACE, NUMBER, DATE = "Ａ", "Ｐ", "Ｎ", "Ｙ"
"""Slots. Folded text holds no full-width letters, so none can stand there by itself."""

SLOTS = AGENCY + PLACE + NUMBER + DATE

_CN = "零〇一二两三四五六七八九十百千万亿"
_COUNTERS = "天周个名项次场期份家人条类批起处所支套台年月日届度倍成户座例件轮届级位篇是"

_FIELDS = (
    "财政|审计|统计|教育|科技|科学技术|民政|司法|公安|交通|交通运输|水利|水务|农业|农业农村|林业|"
    "自然资源|规划|生态环境|环境保护|住房|城乡建设|住房城乡建设|住建|城市|城管|应急|应急管理|市场|"
    "卫生|卫生健康|卫健|医疗|医疗保障|文化|文化旅游|文化广电|广电|文旅|体育|旅游|商务|粮食|"
    "发展改革|发展和改革|发改|工业|信息化|工业和信息化|人力资源|人力资源和社会|社会|人社|退役军人|"
    "乡村振兴|扶贫|信访|老干部|机关|机关事务|行政审批|审批|政务|政务服务|数据|大数据|国有资产|国资|"
    "金融|税务|气象|地震|档案|民族宗教|民族|宗教|外事|侨务|招商|投资促进|网信|机构编制|公路|园林|"
    "城市管理|市政|残疾人|红十字|畜牧|水产|渔业|海洋|能源|煤炭|物价|文物|移民|房产|环卫|知识产权|市场监督|综合行政|行政"
)
_TAILS = "监督|综合|行政|管理|执法|事务|保障|服务|合作|发展|建设|旅游|体育|规划|安全|改革"
_BODIES = (
    "(?:组织|宣传|统战)部(?!门)|政法委员会|政法委|纪委监委|纪律检查委员会|监察委员会|纪委|监委|编办|"
    "巡察办|党校|总工会|团委|妇女联合会|妇联|残疾人联合会|残联|工商联|工商业联合会|文联|科协|"
    "人大常委会|政协委员会|人民法院|法院|人民检察院|检察院|人民政府|管理委员会|管委会|街道办事处|"
    "办事处|档案馆|图书馆|文化馆|博物馆|红十字会|供销社|供销合作社"
)
_NO_NAME = "全我本各辖社城地园小景省市县区镇乡州旗的和与及在对由向为是到赴从于将把经以等了"
_NAME = rf"[^\W\d_a-zA-Z{SLOTS}{_NO_NAME}]"
_BEFORE = r"(?<=[、在对由向与和及到赴从])"
_TOKEN = re.compile(
    rf"(?P<agency>{AGENCY}+)"
    rf"|(?P<place>{PLACE}+)"
    rf"|(?P<date>(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{{4}})\s{{0,3}}年度?(?:\s{{0,3}}\d{{1,2}}\s{{0,3}}月(?:\s{{0,3}}\d{{1,2}}\s{{0,3}}日)?)?)"
    rf"|(?P<number>\d[\d,.]*[万亿]?%?|[{_CN}]{{1,12}}(?=[{_COUNTERS}])|(?<=第)[{_CN}]{{1,12}})"
    rf"|(?P<body>(?:{_NAME}{{2}}[省市县区镇乡州旗])?(?:(?:{_FIELDS})(?:和?(?:{_FIELDS}))?(?:{_TAILS}){{0,3}}(?:局|厅|委员会|委|办公室)|(?:{_BODIES})))"
    rf"|(?P<office>{_BEFORE}{_NAME}{{2,8}}(?<![全大格布开结当僵残])局(?![部面势]))"
    rf"|(?P<named>{_BEFORE}{_NAME}{{2,4}}(?:[省市县区镇乡州旗]|村(?![民官级庄])|街道))"
    r"|(?P<level>[省市县区镇乡州旗])"
    r"|(?P<drop>[\s*]+)"
)
_SLOT_OF = {
    "agency": AGENCY,
    "body": AGENCY,
    "office": AGENCY,
    "place": PLACE,
    "named": PLACE,
    "level": PLACE,
    "number": NUMBER,
    "date": DATE,
    "drop": "",
}
_LIST_NUMBER = re.compile(
    r"\s*(?:\(\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:、|\.(?!\d))|[①-⑳])\s*"
)
_SUFFIX = re.compile(r"(?:自治区|自治州|自治县|地区|新区|[省市县区镇乡州旗盟])$")
_LEVELS = re.compile(r"[一-鿿]+?(?:自治区|自治州|自治县|地区|[省市县区镇乡州旗盟])")


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked narrative of one report.

    ``starts[i]``, ``ends[i]`` bound what ``text[i]`` stands for in ``Document.text``; ``bounds``
    are the places in ``text`` where sentences begin, ended by ``len(text)``.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    bounds: tuple[int, ...]


def region_levels(region: str | None) -> tuple[str, ...]:
    """The region from the outermost level inwards: 甲市, 甲市乙区."""
    if not region:
        return ()
    cuts = [match.end() for match in _LEVELS.finditer(region)]
    return tuple(region[:cut] for cut in cuts) or (region,)


def mask(document: Document) -> Masked:
    """The masked sentences of the document, one after the other; headings and tables apart."""
    names = _names(document.identity)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    bounds: list[int] = [0]
    for sentence in document.sentences:
        for slot, start, end in _masked(sentence.span.cut(document.folded), names):
            previous = text[-1] if len(text) > bounds[-1] else ""
            if slot in (AGENCY, PLACE) and previous in (PLACE, slot):
                text[-1] = slot
                ends[-1] = sentence.span.start + end
                continue
            text.append(slot)
            starts.append(sentence.span.start + start)
            ends.append(sentence.span.start + end)
        if len(text) > bounds[-1]:
            bounds.append(len(text))
    return Masked("".join(text), tuple(starts), tuple(ends), tuple(bounds))


def _masked(folded: str, names: re.Pattern[str] | None) -> Iterator[tuple[str, int, int]]:
    """Masked characters of one sentence with their offsets in it."""
    if names is not None:
        folded = names.sub(_blank, folded)
    number = _LIST_NUMBER.match(folded)
    at = number.end() if number else 0
    folded = " " * at + folded[at:]
    for match in _TOKEN.finditer(folded, at):
        for place in range(at, match.start()):
            yield folded[place], place, place + 1
        at = match.end()
        slot = _SLOT_OF[match.lastgroup or "drop"]
        if slot:
            yield slot, match.start(), at
    for place in range(at, len(folded)):
        yield folded[place], place, place + 1


def _blank(match: re.Match[str]) -> str:
    kind = PLACE if match.lastgroup == "place" else AGENCY
    return kind * len(match.group())


def _names(identity: Identity) -> re.Pattern[str] | None:
    agencies = {n for n in (identity.agency, *identity.aliases) if n and len(n) >= 3}
    region = identity.region or ""
    for name in tuple(agencies):
        short = re.sub(r"^(?:中共|中国共产党)", "", name)
        short = short.removeprefix(region)
        if len(short) >= 3:
            agencies.add(short)
    places = {region, *(m.group() for m in _LEVELS.finditer(region))} - {""}
    places |= {_SUFFIX.sub("", place) for place in places}
    places = {place for place in places if len(place) >= 2}
    if not agencies and not places:
        return None
    groups = [(name, "agency") for name in agencies] + [(p, "place") for p in places - agencies]
    return re.compile(f"(?P<agency>{_any(groups, 'agency')})|(?P<place>{_any(groups, 'place')})")


def _any(groups: Sequence[tuple[str, str]], kind: str) -> str:
    found = sorted((name for name, of in groups if of == kind), key=lambda n: (-len(n), n))
    escaped = (re.escape(name) + ("(?!门)" if name.endswith("部") else "") for name in found)
    return "|".join(escaped) or r"(?!)"
