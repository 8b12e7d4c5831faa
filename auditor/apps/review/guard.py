"""What holds for every request: who may ask, how much, and the headers of every answer."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
FORM_BYTES = 64 * 1024
_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(?::\d{1,5})?")
_SAFE = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Refuses strange hosts, foreign origins and large bodies; adds the headers.

    ``hosts`` are the names under which the desk may be asked, so that no other site can reach it
    by a name of its own (DNS rebinding). ``uploads`` are the paths that take up to
    ``upload_bytes``.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], uploads: frozenset[str], upload_bytes: int
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._uploads = uploads
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http":
            # The lifespan passes; there are no web sockets here.
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        large = scope["path"] in self._uploads
        limit = self._upload_bytes if large else FORM_BYTES
        await self._app(scope, _limited(receive, limit), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return PlainTextResponse("Unknown host", 400)
        if scope["method"] in _SAFE:
            return None
        origin = headers.get("origin")
        own = f"{scope['scheme']}://{host}"
        site = headers.get("sec-fetch-site", "same-origin")
        if (origin is not None and origin != own) or site not in ("same-origin", "none"):
            return PlainTextResponse("Foreign origin", 403)
        return None


def _name_of(host: str) -> str:
    """The name in a ``Host`` header without its port; empty for nonsense."""
    match = _HOST.fullmatch(host.lower())
    return match.group(1).strip("[]") if match else ""


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
