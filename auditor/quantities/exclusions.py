"""Numerals that are no quantities, each with its reason (see ``corpus/labels/quantities``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from auditor.core.quantity import Dimension
from auditor.quantities.units import scale_at, unit_at, unit_named
from auditor.quantities.words import word_at

CN = "零〇一二两三四五六七八九十百千万亿兆"
_MONTH = r"\d{1,2} ?月(?:份|底|末|初|中|上旬|中旬|下旬| ?\d{1,2} ?(?:[-—–~至] ?\d{1,2} ?)?[日号])?"
_YEAR = r"(?:19|20)\d{2}"
_SPAN = r" ?[-—–~至到] ?"

_DIGIT: tuple[tuple[str, str], ...] = (
    ("date", rf"{_YEAR} ?/ ?{_YEAR}(?=\s*学?年)\s*学?年(?:度)?|\d{{2}}年{_MONTH}|{_YEAR}\s*(?:年(?:度)?)?{_SPAN}{_YEAR}(?!\d)(?:\s*学?年(?:度)?)?(?!\d)"),
    ("date", rf"{_YEAR}\s*学?年(?:度|末|底|初|前|后|内|以来)?(?:\s*(?:{_MONTH}{_SPAN}{_MONTH}|\d{{1,2}}{_SPAN}{_MONTH}|{_MONTH})|[上下]半年|第?[一二三四1-4]季度|(?:19|20)?\d\d?年(?:度)?)?"),
    ("document number", rf"{_YEAR}[〕\]】)]\s*第?\s*\d+\s*号"),
    ("date", rf"{_YEAR}[、./-]\d{{1,2}}[、./-]\d{{1,2}}(?!\d)"),
    ("date", rf"{_YEAR}[/-](?:0?[1-9]|1[012])(?![\d.万亿元人%])|{_YEAR}\.(?:0?[1-9]|1[012])(?=[-—~至一-鿿])(?![万亿元人])"),
    ("date", rf"\d{{2}}年度|\d{{1,2}}(?:[、-]\d{{1,2}}){{0,11}}{_SPAN}{_MONTH}|(?:\d{{1,2}}、){{1,11}}{_MONTH}|{_MONTH}(?:{_SPAN}{_MONTH})?(?!\d)"),
    ("date", rf"\d{{2}}年代|\d{{1,2}}世纪|{_YEAR} ?(?:届|级|版)"),
    ("time", r"\d{1,2}:\d{2}(?::\d{2})?(?![\d.])|\d{1,2}时\d{1,2}分|\d{1,2}时(?![间空期尚])|\d{1,2}点(?:\d{1,2}分|[整半钟前后至到])"),
    ("document number", r"\d+ ?号(?:文|令|公告|通知)"),
    ("ordinal", r"\d{1,2}标段(?:、\d{1,2}标段){0,9}|\d{1,6}(?:、\d{1,6}){0,11} ?号(?!召)|\d{1,4} ?周年|\d{1,2}(?:\.\d)?A?级(?!数)|\d{1,2}星级?|\d{1,2}等(?=[奖功])"),
    ("code", r"1[3-9]\d{9}(?!\d)|\d{3,4}-\d{3,8}[×xX*]{1,6}\d{0,6}|\d{3,4}-\d{7,8}(?!\d)|\d{11,}(?![\d.万亿元%个人])|\d{1,18}(?:-\d{1,18}){2,20}"),
    ("name", r"1:(?:\d{1,3}万(?![元人])|\d{1,3}(?:,?000){1,2}(?!\d))"),
    ("version", r"\d{1,9}(?:\.\d{1,9}){2,20}|\d+\.\d+(?=版|系统|平台|时代|升级)"),
    ("name", r"\d{1,4}(?:\+\d{1,4}){0,9}(?:\+[NnXx]){1,3}(?:\+\w){0,5}|\d{1,4}(?:\+\d{1,4}){1,9}(?!\d*[+=.%])|\d{2}后(?![续勤期备来置])|\d[xX×*]\d{1,2}小时|24 ?小时(?![内以之后前,。;、)\n到至左]|$)|\d{1,2}分钟(?=[一-鿿]{0,8}圈)|\d+年一遇"),
    ("name", r"\d{3,5}(?=(?:行动|工程|计划|热线|急救|报警|便民|市长|政务|服务热线|举报|专线|平台|活动|模式|工作法|战略|国道|省道|线))"),
    ("name", r"(?:985|211)(?=[、高工院大])"),
    ("name", r"\d{1,2}[·.]\d{1,2}(?=活动|宣传|世界|国际|全国|专案|事故|大案)|\d[GDKV](?![A-Za-z\d])"),
    ("code", r"\d+(?![eE][+-]?\d{1,3}(?![\dA-Za-z]))[A-Za-z]+\d[\dA-Za-z]*"),
)  # fmt: skip

_CHINESE: tuple[tuple[str, str], ...] = (
    ("date", r"[二一][〇零○九][〇零○一二三四五六七八九]{2} ?年(?:度|末|底|初)?(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?)?"),
    ("date", r"(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初)|(?:十[一二]?|[一二三四五六七八九])月[一二三四五六七八九十]{1,3}[日号]|(?:十[一二]?|[一二三四五六七八九])(?:至|到|-)(?:十[一二]?|[一二三四五六七八九])月份?|(?:十[一二]?|[一二三四五六七八九])月(?=[,至到-])"),
    ("date", r"[一二三四](?:、[一二三四]){0,3}季度|[一二三四]季(?!豆)"),
    ("ordinal", r"[二三]?十?[一二三四五六七八九十]、[一二三四五六七八九十]等(?:奖|功)|[一二三四五六七八九十]{1,3}等(?:奖|功|残)|[一二三四五六七八九十]{1,2}(?:、[一二三四五六七八九十]){0,9}级(?!数)|[一二三四五六七八九十百]{1,5}周年|[一二三四五六七八九十](?:、[一二三四五六七八九十]){1,9}等"),
    ("document number", r"[一二三四五六七八九十]{1,3}号文"),
    ("ordinal", r"[一二三四五六七八九十]{1,3}号(?!召)|[一二三四五六]期(?=工程|项目|建设|改造|\)|扩建|管网|冷库|标段|用地|开发|更新|搬迁|地块|厂|路|桥|楼)|[一二三四五六七八九十]{1,2}标段|[一二三四五六七八九十]{1,3}届(?:[^,。;\n\d]{0,10}?[一二三四五六七八九十]{1,2}次(?:全会|会议))?|[一二三四五六七八九十]{1,2}类(?=[地区水用桥隧疫人])"),
    ("name", r"(?:[二三]?十)?[一二三四五六七八九十]大(?=[一-鿿])"),
    ("name", r"一(?![十百千万亿])[一-鿿]一(?![个名项件次场万千百])[一-鿿]"),
    ("name", r"[一二两三四五六七八九](?![个名项件次场家份条期人位台十万千百亿是、))点年月元所级等零])[一-鿿][一二两三四五六七八九双多](?![个名项件次场家份条期万千百十余多、点年月元])[一-鿿]"),
    ("indefinite", r"一([一-鿿])一(?P=again)".replace("([一-鿿])", "(?P<again>[一-鿿])")),
    ("name", r"[两三四五六七八九十]个100%"),
    ("indefinite", r"一个?[一-鿿]{1,4}(?:就是)?一[个套座本张份策档支条户][一-鿿]"),
    ("name", r"[一二两三四五六七八九]\+[一二三四五六七八九NnXx\d](?:\+\w){0,5}"),
    ("name", r"[三四五六七八九十][有无为进送帮看讲访查][一-鿿]?"),
    ("name", r"[一二两三四五六七八九十]年(?=行动|规划|计划|攻坚|大变样|倍增)"),
    ("date", r"[一二三四五六七八九十]{1,3}五(?=规划|时期|期间|末|以来)"),
)  # fmt: skip


class Match(NamedTuple):
    """A numeral that is none: ``[start, end)`` and the reason."""

    start: int
    end: int
    reason: str


def _joined(rules: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<g{i}>{pattern})" for i, (_, pattern) in enumerate(rules)))


_DIGIT_PATTERN, _CHINESE_PATTERN = _joined(_DIGIT), _joined(_CHINESE)
_DIGIT_REASON = {f"g{i}": reason for i, (reason, _) in enumerate(_DIGIT)}
_CHINESE_REASON = {f"g{i}": reason for i, (reason, _) in enumerate(_CHINESE)}
_DIGIT_START = re.compile(
    r"\d{1,5} {0,4}(?:[年月时点号周级星等后小分届版GDKVA+〕\]】):A-Za-z世、./xX×*~—–至到-]|\d{6})|(?:\d{3,5}(?=[行工计热急报便市政服举专平活模战国省线高院大、]))|\d{11}"
)
"""A cheap test that some rule of ``_DIGIT`` may fit."""


def digit_exclusion(text: str, at: int) -> Match | None:
    """The exclusion that begins with the digit at ``at``."""
    if _DIGIT_START.match(text, at) is None:
        return None
    match = _DIGIT_PATTERN.match(text, at)
    if match is None:
        return None
    return Match(at, match.end(), _DIGIT_REASON[match.lastgroup or ""])


_OFFICE = re.compile(r"[一二三四五六七八九十]{1,2}(?P<kind>[处科室庭队组部所])")
_NEXT_OFFICE = re.compile(
    r"、(?P<stem>[一-鿿]{2,8}?)[一二三四五六七八九十]{1,2}(?P<kind>[处科室庭队组部所])"
)
_OFFICE_REACH = 14


def _office(text: str, at: int) -> Match | None:
    """公诉一处、公诉二处、公诉三处: offices of one name, told apart by their number."""
    own = _OFFICE.match(text, at)
    if own is None:
        return None
    before = text[max(0, at - _OFFICE_REACH) : at]
    last = before.rfind("、")
    stem = before[last + 1 :]
    following = _NEXT_OFFICE.match(text, own.end())
    if following and following["kind"] == own["kind"] and before.endswith(following["stem"]):
        return Match(at, own.end(), "name")
    if last > 1 and len(stem) > 1 and before[last - 1] == own["kind"] and before[last - 2] in CN:
        told = before[:last].rstrip(CN + own["kind"])
        if told.endswith(stem):
            return Match(at, own.end(), "name")
    return None


def chinese_exclusion(text: str, at: int) -> Match | None:
    """The exclusion that begins with the Chinese numeral at ``at``."""
    office = _office(text, at)
    if office is not None:
        return office
    held = word_at(text, at)
    match = _CHINESE_PATTERN.match(text, at)
    if match is not None and (held is None or match.end() > at + len(held[0])):
        return Match(at, match.end(), _CHINESE_REASON[match.lastgroup or ""])
    return Match(at, at + len(held[0]), held[1]) if held is not None else None


_LIST = re.compile(
    rf"[ \t]*(?:\( ?(?:\d{{1,2}}|[{CN}]{{1,3}}) ?\)|[{CN}]{{1,3}} ?[、.]|\d{{1,2}} ?[、.](?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=[ 、一-鿿])|\d{1,2}\)|\d{1,2}(?=[ \t]{1,4}[一-鿿]))"
)
_MEASURED = re.compile(r"[ \t]*\d{1,2}(?:\.\d{1,2})? ?")
_CLASS = re.compile(rf"\((?:\d{{1,2}}|[{CN}])\)(?=[班型组号])")
_INNER = re.compile(rf"\( ?(?:\d{{1,2}}|[{CN}]{{1,3}}) ?\)|\d{{1,2}}[、.](?=[一-鿿])")
_SAID = re.compile(rf"[{CN}]{{1,2}}(?:是(?![一两]|否)|要(?=[一-鿿])|则(?=[一-鿿]))")
_ANNEX = re.compile("(?:附件|附表|附录|序号|编号)[ :]?$")
_LABEL = re.compile(
    r"(?:附件|附表|表|图|任务|目标|序号|编号|方案|案例|附录|指标|问题|项目|注|第)[ :]?$"
)


def list_number(text: str, at: int, line: int) -> Match | None:
    """The list number whose numeral stands at ``at`` in the line that begins at ``line``."""
    if _BEFORE_A_YEAR.match(text, at) and (at == line or text[at - 1] in "\n\t 。;:"):
        return Match(at, text.index(".", at) + 1, "list number")
    lead = text[line:at] if at - line < 60 else "…"
    if not lead.strip(" \t(") and lead.count("(") <= 1:
        match = _LIST.match(text, line)
        if match is not None and match.end() > at and _runs_in(text, match, lead):
            return Match(at, text.index(".", at) + 1, "list number")
        if match is not None and match.end() > at and not _is_amount(text, match):
            return Match(line + len(lead) - len(lead.lstrip()), match.end(), "list number")
    before = text[at - 1] if at else "\n"
    if before == "(":
        match = _CLASS.match(text, at - 1)
        if match is not None:
            return Match(at - 1, match.end(), "name")
        match = _INNER.match(text, at - 1)
        if match is not None and (at < 2 or text[at - 2] in "。;,:、\n\t 为是括含"):
            return Match(at - 1, match.end(), "list number")
    elif before in "。;:" or (before == " " and at > 1 and text[at - 2] in "。;:"):
        match = _INNER.match(text, at)
        if match is not None:
            return Match(at, match.end(), "list number")
    if before in "。;:,、\n\t )一”" or at == line:
        match = _SAID.match(text, at)
        if match is not None:
            return Match(at, match.end(), "list number")
    return None


_BEFORE_A_YEAR = re.compile(r"[1-9]\d?\.(?=(?:19|20)\d{2} ?年)")
_RUN_IN = re.compile(r"[1-9]\d?\.\d{1,2}$")
_ALONE = re.compile(r"[ \t]*(?:以[上下内]|左右|/|每|·|\n|$)")
"""Nothing but the unit behind the number, as in a cell: 27.99册."""
_WHOLE = frozenset({Dimension.COUNT, Dimension.PEOPLE})


def _runs_in(text: str, match: re.Match[str], lead: str) -> bool:
    """Whether the point belongs to a list number: 2.17个自动站 has no 2.17 stations."""
    if "\t" in lead or _RUN_IN.match(match.group().strip()) is None:
        return False
    found = unit_at(text, match.end())
    unit = unit_named(found[0]) if found is not None else None
    if found is None or _ALONE.match(text, found[1]):
        return False
    return unit is not None and unit.dimension in _WHOLE and unit.scale == 1


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether the number is one in a cell and no list number: 96.8万人次, 3.5 (not 3、接待)."""
    number = _MEASURED.match(match.group())
    if not text[match.end() : match.end() + 40].partition("\n")[0].strip() and "." in match.group():
        return True
    if number is None or "、" in match.group() or match.group().endswith((")", ".")):
        return False
    end = match.start() + number.end()
    spaced = text[end - 1] == " " or text[end : end + 1] in (" ", "\t")
    while text[end : end + 1] == " ":
        end += 1
    if text[end : end + 1] in ("成", "折") or text.startswith("个百分", end):
        return True
    found = unit_at(text, end)
    if spaced:
        scaled = scale_at(text, end) is not None and found is None
        return scaled or (found is not None and not "一" <= text[found[1] : found[1] + 1] <= "鿿")
    return found is not None or scale_at(text, end) is not None


def annex_number(text: str, at: int) -> bool:
    """Whether 附件, 附表 … stands right before ``at``: the number counts nothing, whatever follows."""
    return _ANNEX.search(text, max(0, at - 3), at) is not None


def label_number(text: str, at: int) -> bool:
    """Whether the number at ``at`` numbers the word in front of it: 附件1, 任务2:."""
    return _LABEL.search(text, max(0, at - 4), at) is not None


_QUOTED = re.compile('[“‘「《"][^”’」》"\n]{0,80}[”’」》"]')
_ADDRESS = re.compile("(?:https?://|www\\.)[!-~]{1,400}")
_STANDARD = re.compile(r"[A-Z]{2,5}(?:/[A-Z]{1,2})? ?\d{2,6}(?:\.\d{1,3})?[-—](?:19|20)\d{2}(?!\d)")
_EACH = re.compile(
    r"每[^。;\n]{0,40}?[扣减加得计记][^。;,\n\d]{0,10}\d{1,6}(?:\.\d+)? ?[分%](?:,?扣完为止)?"
    r"|否则[^。;\n]{0,8}[扣减得计]\d{1,6}(?:\.\d+)?分"
)
_UNMET = re.compile(r"(?:未达到?|低于|不足|少于) ?\d{1,4}(?:\.\d+)?%?的?,?$")
_AWARD = re.compile(
    r"得满分(?: ?\d{1,3}(?:\.\d+)?分)?|得 ?\d{1,3}%的?(?:权重|分值)?分|不得分|[得计扣] ?\d{1,3}(?:\.\d+)?分|[评定]?为“?[优良中差]"
)
_BAND = re.compile(
    r"[≥≤<>]{0,2} ?\d{1,3}(?:\.\d+)?[%分]?(?:\([不含]{1,2}\))?"
    r"(?: ?[-—~至] ?\d{1,3}(?:\.\d+)?[%分]?(?:\([不含]{1,2}\))?)?(?:及?以[上下])?的?,?$"
)
_IS_GRADE = re.compile(r"[≥≤<>]|含|以[上下]|不得分|低于|\d[%分]?[-—~至]")
_AMOUNT = re.compile(
    r"(?:不[低少高大超多][于过]|至少|超过|[≥≤<>]) ?\d|\d ?[余多]?(?:[十百千万亿]{0,2}元|%|‰|[余多])|[\d.]+万(?!人)"
)
_LONGEST_QUOTE = 42


def regions(text: str) -> list[Match]:
    """Quoted names, titles, addresses and scoring rules, in order.

    Quotations longer than 40 characters, and those with an amount, are read like any text.
    """
    found = list(_quoted(text))
    if "http" in text or "www." in text:
        found += [Match(*m.span(), "code") for m in _ADDRESS.finditer(text)]
    found += [Match(*m.span(), "code") for m in _STANDARD.finditer(text)]
    if "每" in text or "否则" in text:
        for match in _EACH.finditer(text):
            found.append(Match(_unmet(text, match.start()), match.end(), "rule"))
    if "分" in text or "为" in text:
        found += _grades(text)
    found.sort()
    return found


def _quoted(text: str) -> Iterator[Match]:
    for match in _QUOTED.finditer(text):
        written = match.group()
        if written[0] == "《" or (
            len(written) <= _LONGEST_QUOTE and _AMOUNT.search(written) is None
        ):
            yield Match(match.start(), match.end(), "name")


def _unmet(text: str, at: int) -> int:
    """Where the condition in front of a rule begins: 未达到95%的,每低1个百分点扣0.5分."""
    match = _UNMET.search(text, max(0, at - 16), at)
    return match.start() if match is not None else at


def _grades(text: str) -> Iterator[Match]:
    """≥95%得满分, 90(含)-100分为优: bands of a score, not results."""
    for match in _AWARD.finditer(text):
        band = _BAND.search(text, max(0, match.start() - 30), match.start())
        if band is None or not band.group().strip():
            continue
        start = band.start()
        if text[start - 1 : start].isdigit() or text[start - 1 : start] == ".":
            continue
        if _IS_GRADE.search(text, start, match.end()) or text[start - 2 : start] == "低于":
            yield Match(start, match.end(), "rule")
