"""LibreOffice as a converter, where it is on the machine: fresh profile, no macros, no network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from auditor.core.errors import ReadError
from auditor.reading.options import ReadOptions
from auditor.reading.scratch import scratch

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_MARGIN = 5
_COMMON = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    + "</oor:items>"
)


def office() -> str | None:
    """The path of LibreOffice's ``soffice``, ``None`` where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    return next((place for place in _PLACES if Path(place).exists()), None)


def to_docx(program: str, data: bytes, suffix: str, options: ReadOptions) -> bytes:
    """``data`` as a .docx. ``ReadError``: ``timeout``, ``damaged``."""
    limit = max(options.seconds - _MARGIN, 1)
    with scratch() as folder:
        source = folder / f"1{suffix}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        _run(program, folder, source, profile, limit)
        made = folder / "out" / "1.docx"
        if not made.exists():
            raise ReadError(
                "damaged",
                "LibreOffice 无法转换该文件（可能已损坏或已加密）；请另存为 docx 后再送审。",
            )
        if made.stat().st_size > options.max_bytes:
            raise ReadError("too_large", "文件转换后过大；请拆分后再送审。")
        return made.read_bytes()


def _run(program: str, folder: Path, source: Path, profile: Path, limit: int) -> None:
    command = [
        program, "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    child = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    )
    try:
        child.wait(limit)
    except subprocess.TimeoutExpired:
        raise ReadError(
            "timeout", f"LibreOffice 转换该文件超过 {limit} 秒；请另存为 docx 后再送审。"
        ) from None
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the program with the processes that it started."""
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        child.kill()
    child.wait()
