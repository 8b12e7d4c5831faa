"""Units of measure from ``units.tsv``: dimension, scale and base; scale words before any unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import ascii_letters
from typing import NamedTuple

from auditor.core.quantity import Dimension, Unit
from auditor.plugins import values

SCALES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "兆": Decimal(10**12),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "万万": Decimal(100_000_000),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
_UNSCALED = frozenset({Dimension.PERCENT, Dimension.POINTS, Dimension.SCORE, Dimension.AGE})
_WHOLE = frozenset({"万", "亿", "兆", "万万", "万亿", "百万", "千万", "百亿", "千亿", "千", "百"})


_PERIODS = {
    name: Unit(name, Dimension.DURATION, Decimal(1), name) for name in ("月", "季", "季度", "期")
}


class UnitEntry(NamedTuple):
    """A row of ``units.tsv``; ``chinese`` is ``y``, ``2`` or ``-`` (see the file's head)."""

    unit: Unit
    chinese: str
    classes: frozenset[str]


@cache
def entries() -> dict[str, UnitEntry]:
    """Rows of ``units.tsv`` and of plug-ins (group ``auditor.units``) by unit name.

    ``UsageError`` for a plug-in's row that is malformed or names a unit of ours.
    """
    found = _rows((files("auditor.quantities") / "units.tsv").read_text("utf-8"))
    for plugin, text in values("auditor.units", str):
        try:
            theirs = _rows(text)
        except (ValueError, ArithmeticError) as error:
            raise plugin.refuse(f"不是 units.tsv 的格式（{error}）") from error
        taken = sorted(found.keys() & theirs.keys())
        if taken:
            raise plugin.refuse(f"单位 {'、'.join(taken)} 已有定义")
        found |= theirs
    return found


def _rows(text: str) -> dict[str, UnitEntry]:
    found: dict[str, UnitEntry] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, dimension, scale, base, chinese, classes = line.split("\t")
            unit = Unit(name, Dimension(dimension), Decimal(scale), base)
            kinds = frozenset() if classes == "-" else frozenset(classes.split())
            found[name] = UnitEntry(unit, chinese, kinds)
    return found


@cache
def unit_named(name: str) -> Unit | None:
    """The unit called ``name``, a scale word in front allowed (``万人次``); ``None`` if unknown."""
    plain = name.replace(" ", "")
    known = entries().get(plain)
    if known is not None:
        return known.unit
    for word in sorted(SCALES, key=len, reverse=True):
        if plain.startswith(word):
            base = entries().get(plain[len(word) :])
            if base is not None and base.unit.dimension not in _UNSCALED:
                unit = base.unit
                return Unit(plain, unit.dimension, unit.scale * SCALES[word], unit.base)
    if plain.endswith("次"):
        counted = unit_named(plain[:-1])
        if counted is not None and counted.dimension is Dimension.COUNT:
            return Unit(plain, Dimension.COUNT, counted.scale, _unscaled(plain))
    bracket = plain.find("(")
    if bracket > 0 and plain.endswith(")"):
        first = unit_named(plain[:bracket])
        return Unit(plain, first.dimension, first.scale, plain) if first is not None else None
    if plain in _WHOLE:
        return Unit(plain, Dimension.NONE, SCALES[plain], "")
    return _rate(plain)


def _rate(name: str) -> Unit | None:
    """A rate of two known units: 元/块, 万元/村·年."""
    upper, slash, lower = name.partition("/")
    if not slash or not lower:
        return None
    above = unit_named(upper)
    below = [_PERIODS.get(part) or unit_named(part) for part in re.split(r"[/·]", lower)]
    if above is None or above.dimension is Dimension.RATE or None in below:
        return None
    bases = [part.base for part in below if part is not None]
    scale = above.scale
    for part in below:
        scale /= part.scale if part is not None else 1
    return Unit(name, Dimension.RATE, scale, f"{above.base}/{'·'.join(bases)}")


def may_count_the_same(a: Unit, b: Unit) -> bool:
    """Whether two classifiers may count the same things: 场 and 次, 篇 and 份; not 台 and 场."""
    known = entries()
    first, second = known.get(_unscaled(a.name)), known.get(_unscaled(b.name))
    if first is None or second is None:
        return False
    return bool(first.classes & second.classes)


def _unscaled(name: str) -> str:
    return name if name in entries() else name.lstrip("十百千万亿")


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Lengths of the unit names by their first character, longest first."""
    groups: dict[str, set[int]] = {}
    for name in entries():
        groups.setdefault(name[0], set()).add(len(name))
    return {c: tuple(sorted(sizes, reverse=True)) for c, sizes in groups.items()}


_NOT_BEFORE = {
    "分": "公局校队行会管类支中店院册批层为布之享析担工配散解组段别设", "所": "属有需谓在以列", "种": "植养子苗", "条": "例件款", "年": "级代鉴",
    "天": "然", "次": "数序日级品生", "期": "间末刊限货", "人": "民均才大员事格脸", "名": "单录称义列", "本": "级科地市区县省年部领着身",
    "部": "队署委", "口": "岸径碑号腔粮罩感述", "门": "诊槛户店面票球", "座": "谈", "面": "向对积试临貌", "道": "路德", "根": "据本",
    "站": "点", "单": "位元价独", "组": "织长成建", "队": "伍员列", "班": "子", "车": "辆间型位库", "院": "校士落长内外系",
    "线": "上下索路程", "片": "区面", "层": "次级面", "度": "假汛", "克": "服拉", "升": "级", "方": "面案式法针向便位",
    "集": "中团体", "版": "权本块", "步": "骤", "对": "象接于口外比应", "周": "边期围岁", "元": "旦素件宵", "票": "据决价房站务源",
    "村": "民级组", "镇": "级", "县": "级区", "校": "园", "包": "括含装联保片村", "把": "握关", "副": "主书局县食",
    "行": "动业政为", "列": "入为车席出举", "排": "名查污CT螺水涝灌放练演", "首": "次批席都", "打": "击造通破好开架井包印", "台": "账风",
    "件": "均", "户": "籍口均型", "则": "是", "头": "条部目脑", "只": "有是要能", "店": "铺面", "字": "号段符典",
    "回": "复应头收访升落购流归", "孔": "子", "束": "缚", "里": "程", "担": "任当负", "两": "级地侧端者旁边头种类个项名", "张": "贴",
    "社区": "卫", "街道": "办", "乡": "村镇", "段": "落", "架": "构", "尺": "度", "寸": "步", "磅": "礴", "幅": "度",
    "届": "时满", "节": "约日能点水省", "批": "准复评示", "处": "理置罚于在分方级", "起": "草来到点", "类": "别型似", "块": "状",
    "款": "项物", "档": "案次", "宗": "旨教", "封": "闭", "卷": "烟", "席": "位", "重": "点", "场": "所地馆景合面均",
    "家": "庭长具禽畜乡园", "份": "额", "套": "路", "支": "持付出撑部行农教援", "岁": "月", "日": "常均前报", "枚": "举",
    "笔": "试录", "篇": "章幅", "例": "如会行", "轮": "换岗值", "厂": "区房矿家", "岗": "位", "大": "气数学小型队棚坝桥门楼厦",
    "案": "件例卷由发情值", "通": "信知道过报行告讯", "具": "体备有", "生": "活态猪均产命物鲜意育源长成", "顶": "层级峰", "粒": "径子",
    "罐": "车体", "串": "联", "核": "心酸实查准定算减销对桃电", "单位": ":", "个人": "所防信户身账贷民大才均", "注": "册入重射意:",
    "丛": "书林", "人民币": "存贷汇",
}  # fmt: skip
"""Characters behind a unit that make it the beginning of another word: 5分公司, 3年级."""

_FREED = {
    "均": "已为按未完能在有达由可获取符得实不通参", "次日": "常", "次数": "据字控", "次生": "产活态", "次品": "牌",
    "名单": "位", "名录": "用取", "名列": "入", "名称": "职", "家乡": "镇村", "家具": "有备", "家长": "期江",
    "家园": "林区", "场面": "向对", "场合": "作", "人大": "专学中", "处在": "建用", "处分": "布散别",
    "处方": "便", "起来": "自信访", "分中": "得", "分为": "优良中合不及满", "分别": "扣得为给", "例会": "诊", "组建": "筑", "批评": "选审估",
    "条例": "行", "期限": "额", "支出": "诊动", "本地": "方", "本年": "度", "年级": "别", "人才": "能",
    "次级": "别",
}  # fmt: skip
"""Characters behind such a word that break it up after all, by its last two characters or, where
any unit may stand in front, its last: 27件均已, 12次日常巡查, 5场面向."""


def unit_at(text: str, at: int) -> tuple[str, int] | None:
    """The longest unit name of the table at ``text[at]`` and its end, where no longer word
    swallows it."""
    if at >= len(text):
        return None
    sizes = _lengths().get(text[at])
    if sizes is None:
        return None
    known = entries()
    for size in sizes:
        name = text[at : at + size]
        if name in known and len(name) == size:
            end = at + size
            forbidden = _NOT_BEFORE.get(name)
            if _goes_into_a_word(text, end):
                continue
            if not forbidden or end >= len(text) or text[end] not in forbidden or _freed(text, end):
                return _widened(text, name, end)
            if name == "分" and text.startswith("之间", end):
                return name, end
    return None


def _freed(text: str, end: int) -> bool:
    """Whether the word that begins with the unit before ``end`` is none: 12次日常巡查."""
    freeing = _FREED.get(text[end]) or _FREED.get(text[end - 1 : end + 1])
    return freeing is not None and text[end + 1 : end + 2] in freeing and end + 1 < len(text)


def _goes_into_a_word(text: str, end: int) -> bool:
    """Whether Latin letters go on at ``end``: no g in 3good, no m in L/min."""
    return 0 < end < len(text) and text[end] in ascii_letters and text[end - 1] in ascii_letters


_BRACKETED = re.compile(r" ?\(([一-鿿]{1,2})\)")


def _widened(text: str, name: str, end: int) -> tuple[str, int]:
    """``name`` with a second classifier in brackets (件（套）), or 次 behind it (个次)."""
    if end < len(text):
        if text[end] == "次" and name + "次" not in entries() and _is_count(name):
            follow = text[end + 1 : end + 2]
            if not follow or follow not in _NOT_BEFORE["次"] or _freed(text, end + 1):
                return name + "次", end + 1
        match = _BRACKETED.match(text, end) if text[end] in "( " else None
        if match is not None and match.group(1) in entries() and _is_count(name):
            return f"{name}({match.group(1)})", match.end()
    return name, end


def _is_count(name: str) -> bool:
    return entries()[name].unit.dimension is Dimension.COUNT


_RATE_AT = re.compile("[/·]([一-鿿]{1,4}|[a-zA-Z㎡³²]{1,3})(?:[/·]([一-鿿]{1,2}))?")


_CLASS_AT = re.compile("[级式型](?!别差分算样谱号)|制(?![度定作造止约订品图])")


def names_a_class(text: str, end: int, unit: str) -> bool:
    """Whether a number and ``unit`` that end at ``end`` go on as a class: 500吨级, 三年制, 5年期."""
    if end < len(text) and text[end] in "级式型制期":
        return _CLASS_AT.match(text, end) is not None or (text[end] == "期" and unit == "年")
    return False


def first_characters() -> frozenset[str]:
    """Characters that a unit of the table begins with."""
    return frozenset(_lengths())


def scale_at(text: str, at: int) -> str | None:
    """The scale word at ``text[at]``: 万, 百万, 万亿."""
    if at >= len(text) or text[at] not in SCALES:
        return None
    return text[at : at + 2] if text[at : at + 2] in SCALES else text[at]


def rate_at(text: str, name: str, end: int) -> tuple[str, int]:
    """``name`` that ends at ``end``, with the /unit behind it if there is one."""
    follow = text[end : end + 1]
    if follow != "/" and not (follow == "·" and "/" in name):
        return name, end
    match = _RATE_AT.match(text, end)
    lower = match.group() if match else ""
    for cut in range(len(lower), 1, -1):
        if unit_named(name + lower[:cut]) is not None and not _goes_into_a_word(text, end + cut):
            return name + lower[:cut], end + cut
    return name, end


@cache
def alternation() -> str:
    """A regex alternation of all unit names, longest first."""
    return "|".join(re.escape(name) for name in sorted(entries(), key=len, reverse=True))


@cache
def _marker() -> re.Pattern[str]:
    unit = f"(?:[十百千万亿]{{0,2}})(?:{alternation()})"
    return re.compile(
        rf"[(（]\s*(?:(?:金额)?单位\s*[:：]\s*)?(?P<a>{unit})\s*[)）]|单位\s*[:：]\s*(?P<b>{unit})(?![一-鿿])"
    )


def find_unit_marker(text: str) -> Unit | None:
    """The unit that a header, label or note sets for others: “（万元）”, “单位：万元”."""
    match = _marker().search(text)
    return unit_named(match.group("a") or match.group("b")) if match else None
