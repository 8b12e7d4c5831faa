"""The catalogue of checks for a reader: from the docstrings, in English beside them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from auditor.checks import CHECKS, Check, sections_of_doc
from auditor.reporting.phrasing import SEVERITY_NAMES, title_of

PARTS: Final = ("what", "why", "violating", "conforming", "limits")
"""The five parts of a check's docstring, in its order."""

_HEADINGS: Final = {
    "zh": ("检查内容", "为何重要", "违反示例", "符合示例", "局限"),
    "en": (
        "What is checked",
        "Why it matters",
        "A violating example",
        "A conforming one",
        "Limits",
    ),
}
_NATURE: Final = {
    "zh": {True: "矛盾", False: "质量提示"},
    "en": {True: "contradiction", False: "remark"},
}
_FAMILIES: Final = {
    "narrative": "正文与表格",
    "sums": "合计与分项",
    "ratios": "比率",
    "growth": "增减",
    "enumerations": "列举",
    "balances": "结转结余",
    "scores": "得分",
    "targets": "指标值与完成值",
    "units": "单位",
    "numbers": "数的写法",
    "years": "年度与单位名称",
    "template": "模板",
    "establishment": "编制",
    "evidence": "依据",
}


@cache
def english() -> dict[str, dict[str, str]]:
    """Check id → ``what``, ``why``, ``limits`` in English; the examples are the docstring's own."""
    text = (files("auditor.reporting") / "catalogue.toml").read_text("utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found


def parts_of(check: Check, lang: str) -> tuple[tuple[str, str], ...]:
    """(heading, body) of the five parts; the Chinese body where the English one is missing."""
    own = sections_of_doc(check.doc)
    given = english().get(check.id, {}) if lang == "en" else {}
    headings = zip(PARTS, _HEADINGS["zh"], _HEADINGS["en" if lang == "en" else "zh"], strict=True)
    return tuple((shown, given.get(part) or own[zh]) for part, zh, shown in headings)


def family_of(check: Check, lang: str) -> str:
    """The family's name for a reader."""
    name = check.family.value
    return name if lang == "en" else f"{_FAMILIES[name]} {name}"


def nature_of(check: Check, lang: str) -> str:
    """Whether its findings are contradictions or remarks."""
    return _NATURE["en" if lang == "en" else "zh"][check.contradiction]


def check_page(check: Check, lang: str) -> str:
    """One check in Markdown: head, five parts, how to set and silence it."""
    severity = SEVERITY_NAMES["en" if lang == "en" else "zh"][check.severity]
    facts = f"`{check.slug}` · {family_of(check, lang)} · {severity} · {nature_of(check, lang)}"
    lines = [f"{check.id} {title_of(check.id, lang)}", facts]
    for heading, body in parts_of(check, lang):
        lines += ["", f"### {heading}", "", body]
    ending = {
        "zh": f"设置：`[checks.{check.id}]` 下可写 enabled、severity、min_confidence（docs/settings.md）。",
        "en": f"Settings: enabled, severity, min_confidence under `[checks.{check.id}]` (docs/settings.md).",
    }
    return "\n".join([*lines, "", ending["en" if lang == "en" else "zh"]])


def catalogue_page(lang: str) -> str:
    """``docs/checks.md`` (``zh``) or ``docs/checks.en.md`` (``en``)."""
    head = {
        "zh": [
            "# 检查目录",
            "",
            "[English](checks.en.md) · [不检查什么](not-checked.md)",
            "",
            "由 `make docs` 从各检查的说明生成，请勿手改。示例在测试中实际运行。",
            "",
            "| 编号 | 名称 | 类别 | 级别 | 性质 |",
        ],
        "en": [
            "# The checks",
            "",
            "[中文](checks.md) · [what is not checked](not-checked.md)",
            "",
            "Made by `make docs`; do not edit. The examples run in the tests. Severity is the usual one; a check may raise or lower it by consequence.",
            "",
            "| id | title | family | severity | kind |",
        ],
    }
    key = "en" if lang == "en" else "zh"
    lines = [*head[key], "|---|---|---|---|---|"]
    for check in CHECKS:
        title = title_of(check.id, lang)
        lines.append(
            f"| [{check.id}](#{check.id.lower()}) | {title} | {family_of(check, lang)}"
            f" | {SEVERITY_NAMES[key][check.severity]} | {nature_of(check, lang)} |"
        )
    for check in CHECKS:
        lines += ["", f'## <a id="{check.id.lower()}"></a>{check.id} {title_of(check.id, lang)}']
        lines += ["", f"`{check.slug}`"]
        for heading, body in parts_of(check, lang):
            lines += ["", f"### {heading}", body]
    return "\n".join(lines) + "\n"
