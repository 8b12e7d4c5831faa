"""Writes the generated pages: ``make docs``."""

from __future__ import annotations

from pathlib import Path

from auditor.checks import CHECKS

HERE = Path(__file__).parent


def checks_page() -> str:
    """The catalogue of checks from their docstrings."""
    lines = [
        "# 检查目录",
        "",
        "由 `make docs` 从各检查的说明生成，请勿手改。示例在测试中实际运行。",
        "",
        "| 编号 | 名称 | 类别 | 级别 | 性质 |",
        "|---|---|---|---|---|",
    ]
    for check in CHECKS:
        kind = "矛盾" if check.contradiction else "质量提示"
        lines.append(
            f"| [{check.id}](#{check.id.lower()}) | {check.title} | {check.family.value} | {check.severity.value} | {kind} |"
        )
    for check in CHECKS:
        body = check.doc.split("\n", 1)[1].strip().replace("\n## ", "\n### ")
        body = f"### {body[3:]}" if body.startswith("## ") else body
        lines += [
            "",
            f'## <a id="{check.id.lower()}"></a>{check.id} {check.title}',
            "",
            f"`{check.slug}`",
            "",
            body,
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "checks.md").write_text(checks_page(), "utf-8")
