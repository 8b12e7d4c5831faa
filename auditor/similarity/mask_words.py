"""The vocabulary of masking: what names of agencies and places look like, and numbers."""

from __future__ import annotations

import re

AGENCY, PLACE, NUMBER, DATE = "Ａ", "Ｐ", "Ｎ", "Ｙ"
"""Slots. Folded text holds no full-width letters, so none can stand there by itself."""

SLOTS = AGENCY + PLACE + NUMBER + DATE

HAN_DIGITS = "零〇一二两三四五六七八九十百千万亿"
COUNTERS = "天周个名项次场期份家人条类批起处所支套台年月日届度倍成户座例件轮届级位篇是"

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
BEFORE_CHARS = "、在对由向与和及到赴从"
_BEFORE = rf"(?<=[{BEFORE_CHARS}])"
DATES = re.compile(
    r"(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{4})\s{0,3}年度?"
    r"(?:\s{0,3}\d{1,2}\s{0,3}月(?:\s{0,3}\d{1,2}\s{0,3}日)?)?"
)
NAMES = re.compile(
    rf"(?P<body>(?:{_NAME}{{2}}[省市县区镇乡州旗])?(?:(?:{_FIELDS})(?:和?(?:{_FIELDS}))?(?:{_TAILS}){{0,3}}(?:局|厅|委员会|委|办公室)|(?:{_BODIES})))"
    rf"|(?P<office>{_BEFORE}{_NAME}{{2,8}}(?<![全大格布开结当僵残])局(?![部面势]))"
    rf"|(?P<named>{_BEFORE}{_NAME}{{2,4}}(?:[省市县区镇乡州旗]|村(?![民官级庄])|街道))"
)
LIST_NUMBER = re.compile(
    r"\s*(?:\(\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:、|\.(?!\d))|[①-⑳])\s*"
)
LEVELS = "省市县区镇乡州旗"
ENDINGS = {"局", "厅", "会", "委", "室", "部", "办", "校", "联", "协", "院", "府", "处", "馆", "社"}
"""Characters that the name of a body can end with."""


def _two(alternatives: str) -> set[str]:
    return {word[-2:] for word in alternatives.split("|")}


def body_ends() -> frozenset[str]:
    """The last three characters (two of a body of two) of every name of a body."""
    stems = _two(_FIELDS) | _two(_TAILS)
    ends = {stem + end for stem in stems for end in "局厅委"} | {"委员会", "办公室"}
    whole = _BODIES.replace("(?:组织|宣传|统战)部(?!门)", "组织部|宣传部|统战部").split("|")
    return frozenset(ends | {word[-3:] for word in whole})


def body_starts() -> frozenset[str]:
    """The first two characters of every name of a body."""
    whole = _BODIES.replace("(?:组织|宣传|统战)部(?!门)", "组织部|宣传部|统战部").split("|")
    return frozenset(word[:2] for word in (*_FIELDS.split("|"), *whole))
