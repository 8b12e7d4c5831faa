"""The period of a claim: the last year named before it in the sentence, else the fiscal year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.period import Period, Point

_TELLS = re.compile(r"[年期截]|(?:19|20)\d{2}")
"""Without one of these no other pattern fits."""
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\s*年|-)")
_PRIOR = re.compile(r"(?<!加)上年(?!结转|结余)|去年|上一年")
_NEXT = re.compile(r"明年|下一年|来年")
_COMPARED = re.compile(
    r"(?:比|较|与|同)\s*(?:(?:19|20)\d{2}\s?年度?|上年度?|去年|上一年度?)(?:同期|相比|决算数?)?"
    r"|(?:19|20)\d{2}\s?年度?(?:决算数?)?相比"
)
_PRIOR_FIGURE = re.compile(
    r"(?:比|较|与|同)\s*(?:上年度?|去年|上一年度?|年初(?!预算|安排)|((?:19|20)\d{2})\s?年度?)(?:同期|决算|预算|末|底|支出|收入|总额)*数?的?\s*$"
)
_CLOSING = re.compile(r"年末|年底|期末|截至|截止")
_OPENING = re.compile(r"年初(?!预算|安排|部门|批复|目标|设定|确定|制定|结转)|期初")
_BRACKETED = re.compile(r"\([^()]*\)")
_RESET = re.compile(
    r"本年|今年|当年|全年|同比|环比|[;。]|(?:增加|提高|上升|增长|下降|减少|降低|扩大|缩短|提升|压缩|降|升|增)(?:到|至|为)"
)
_SPANNED = re.compile(r"(?:19|20)\d{2}\s*[-—–~至]\s*(?:19|20)\d{2}年?")


def period_of(before: str, fiscal_year: int | None) -> Period:
    """The period of a number whose sentence reads ``before`` up to it.

    A year that is only compared with (较2022年增加) or stands in a closed bracket doesn't move the
    claim into that year; 上年 holds until 本年, 同比, 增加到 or a semicolon; a span of years leaves
    the year open.
    """
    if not _TELLS.search(before):
        return Period(fiscal_year)
    prior_figure = _PRIOR_FIGURE.search(before)
    if prior_figure is not None:
        year = prior_figure.group(1)
        last = fiscal_year - 1 if fiscal_year else None
        return Period(int(year) if year else last)
    before = _BRACKETED.sub("", before)
    spans = list(_SPANNED.finditer(before))
    text = _COMPARED.sub("", before)
    point = Point.YEAR
    tail = text[-30:]
    if _CLOSING.search(tail):
        point = Point.CLOSING
    elif _OPENING.search(tail):
        point = Point.OPENING
    if spans:
        return Period(None, point)
    resets = [match.end() for match in _RESET.finditer(text)]
    years = [y for y in _YEAR.finditer(text) if not _left(y, text, resets, fiscal_year)]
    prior = [m for m in _PRIOR.finditer(text) if not resets or m.start() >= resets[-1]]
    last_year = years[-1].start() if years else -1
    last_prior = prior[-1].start() if prior else -1
    if last_prior > last_year:
        return Period(fiscal_year - 1 if fiscal_year else None, point)
    if _NEXT.search(text) and not years:
        return Period(fiscal_year + 1 if fiscal_year else None, point)
    if years:
        return Period(int(years[-1].group(1)), point)
    return Period(fiscal_year, point)


def _left(year: re.Match[str], text: str, resets: Sequence[int], fiscal_year: int | None) -> bool:
    """Whether a past year named beside this year's figure is over: …13万元，2022年15万元；其中….

    The year that a sentence opens with holds for all of it.
    """
    past = fiscal_year is not None and int(year.group(1)) < fiscal_year
    beside = re.search(r"\d", _YEAR.sub("", text[: year.start()])) is not None
    return past and beside and any(reset > year.end() for reset in resets)
