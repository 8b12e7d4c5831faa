"""``auditor review``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from auditor.core.errors import UsageError

_NEEDED = ("starlette", "uvicorn", "python_multipart")
EXTRA = '审核台需要安装附加组件：pip install "auditor[review]"'


def open_desk(
    out: Path,
    *,
    host: str,
    port: int,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    database: str | None,
    name: str | None,
    upload_mb: int,
) -> int:
    """Run the review desk until Ctrl+C. ``UsageError`` where the extra is missing."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise UsageError(EXTRA)
    from auditor.apps.review.server import Address, serve

    if (certificate is None) != (key is None):
        raise UsageError("--certificate 和 --key 须一起给出。")
    address = Address(host, port, names, certificate, key)
    serve(
        out,
        address,
        database=database,
        name=name,
        upload_mb=upload_mb,
        tell=lambda line: click.echo(line, err=True),
    )
    return 0
