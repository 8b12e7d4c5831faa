"""What goes wrong with the output folder, as a word that says what to do. Nothing done is lost."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.core.errors import RunError

_AGAIN = "已完成的结果保存在该文件夹中，再次运行同一命令即从断处继续。"
_GONE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT})  # fmt: skip
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EROFS, errno.ETXTBSY})


@contextmanager
def told_plainly(out: Path) -> Iterator[None]:
    """Errors of the disk and of the store inside become ``RunError`` with a plain word."""
    try:
        yield
    except OSError as error:
        raise RunError(_of_system(out, error)) from error
    except sqlite3.Error as error:
        raise RunError(_of_store(out, error)) from error


def _of_system(out: Path, error: OSError) -> str:
    where = error.filename or out
    if error.errno in _FULL:
        return f"磁盘空间不足，无法写入 {where}；请腾出空间。{_AGAIN}"
    if error.errno in _HELD:
        return (
            f"无法写入 {where}：文件被占用、只读或没有权限；请关闭打开它的程序或检查权限。{_AGAIN}"
        )
    if error.errno in _GONE or not out.exists():
        return f"无法访问 {where}：磁盘或网络驱动器可能已断开；请检查连接。{_AGAIN}"
    return f"无法写入 {where}：{error.strerror or error}。{_AGAIN}"


def _of_store(out: Path, error: sqlite3.Error) -> str:
    text = str(error)
    store = out / "run.sqlite"
    if "full" in text:
        return f"磁盘空间不足，无法写入 {store}；请腾出空间。{_AGAIN}"
    if "locked" in text or "busy" in text:
        return f"{store} 被另一个程序占用；请关闭它。{_AGAIN}"
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return f"{store} 已损坏；请加 --fresh 重新审核（原文件改名保留为 run.sqlite.damaged）。"
    if "readonly" in text:
        return f"{store} 是只读文件；请检查权限。{_AGAIN}"
    return f"无法读写 {store}：{text}；请检查磁盘或网络驱动器。{_AGAIN}"
