"""Whether the text stops in the middle of a sentence, so that its end is missing."""

from __future__ import annotations

import re

from auditor.core.document import Document

_PROSE = 16
"""Characters that tell a paragraph from a signature or the title of an annex."""
_SIGNED = re.compile(r"联系|电话|填[表报]|负责人|签[字章]|盖章|附件|日期|来源|编辑|地址|邮箱")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[).、]")
"""A heading's number, and nothing behind it."""
_WHOLE = re.compile(r"[。!?;:.…)\]】》”’\"']$|(?:\d\s?[年月日]|[局委办院校府会厅处])$")


def cut_off(document: Document) -> bool:
    """Whether the last paragraph is prose without a full stop, or a number without its heading.

    Such an upload or page was cut short: what is missing may stand in the part that was lost.
    """
    lines = document.folded.rstrip().rsplit("\n", 1)
    last = lines[-1].rstrip()
    if _NUMBER.fullmatch(last):
        return True
    at_end = len(document.folded.rstrip())
    if any(table.span.end >= at_end for table in document.tables):
        return False
    prose = len(last) >= _PROSE and re.search("[,。;]", last) is not None
    return prose and not _WHOLE.search(last) and not _SIGNED.search(last)
