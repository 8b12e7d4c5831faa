"""``auditor review``."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.core.errors import UsageError

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
    try:
        from auditor.apps.review.server import Address, serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("starlette", "uvicorn", "python_multipart"):
            raise
        raise UsageError(EXTRA) from error
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
