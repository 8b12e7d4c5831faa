"""rar by rarfile, which needs unrar, unar, 7z or bsdtar on the machine for packed members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from auditor.core.errors import ReadError
from auditor.reading.archive import Budget, ExhaustedError, Member, damaged, encrypted, refusal
from auditor.reading.formats import require
from auditor.reading.names import tidied, wanted


def rar_members(source: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    """Members of a rar. ``ReadError``: ``missing_extra``, ``missing_tool``, ``damaged``."""
    rarfile = require("rarfile", "RAR 压缩包", "archives")
    try:
        with rarfile.RarFile(source) as archive:
            if archive.needs_password() and not archive.infolist():
                raise ReadError("encrypted", "RAR 压缩包已加密；请取消密码后重新打包。")
            infos = [info for info in archive.infolist() if not info.is_dir()]
            budget.count(len(infos))
            for info in infos:
                known = tidied(info.filename)
                refused = refusal(known, link=info.is_symlink())
                if refused is not None:
                    yield refused
                elif not wanted(known):
                    continue
                elif info.needs_password():
                    yield encrypted(known)
                else:
                    yield _member(rarfile, archive, info, known, budget)
    except rarfile.RarCannotExec as error:
        raise ReadError(
            "missing_tool",
            "读取 RAR 压缩包需要系统中的 unrar 或 bsdtar；请安装其一（例如 apt install libarchive-tools），或改用 zip 重新打包。",
        ) from error
    except (rarfile.Error, OSError, ValueError, EOFError) as error:
        raise damaged("RAR") from error


def _member(rarfile, archive, info, name: str, budget: Budget) -> Member:  # type: ignore[no-untyped-def]
    try:
        with archive.open(info) as stream:
            return Member(name, budget.read(stream, info.compress_size))
    except (ExhaustedError, rarfile.RarCannotExec):
        raise
    except ReadError as error:
        return Member(name, error=error)
    except (rarfile.Error, OSError, ValueError, EOFError) as error:
        message = f"压缩包中的成员已损坏（{error}）；请重新打包。"
        return Member(name, error=ReadError("damaged", message))
