from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.core.errors import ReadError
from auditor.reading.archive import Member, members_of, unpack
from auditor.reading.formats import format_of
from auditor.reading.options import DEFAULTS, ReadOptions
from tests.reading.archive_files import (
    encrypted_zip,
    packed_rar,
    report,
    stored_rar,
    tar_with_link,
    tarred,
    zipped,
)
from tests.reading.docx_files import docx, paragraph


def members(data: bytes, name: str = "a.zip", options: ReadOptions = DEFAULTS) -> list[Member]:
    return list(members_of(io.BytesIO(data), name, format_of(data), options))


def names(data: bytes, name: str = "a.zip") -> list[str]:
    return [member.name for member in members(data, name)]


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030"])
def test_names_in_every_encoding(encoding: str | None) -> None:
    data = zipped({"云澜县/教育局.txt": report(), "云澜县/水利局.txt": report()}, encoding=encoding)
    assert names(data) == ["云澜县/教育局.txt", "云澜县/水利局.txt"]


def test_what_is_no_report_is_passed_over() -> None:
    data = zipped(
        {
            "__MACOSX/._a.txt": b"x",
            "README.txt": b"x",
            "~$a.docx": b"x",
            "b.exe": b"x",
            "a.txt": b"1",
        }
    )
    assert names(data) == ["a.txt"]


def test_a_package_is_no_archive_and_an_archive_with_such_a_folder_is() -> None:
    assert not format_of(docx(paragraph("造林"))).container
    assert names(zipped({"word/报告.txt": report()})) == ["word/报告.txt"]


def test_members_that_climb_out_are_reported_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(
        zipped({"../../x.txt": b"x", "/etc/y.txt": b"y", "..\\z.txt": b"z", "ok.txt": report()})
    )
    folder = tmp_path / "out"
    folder.mkdir()
    parts = list(unpack(path, folder))
    assert [part.reason for part in parts] == ["unsafe", "unsafe", "unsafe", ""]
    files = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
    assert files == ["in/a.zip", "out/00004"]
    assert (folder / "00004").read_bytes() == report()


def test_one_bad_member_does_not_stop_the_others() -> None:
    data = bytearray(zipped({"a.txt": report("甲县教育局"), "b.txt": report("乙县水利局")}))
    data[40] ^= 0xFF
    first, second = members(bytes(data))
    assert first.error is not None
    assert first.error.reason == "damaged"
    assert second.data == report("乙县水利局")


def test_encrypted_members_are_said_so() -> None:
    (member,) = members(encrypted_zip("a.txt", report()))
    assert member.error is not None
    assert member.error.reason == "encrypted"


def test_archives_inside_archives_up_to_a_depth() -> None:
    data = zipped({"报告.txt": report()})
    for name in ("c.zip", "b.zip", "a.zip"):
        data = zipped({name: data, "报告.txt": report()})
    assert names(data) == [
        "a.zip!/b.zip!/c.zip!/报告.txt",
        "a.zip!/b.zip!/报告.txt",
        "a.zip!/报告.txt",
        "报告.txt",
    ]
    found = members(data, options=replace(DEFAULTS, max_depth=2))
    assert [m.error.reason for m in found if m.error] == ["too_deep"]
    assert len(found) == 4


def test_a_damaged_archive_inside_costs_itself_only() -> None:
    inner = zipped({"x.txt": report()})
    found = members(zipped({"b.zip": inner[: len(inner) // 2], "a.txt": report()}))
    assert [(m.name, m.error and m.error.reason) for m in found] == [
        ("b.zip", "damaged"),
        ("a.txt", None),
    ]


def test_a_bomb_costs_itself_only() -> None:
    bomb = bytes(60_000_000)
    first, second = members(zipped({"bomb.txt": bomb, "b.txt": report()}))
    assert first.error is not None
    assert first.error.reason == "too_large"
    assert second.data == report()


def test_more_members_than_allowed_are_refused_before_reading() -> None:
    data = zipped({f"{n}.txt": b"1" for n in range(10_000)})
    with pytest.raises(ReadError) as caught:
        members(data)
    assert caught.value.reason == "too_large"
    assert "10000" in caught.value.message


def test_all_members_together_have_a_limit() -> None:
    data = zipped({f"{n}.txt": bytes(range(256)) * 40 for n in range(10)})
    found: list[Member] = []
    with pytest.raises(ReadError) as caught:
        found.extend(
            members_of(
                io.BytesIO(data), "a.zip", format_of(data), replace(DEFAULTS, max_unpacked=50_000)
            )
        )
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_tars(mode: str, encoding: str) -> None:
    data = tarred(
        {"云澜县/教育局.txt": report(), "云澜县/水利局.txt": report()}, mode, encoding=encoding
    )
    found = members(data, "a.tar")
    assert [m.name for m in found] == ["云澜县/教育局.txt", "云澜县/水利局.txt"]
    assert found[1].data == report()


def test_links_in_a_tar_are_not_followed() -> None:
    (member,) = members(tar_with_link("a.txt", "/etc/passwd"), "a.tar")
    assert member.error is not None
    assert member.error.reason == "unsafe"
    (member,) = members(tarred({"../../x.txt": b"x"}), "a.tar")
    assert member.error is not None
    assert member.error.reason == "unsafe"


def test_a_compressed_single_file() -> None:
    import gzip

    (member,) = members(gzip.compress(report()), "云澜县.txt.gz")
    assert (member.name, member.data) == ("云澜县.txt", report())


def test_a_compressed_bomb_is_stopped() -> None:
    import gzip

    with pytest.raises(ReadError) as caught:
        members(gzip.compress(bytes(120_000_000)), "a.txt.gz")
    assert caught.value.reason == "too_large"


def test_a_cut_off_tar() -> None:
    data = tarred({"a.txt": report(), "b.txt": report() * 5000}, "w:gz")
    with pytest.raises(ReadError) as caught:
        members(data[:-200], "a.tgz")
    assert caught.value.reason == "damaged"


def test_7z(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(report(), "云澜县/教育局.txt")
        archive.writestr(b"x", "b.exe")
        archive.writestr(report("乙县水利局"), "乙县水利局.txt")
    found = members(path.read_bytes(), "a.7z")
    assert [(m.name, m.data) for m in found] == [
        ("云澜县/教育局.txt", report()),
        ("乙县水利局.txt", report("乙县水利局")),
    ]


def test_a_climbing_member_of_a_7z(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(report(), "PARENT/x.txt")
        archive.writestr(report(), "a.txt")
        archive.files.files_list[0]["filename"] = "../../x.txt"
    climbing, decent = members(path.read_bytes(), "a.7z")
    assert climbing.error is not None
    assert (climbing.name, climbing.error.reason) == ("../../x.txt", "unsafe")
    assert decent.data == report()


def test_encrypted_and_damaged_7z(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w", password="secret") as archive:  # noqa: S106
        archive.writestr(report(), "a.txt")
    with pytest.raises(ReadError) as caught:
        members(path.read_bytes(), "a.7z")
    assert caught.value.reason == "encrypted"
    with pytest.raises(ReadError) as caught:
        members(path.read_bytes()[:60], "a.7z")
    assert caught.value.reason == "damaged"


def test_a_bomb_in_a_7z(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(bytes(60_000_000), "a.txt")
    with pytest.raises(ReadError) as caught:
        members(path.read_bytes(), "a.7z")
    assert caught.value.reason == "too_large"


def test_rar() -> None:
    pytest.importorskip("rarfile")
    (member,) = members(stored_rar("bureau/a.txt", report()), "a.rar")
    assert (member.name, member.data) == ("bureau/a.txt", report())
    (member,) = members(stored_rar("../a.txt", report()), "a.rar")
    assert member.error is not None
    assert member.error.reason == "unsafe"


def test_rar_without_a_tool_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    rarfile = pytest.importorskip("rarfile")
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError) as caught:
        members(packed_rar("a.txt"), "a.rar")
    assert caught.value.reason == "missing_tool"
    assert "unrar" in caught.value.message


def test_a_missing_extra_is_one_line_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(ReadError) as caught:
        members(b"7z\xbc\xaf\x27\x1c" + bytes(60), "a.7z")
    assert caught.value.reason == "missing_extra"
    assert "pip install 'auditor[archives]'" in caught.value.message
