"""The date below a report beside those of the steps that it tells as done."""

from __future__ import annotations

import re

from auditor.checks.base import CheckContext
from auditor.core.charspan import CharSpan

_DATE = re.compile(r"\s*(?P<year>20\d{2})\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月\s?[0-3]?\d\s?日\s*")
_STEP = re.compile(
    r"(?P<year>20\d{2})\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月"
    r"(?!\s?\d{1,2}\s?日?(?:之?前|以前))(?:[上中下]旬|初|底|末|\s?\d{1,2}\s?日)?(?!之?前|以前|至|到|起)[^,。;、\d]{0,10}?"
    r"(?:制定|印发|下发|成立|召开|组织|开展|收集|汇总|形成|完成|报送|审议|复核|抽查)"
)
_AHEAD = re.compile(r"将|拟|计划|预计|应[当于在]|要求|须|下一步|打算|下一?年")
_ABOUT = re.compile(r"自评|评价工作|组织|过程|程序|方法")
_LAST_LINES = 4


def told_after_signing(ctx: CheckContext) -> tuple[CharSpan, CharSpan] | None:
    """The date of signing, and a step of the self-evaluation told as done in a later month."""
    signed = _signed(ctx.document.folded)
    if signed is None:
        return None
    span, month = signed
    for sentence in ctx.document.sentences:
        if sentence.span.end > span.start or not _ABOUT.search(ctx.title_of(sentence.section)):
            continue
        text = sentence.span.cut(ctx.document.folded)
        for match in _STEP.finditer(text):
            if _month(match) > month and not _AHEAD.search(text):
                start = sentence.span.start
                return span, CharSpan(start + match.start(), start + match.end())
    return None


def _signed(text: str) -> tuple[CharSpan, tuple[int, int]] | None:
    """The last lines' date that stands alone; ``None`` where there is none or more than one."""
    body = text.rstrip()
    end, found = len(body), []
    for line in reversed(body.rsplit("\n", 2 * _LAST_LINES)[-_LAST_LINES:]):
        match = _DATE.fullmatch(line)
        if match:
            found.append((CharSpan(end - len(line), end), _month(match)))
        end -= len(line) + 1
    return found[0] if len(found) == 1 else None


def _month(match: re.Match[str]) -> tuple[int, int]:
    return int(match["year"]), int(match["month"])
