"""Who, where, when: agency, region, fiscal year and kind, from the title and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.core.document import Identity, ReportKind
from auditor.core.table import Table

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?:度)?")
_TITLE_END = re.compile(
    r"(?:关于)?(?:部门|单位|财政|本级)?(?:整体|预算|项目)?(?:支出)?的?(?:预算)?绩效(?:自评|评价|自我评价|自评价)+(?:工作)?(?:情况)?(?:的)?(?:报告|表|结果).*$"
)
_SHORT = re.compile(r"([一-鿿]{4,40}?)\((?:以下)?简称:?\s*[“\"]?([一-鿿]{2,12})[”\"]?\)")
_NAME_LABEL = re.compile(
    r"^(?:市级|县级|区级|省级)?(?:预算)?(?:填报)?(?:部门|单位|项目单位|实施单位|主管部门)(?:\(单位\))?(?:名称)?:?$"
)
_SIGNED = re.compile(
    r"^\s*(?:填报单位|单位名称|部门名称|(?:部门|单位)\((?:单位|部门)\)名称|报告单位|单位)\s*(?:\(盖章\))?\s*:\s*([一-鿿()]{4,40})"
)
_TRAIL = re.compile(r"[>»›].{1,30}[>»›]|^\s*(?:您?(?:当前|现在|所在)(?:的)?)?位置\s*:|^\s*首页")
"""The way to a web page (首页 > 政务公开 > 绩效信息)."""
_SIGNED_REACH = 200
_OPENING = 1500
_LONGEST_TITLE = 60
_PLACE_ONLY = re.compile(r"[省市州县区旗]$")
_REGION = re.compile(
    r"^(?:中共|中国共产党)?((?:[一-鿿]{2,8}?(?:省|自治区))?(?:(?:(?![县区旗])[一-鿿]){2,6}?(?:自治州|地区|盟|市(?!场)))?"
    r"(?:[一-鿿]{1,7}?(?:自治县|县|区|旗|市|新区|开发区))?)"
)
_AGENCY_END = re.compile(
    r"(?:局|部|委|委员会|办公室|中心|院|馆|校|学|政府|大队|支队|站|所|会|办|社|处|署|公司|园|厅|联|团)$"
)


def identify(front: str, body: str, tables: Sequence[Table], tail: str) -> Identity:
    """The identity from the title lines ``front``, the text, the tables and the last lines."""
    front = "\n".join(line for line in front.split("\n") if not _TRAIL.search(line))
    title = re.sub(r"\s", "", re.sub(r"^\s*附(?:件|表)\s?[一二三四五\d]*\s*", "", front))
    if not _TITLE_END.search(title):
        title = _title_below(body) or title
    named = _fuller(_from_title(title), body)
    if "项目" in title and "整体" not in title:
        agency = _from_tables(tables) or _from_lines(body) or named
    else:
        agency = named or _from_tables(tables) or _from_lines(body) or _from_lines(tail)
    aliases = _aliases(agency, body, tables, tail)
    if agency is None and aliases:
        agency = aliases[0]
    return Identity(
        agency=agency,
        region=_region((agency, *aliases)),
        fiscal_year=_year(title, tables, body),
        report_kind=_kind(title, tables),
        aliases=tuple(a for a in aliases if a != agency),
    )


def _title_below(body: str) -> str | None:
    """The first line of the opening that is a title: web pages have lines of particulars before it."""
    for line in body[:_OPENING].split("\n"):
        plain = re.sub(r"\s", "", line)
        if len(plain) <= _LONGEST_TITLE and _TITLE_END.search(plain) and _YEAR.search(plain):
            return None if re.search(r"[,。;:]", plain) else plain
    return None


def _fuller(named: str | None, body: str) -> str | None:
    """Where the title names only a place (沅安县), the unit of that place which the cover names."""
    if named is None or not _PLACE_ONLY.search(named) or _AGENCY_END.search(named):
        return named
    signed = _from_lines(body[:_OPENING])
    return signed if signed is not None and signed.startswith(named) else named


def _from_title(title: str) -> str | None:
    name = _TITLE_END.sub("", _YEAR.sub("", title))
    name = re.sub(r"^[^一-鿿]+|[^一-鿿)]+$", "", name)
    name = re.sub(r"(?:部门|单位)?(?:整体|项目)?支出$|部门$|^关于|的$", "", name)
    name = re.sub(r"(?:年度)?(?:部门)?预算$", "", name)
    return name if 3 <= len(name) <= 40 else None


def _from_tables(tables: Sequence[Table]) -> str | None:
    """The agency that a form names: who carries a project out before who is in charge of it."""
    found: dict[bool, str] = {}
    for table in tables:
        for row in table.rows():
            for here, after in pairwise(row):
                if not ("单" in here.text or "部" in here.text):
                    continue
                label = re.sub(r"\s", "", here.text)
                name = re.sub(r"\s", "", after.text)
                if _NAME_LABEL.match(label) and 4 <= len(name) <= 40 and _AGENCY_END.search(name):
                    found.setdefault("主管" in label, name)
    return found.get(False) or found.get(True)


def _from_lines(text: str) -> str | None:
    for line in text.splitlines():
        match = _SIGNED.match(line[:_SIGNED_REACH])
        if match:
            return match.group(1)
    return None


def _aliases(agency: str | None, body: str, tables: Sequence[Table], tail: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _SHORT.finditer(body[:8000]):
        full, short = match.groups()
        if _AGENCY_END.search(short):
            found[short] = None
            if agency and agency.endswith(full[-4:]):
                found[full] = None
    named = _from_tables(tables)
    if named:
        found[named] = None
    for line in tail.splitlines():
        plain = re.sub(r"\s", "", line)
        if (
            4 <= len(plain) <= 30
            and _AGENCY_END.search(plain)
            and re.fullmatch(r"[一-鿿()]+", plain)
        ):
            found[plain] = None
    return tuple(found)


def _region(names: Sequence[str | None]) -> str | None:
    best = ""
    for name in names:
        match = _REGION.match(name) if name else None
        region = match.group(1) if match else ""
        region = re.sub(r"^(?:中共)", "", region)
        if len(region) >= 3 and len(region) > len(best):
            best = region
    return best or None


_COMPARED_WITH = frozenset("较比与同")


def _year(title: str, tables: Sequence[Table], body: str) -> int | None:
    sources = [title, *(table.caption for table in tables)]
    for source in sources:
        match = _YEAR.search(source)
        if match:
            return int(match.group(1))
    counts: dict[int, int] = {}
    for match in _YEAR.finditer(body):
        if body[match.start() - 1 : match.start()] in _COMPARED_WITH:
            continue
        year = int(match.group(1))
        counts[year] = counts.get(year, 0) + 1
    return max(counts, key=lambda y: (counts[y], y)) if counts else None


def _kind(title: str, tables: Sequence[Table]) -> ReportKind:
    whole = re.search(r"整体支出|部门整体|单位整体|整体绩效|部门预算|部门绩效", title)
    if whole:
        return ReportKind.WHOLE_UNIT
    if "项目" in title:
        return ReportKind.PROJECT
    if any("整体" in table.caption for table in tables):
        return ReportKind.WHOLE_UNIT
    return ReportKind.UNKNOWN
