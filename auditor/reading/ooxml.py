"""Opening OOXML parts safely: bounded sizes, no DOCTYPE, no network, no entities."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from auditor.core.errors import ReadError

MAX_PART = 120_000_000
MAX_TOTAL = 240_000_000
MAX_MEMBERS = 5_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    NotImplementedError,
)  # fmt: skip
"""What the standard library raises on a zip that isn't whole, its members packed in any way."""

_DAMAGED = "{}已损坏或不完整（{}）；请打开并重新保存，或向单位重新索取。"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENCODING = re.compile(rb"^[^>]{0,80}?encoding\s*=\s*[\"']([\w.-]{1,40})")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)  # fmt: skip


class Package:
    """A zip package whose parts are read with a byte count kept; ``what`` names it in messages."""

    def __init__(self, data: bytes, what: str = "Word 文档") -> None:
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_ZIP as error:
            raise ReadError("damaged", _DAMAGED.format(what, "压缩结构不完整")) from error
        names = self._zip.namelist()
        if len(names) > MAX_MEMBERS:
            raise ReadError(
                "too_large", f"文档内含 {len(names)} 个部件，超过上限 {MAX_MEMBERS}；请重新导出。"
            )
        self.names = frozenset(names)
        self._read = 0

    def main_part(self, default: str) -> str:
        """The name of the package's main part by its relations; ``default`` where they are mute."""
        if default in self.names:
            return default
        relations = self.part("_rels/.rels")
        for relation in () if relations is None else relations.iter(_RELATIONS):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return (relation.get("Target") or default).lstrip("/")
        return default

    def beside(self, part: str, name: str) -> str:
        """The name of a part in the folder of another."""
        return posixpath.join(posixpath.dirname(part), name)

    def part(self, name: str) -> etree._Element | None:
        """The root element of a part, ``None`` where there is none.

        ``ReadError``: ``damaged``, ``encrypted``, ``too_large``, ``unsafe`` (a DOCTYPE).
        """
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self.content(name), parser)
        except etree.XMLSyntaxError as error:
            raise ReadError("damaged", _DAMAGED.format(self._what, name)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise _unsafe()
        return root

    def content(self, name: str) -> bytes:
        """The bytes of a part that is there, counted, and free of any DOCTYPE.

        Names of the strict variant of OOXML are turned into the usual ones.
        """
        data = self._bytes(name)
        _safe(data)
        if b"purl.oclc.org" in data[:8000]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of a part with one of the local names, one by one, freed behind the caller."""
        known = etree.iterparse(
            io.BytesIO(self.content(name)),
            events=("end",),
            tag=tuple("{*}" + tag for tag in tags),
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        )
        try:
            for _, element in known:
                yield element
                element.clear()
        except etree.XMLSyntaxError as error:
            raise ReadError("damaged", _DAMAGED.format(self._what, name)) from error

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART + 1)
        except BROKEN_ZIP as error:
            raise ReadError("damaged", _DAMAGED.format(self._what, name)) from error
        except RuntimeError as error:
            raise ReadError("encrypted", "文档已加密；请取消密码后重新送审。") from error
        self._read += len(data)
        if len(data) > MAX_PART or self._read > MAX_TOTAL:
            raise ReadError("too_large", "文档解压后过大，可能是压缩炸弹；请检查来源后重新导出。")
        return data


def _safe(data: bytes) -> None:
    """Refuse a DOCTYPE before any parser sees it, and encodings that could hide one."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:4] else data
    encoding = _ENCODING.match(plain[:200])
    if b"<!DOCTYPE" in plain or (encoding and encoding.group(1).lower() not in _ENCODINGS):
        raise _unsafe()


def _unsafe() -> ReadError:
    return ReadError("unsafe", "文档内含 DOCTYPE 声明，可能不安全；请用 Office 打开并重新保存。")
