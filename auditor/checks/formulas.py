"""Formulas written out in the text: 26/28×100%=92.86%. Parsed and computed with intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.interval import Interval

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"万元|亿元|元|人次|人|名|件|个|户|起|场|分|亩|张|份|台|套|天|床日"
_OPERAND = rf"[(\[ ]*-?(?:{_NUMBER}) ?(?:%|{_UNIT})?[)\] ]*"
_FORMULA = re.compile(
    rf"(?<![\d.%A-Za-z〔+\-*/×÷])(?P<expr>{_OPERAND}(?:[-+*/×÷xX—–]{_OPERAND}){{1,11}})=\s?"
    rf"(?P<result>-?(?:{_NUMBER}))\s?(?P<unit>%|{_UNIT})?+(?!\s?[-+*/×÷xX\d])"
)
_TOKEN = re.compile(rf"(?P<num>{_NUMBER})\s?(?P<pct>%)?(?:{_UNIT})?|(?P<op>[-+*/×÷xX—–()\[\]])")
_MAX_TOKENS = 40
_IN_EXPRESSION = "0123456789,.%()[] -+*/×÷xX—–万元亿人次名件个户起场分亩张份台套天床日"


@dataclass(frozen=True, slots=True)
class Formula:
    """``values`` are the charitable readings, as written first; in percent where ``percent``."""

    span: CharSpan
    text: str
    result_span: CharSpan
    result_text: str
    result: Interval
    percent: bool
    values: tuple[Interval, ...]


def find_formulas(document: Document) -> Iterator[Formula]:
    """Computable formulas of the narrative and of table cells, in order.

    Left out: units that differ within one formula, division by zero, anything not understood.
    """
    for match in _matches(document.folded):
        made = _formula(document, match)
        if made is not None:
            yield made


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What ``_FORMULA`` finds in ``text``, looked for in front of each = only: every number of a
    report may begin an expression, and few do.
    """
    end = 0
    equals = text.find("=")
    while equals >= 0:
        before = text[end:equals]
        first = end + len(before.rstrip(_IN_EXPRESSION))
        end = max(end, equals + 1)
        for start in range(first, equals):
            match = _FORMULA.match(text, start)
            if match is not None:
                yield match
                end = match.end()
                break
        equals = text.find("=", end)


def _formula(document: Document, match: re.Match[str]) -> Formula | None:
    expression = match.group("expr")
    if "\n" in expression or len(set(re.findall(r"万元|亿元|元", match.group()))) > 1:
        return None
    if not re.search(r"[/÷.%]", match.group()) and not match.group("unit"):
        return None
    opening, closing = len(re.findall(r"[(\[]", expression)), len(re.findall(r"[)\]]", expression))
    start = match.start("expr")
    while closing < opening and expression[:1] in "([ ":
        opening -= expression[:1] in "(["
        expression, start = expression[1:], start + 1
    percent = match.group("unit") == "%"
    values = tuple(_readings(expression, percent=percent))
    if not values:
        return None
    number = match.group("result").replace(",", "")
    places = len(number.split(".")[1]) if "." in number else 0
    end = match.end("unit") if match.group("unit") else match.end("result")
    span = CharSpan(match.start("result"), end)
    return Formula(
        span=CharSpan(start, start + len(expression.rstrip())),
        text=expression.strip(),
        result_span=span,
        result_text=span.cut(document.folded),
        result=Interval.truncated(Decimal(number), places),
        percent=percent,
        values=values,
    )


def _readings(expression: str, *, percent: bool) -> Iterator[Interval]:
    """As written; then, where no bracket stands, with brackets around both sides of the one ÷."""
    plain = re.sub(r"[×*xX]\s?100\s?%?\s*$", "", expression.strip())
    hundred = plain != expression.strip()
    if re.fullmatch(r"\([^()]*\)", plain):
        plain = plain[1:-1]
    for text in (plain, _bracketed(plain)):
        if text is None:
            continue
        value = _Parser(text).value()
        if value is None:
            continue
        yield value.scale(Decimal(100)) if percent or hundred else value


def _bracketed(plain: str) -> str | None:
    if re.search(r"[()\[\]]", plain) or len(re.findall(r"[/÷]", plain)) != 1:
        return None
    left, right = re.split(r"[/÷]", plain)
    return f"({left})/({right})"


class _Parser:
    """Recursive descent over + − × ÷ and brackets, on intervals."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        covered = sum(len(m.group()) for m in found)
        whole = covered == len(re.sub(r"\s", "", text)) or covered == len(text.strip())
        self.tokens = found if whole and len(found) <= _MAX_TOKENS else []
        self.at = 0

    def value(self) -> Interval | None:
        """The value, ``None`` where the text is no whole formula."""
        if not self.tokens:
            return None
        result = self._sum()
        return result if self.at == len(self.tokens) else None

    def _operator(self, known: str) -> str | None:
        if self.at < len(self.tokens):
            found = self.tokens[self.at].group("op")
            if found and found in known:
                self.at += 1
                return found
        return None

    def _sum(self) -> Interval | None:
        result = self._product()
        while result is not None and (sign := self._operator("+-—–")):
            term = self._product()
            if term is None:
                return None
            result = result + term if sign == "+" else result - term
        return result

    def _product(self) -> Interval | None:
        result = self._atom()
        while result is not None and (sign := self._operator("*×xX/÷")):
            factor = self._atom()
            if factor is None:
                return None
            result = result.divide(factor) if sign in "/÷" else result.multiply(factor)
        return result

    def _atom(self) -> Interval | None:
        if self._operator("(["):
            inner = self._sum()
            return inner if inner is not None and self._operator(")]") else None
        if self._operator("-—–"):
            inner = self._atom()
            return -inner if inner is not None else None
        if self.at >= len(self.tokens) or not self.tokens[self.at].group("num"):
            return None
        token = self.tokens[self.at]
        self.at += 1
        number = token.group("num").replace(",", "")
        places = len(number.split(".")[1]) if "." in number else 0
        value = Decimal(number)
        found = Interval.rounded(value, places) if places else Interval.exact(value)
        return found.scale(Decimal("0.01")) if token.group("pct") else found
