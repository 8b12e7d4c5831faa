"""Whether the text stops in the middle of a sentence, so that its end is missing."""

from __future__ import annotations

import re

from auditor.core.document import Document

_PROSE = 16
"""Characters that tell a paragraph from a signature or the title of an annex."""
_SIGNED = re.compile(r"联系|电话|填[表报]|负责人|签[字章]|盖章|附件|日期|来源|编辑|地址|邮箱")
_WHOLE = re.compile(r"[。!?;:.…)\]】》”’\"']$|(?:\d\s?[年月日]|[局委办院校府会厅处])$")


def cut_off(document: Document) -> bool:
    """Whether the last paragraph is prose without a full stop: an upload or a page cut short.

    What is missing from such a text may stand in the part that was lost.
    """
    lines = document.folded.rstrip().rsplit("\n", 1)
    last = lines[-1].rstrip()
    at_end = len(document.folded.rstrip())
    if any(table.span.end >= at_end for table in document.tables):
        return False
    prose = len(last) >= _PROSE and re.search("[,。;]", last) is not None
    return prose and not _WHOLE.search(last) and not _SIGNED.search(last)
