"""Word files for the tests, from small pieces of OOXML."""

from __future__ import annotations

import io
import zipfile

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def paragraph(inner: str, properties: str = "") -> str:
    runs = inner if inner.startswith("<") else f"<w:r><w:t>{inner}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(inner: str, *, span: int = 1, merge: str = "") -> str:
    merged = {"start": '<w:vMerge w:val="restart"/>', "down": "<w:vMerge/>"}.get(merge, "")
    body = inner if inner.startswith("<w:p") else paragraph(inner)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{body}</w:tc>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    document = f'<?xml version="1.0"?><w:document xmlns:w="{NS}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return stream.getvalue()
