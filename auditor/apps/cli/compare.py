"""``auditor compare``."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.apps.cli.screen import screen
from auditor.core.document import Document
from auditor.core.errors import UsageError
from auditor.core.passage import PassageEdit, PassageKind
from auditor.core.report import Failure
from auditor.engine.reading import read_all
from auditor.engine.reuse import compare
from auditor.settings import Settings

_KINDS = {
    PassageKind.TEMPLATE: "模板",
    PassageKind.COMMON: "通用语",
    PassageKind.COPIED: "雷同",
    PassageKind.OWN_PREVIOUS_YEAR: "本单位往年",
}
_EDITS = {
    PassageEdit.EXACT: "相同",
    PassageEdit.NAMES: "改名称",
    PassageEdit.NUMBERS: "改数字",
    PassageEdit.WORDS: "改文字",
}


def compare_files(a: Path, b: Path, templates: tuple[str, ...] = ()) -> int:
    """Print shared passages side by side with what was changed; 3 where a file can't be read."""
    documents: list[Document] = []
    for path in (a, b):
        found = read_all(path)
        if any(isinstance(item, Failure) for item in found):
            for item in found:
                if isinstance(item, Failure):
                    Console(stderr=True).print(f"{item.file}: {item.message}", markup=False)
            return 3
        first, *more = (item for item in found if isinstance(item, Document))
        if more:
            raise UsageError(f"{path} 中有 {1 + len(more)} 份报告；compare 一次比较两份。")
        documents.append(first)
    one, other = documents
    console = screen()
    if one.id == other.id:
        console.print("两份文件内容完全相同。")
        return 0
    result, reuse = compare(documents, Settings(templates=templates))
    table = Table(show_lines=True)
    for title in ("类别", "改动", one.source_name, other.source_name):
        table.add_column(title, overflow="fold")
    for passage in result.passages:
        turned = passage.a_document != one.id
        left, right = passage.a_span, passage.b_span
        if turned:
            left, right = right, left
        marked = _marked(left.cut(one.text), right.cut(other.text))
        edit = _EDITS[passage.edit] + ("、调序" if passage.reordered else "")
        table.add_row(_KINDS[passage.kind], edit, *marked)
    console.print(table)
    for document in documents:
        shares = result.shares[document.id]
        console.print(
            f"{document.source_name}: 模板 {shares.template:.1%} · 通用语 {shares.common:.1%}"
            f" · 雷同 {shares.copied:.1%} · 本单位往年 {shares.own_previous_year:.1%}",
            markup=False, highlight=False,
        )  # fmt: skip
    names = {document.id: document.source_name for document in documents}
    for one_left in reuse.survivals:
        console.print(
            f"{names[one_left.document]} {one_left.span.start}: 留有对方的 {one_left.text}",
            markup=False, highlight=False,
        )  # fmt: skip
    return 0


def _marked(left: str, right: str) -> tuple[Text, Text]:
    one, other = Text(), Text()
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        style = "" if tag == "equal" else "bold red"
        one.append(left[a:b], style)
        other.append(right[c:d], style)
    return one, other
