"""The report as a web page of a portal: menus around it, styles in it."""

from __future__ import annotations

from html import escape

from tests.formats.model import Report, Table, Text


def _table(table: Table) -> str:
    rows: list[str] = []
    at = 0
    placed = table.placed()
    for number in range(len(table.rows)):
        cells: list[str] = []
        while at < len(placed) and placed[at].row == number:
            cell = placed[at].cell
            spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
                f' colspan="{cell.cols}"' if cell.cols > 1 else ""
            )
            cells.append(f"<td{spans}>{escape(cell.text).replace(chr(10), '<br>')}</td>")
            at += 1
        rows.append("<tr>" + "\n".join(cells) + "</tr>")
    return '<table border="1" class="t">\n<tbody>' + "\n".join(rows) + "</tbody></table>"


def page(report: Report, encoding: str = "utf-8") -> bytes:
    """A page in the declared ``encoding``."""
    body: list[str] = []
    for block in report.blocks:
        if isinstance(block, Table):
            body.append(f"<p align=center><b>{escape(block.caption)}</b></p>")
            if block.unit:
                body.append(f'<p align="right">单位：{block.unit}</p>')
            body.append(_table(block))
        elif isinstance(block, Text):
            tag = f"h{block.level}" if block.level else "p"
            indent = "" if block.level else "&emsp;&emsp;"
            body.append(f"<{tag}>{indent}{escape(block.text)}</{tag}>")
    inner = "\n".join(body)
    return f"""<!DOCTYPE html>
<html><head><meta charset="{encoding}"><title>清溪县人民政府</title>
<style>.print{{display:none}} .t td{{border:1px solid}}</style><script>var x = "<p>脚本</p>";</script></head>
<body><div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/ys">预算绩效</a></li></ul></div>
<table width="1000"><tr><td><div class="print">打印页</div><div id="content">
{inner}
</div></td></tr></table></body></html>""".encode(encoding)
