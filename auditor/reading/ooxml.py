"""Opening OOXML parts safely: bounded sizes, no DOCTYPE, no network, no entities."""

from __future__ import annotations

import io
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

_DAMAGED = "{}已损坏或不完整（{}）；请打开并重新保存，或向单位重新索取。"
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class Package:
    """A zip package whose parts are read with a byte count kept; ``what`` names it in messages."""

    def __init__(self, data: bytes, what: str = "Word 文档") -> None:
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError) as error:
            raise ReadError("damaged", _DAMAGED.format(what, "压缩结构不完整")) from error
        names = self._zip.namelist()
        if len(names) > MAX_MEMBERS:
            raise ReadError(
                "too_large", f"文档内含 {len(names)} 个部件，超过上限 {MAX_MEMBERS}；请重新导出。"
            )
        self.names = frozenset(names)
        self._read = 0

    def part(self, name: str) -> etree._Element | None:
        """The root element of a part, ``None`` where there is none."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.content(name), parser)
        except etree.XMLSyntaxError as error:
            raise ReadError("damaged", _DAMAGED.format(self._what, name)) from error

    def content(self, name: str) -> bytes:
        """The bytes of a part that is there, counted, and free of any DOCTYPE."""
        data = self._bytes(name)
        if any(mark in data for mark in _DOCTYPES):
            raise ReadError(
                "unsafe", "文档内含 DOCTYPE 声明，可能不安全；请用 Office 打开并重新保存。"
            )
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
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ReadError("damaged", _DAMAGED.format(self._what, name)) from error
        except RuntimeError as error:
            raise ReadError("encrypted", "文档已加密；请取消密码后重新送审。") from error
        self._read += len(data)
        if len(data) > MAX_PART or self._read > MAX_TOTAL:
            raise ReadError("too_large", "文档解压后过大，可能是压缩炸弹；请检查来源后重新导出。")
        return data
