"""Writes the generated pages: ``make docs``."""

from __future__ import annotations

from pathlib import Path

from auditor.checks import CHECKS
from auditor.core.coverage import Unchecked
from auditor.reporting.catalogue import catalogue_page, parts_of
from auditor.reporting.phrasing import title_of
from auditor.reporting.words import LANGUAGES, WORDS

HERE = Path(__file__).parent
CATALOGUE = {"zh": "checks.md", "en": "checks.en.md"}


def not_checked_page() -> str:
    """What is not checked: our words, the reasons of the coverage, the limits of each check."""
    text = (HERE / "parts" / "not-checked.md").read_text("utf-8")
    for lang in LANGUAGES:
        text = text.replace(f"{{reasons.{lang}}}", _reasons(lang))
        text = text.replace(f"{{limits.{lang}}}", _limits(lang))
    return text


def _reasons(lang: str) -> str:
    return "\n".join(
        f"- `{reason.value}` {WORDS[lang][f'unchecked_{reason.value}']}" for reason in Unchecked
    )


def _limits(lang: str) -> str:
    lines = []
    for check in CHECKS:
        _, body = parts_of(check, lang)[-1]
        joint = "" if lang == "zh" else " "
        page = f"[{check.id}]({CATALOGUE[lang]}#{check.id.lower()})"
        lines.append(f"- {page} {title_of(check.id, lang)}：{joint.join(body.split(chr(10)))}")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """File name in ``docs`` → text."""
    found = {name: catalogue_page(lang) for lang, name in CATALOGUE.items()}
    return {**found, "not-checked.md": not_checked_page()}


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8")
