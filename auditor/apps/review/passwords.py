"""Password hashes: scrypt of the standard library, at most two at a time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading

from auditor.core.errors import UsageError

MIN_LENGTH, MAX_LENGTH = 10, 200
_N, _R, _P = 2**15, 8, 3
_MEMORY = 128 * _N * _R * 2
_BUSY = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """``scrypt$n$r$p$salt$hash``. ``UsageError`` for a password that is too short or too long."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise UsageError(f"密码应为{MIN_LENGTH}至{MAX_LENGTH}个字符。")
    salt = secrets.token_bytes(16)
    parts = (str(_N), str(_R), str(_P), _text(salt), _text(_scrypt(password, salt, _N, _R, _P)))
    return "$".join(("scrypt", *parts))


def fits(password: str, known: str | None) -> bool:
    """Whether ``password`` belongs to the hash; as slow for ``None`` as for a wrong one."""
    parts = (known or _NOBODY).split("$")
    n, r, p = map(int, parts[1:4])
    salt, digest = (base64.b64decode(part) for part in parts[4:])
    found = _scrypt(password[:MAX_LENGTH], salt, n, r, p)
    return hmac.compare_digest(found, digest) and known is not None


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # Each takes 32 MB and a fifth of a second: many log-ins at once must not take the machine.
    with _BUSY:
        data = password.encode("utf-8", "replace")
        return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODY = "$".join(("scrypt", str(_N), str(_R), str(_P), _text(bytes(16)), _text(bytes(32))))
