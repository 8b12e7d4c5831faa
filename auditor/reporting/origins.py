"""Where a span of a report stands in the file that the unit submitted."""

from __future__ import annotations

from typing import Any

from auditor.core.charspan import CharSpan
from auditor.core.document import Document

FIELDS = ("page", "box", "paragraph", "table", "row", "col", "sheet", "address")


def origin_record(document: Document, span: CharSpan) -> dict[str, Any] | None:
    """The place of the span's first character that has one, unknown fields ``None``.

    ``None`` for plain text, where the offsets themselves cut the file.
    """
    found = document.origins_of(span)
    if not found:
        return None
    record: dict[str, Any] = {name: getattr(found[0], name) for name in FIELDS}
    if record["box"] is not None:
        record["box"] = [round(side, 1) for side in record["box"]]
    return record
