"""A reader: reports that were sent as the text of an e-mail (.eml)."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import ReadOptions, read_string
from auditor.reading.formats import Format

MEDIA_TYPE = "message/rfc822"
_HEADERS = (b"received:", b"from:", b"return-path:", b"message-id:", b"mime-version:")


def is_email(data: bytes) -> bool:
    """Content decides: two headers of a mail at its top."""
    head = data[:2000].lower()
    return head.startswith(_HEADERS) and sum(b"\n" + name in head for name in _HEADERS) >= 1


def read_email(data: bytes, options: ReadOptions) -> Document:
    """The text part; names and ids are filled in by the caller."""
    body = message_from_bytes(data, policy=default).get_body(("plain",))
    if body is None:
        raise ReadError("empty", "邮件没有正文；请把附件另存后送审。")
    return replace(read_string(body.get_content()), media_type=MEDIA_TYPE)


EMAIL = Format(
    "电子邮件",
    MEDIA_TYPE,
    (".eml",),
    is_email,
    "auditor_plugin_template.email_format:read_email",
)
