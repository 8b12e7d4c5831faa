"""Frames as parquet files that keep dtypes, nested columns and what the columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pandas as pd

from auditor.__about__ import __version__
from auditor.core.errors import UsageError
from auditor.reporting.codebook import Entry, codebook
from auditor.reporting.files import write_bytes
from auditor.reporting.origins import FIELDS
from auditor.reporting.schema import FRAMES

_MAPS: Final = ("contributions", "unchecked")
_SIMPLE: Final = {"string": "string", "Int64": "int64", "Float64": "float64", "boolean": "bool_"}


def write_frames(out: Path, frames: Iterable[tuple[str, pd.DataFrame]]) -> list[Path]:
    """``<name>.parquet`` for each frame and ``codebook.csv``; the paths written.

    ``UsageError`` where pyarrow isn't installed.
    """
    pa = _arrow()
    import pyarrow.parquet as pq

    written = []
    for name, frame in frames:
        meanings = codebook(name)
        schema = pa.schema([_field(pa, frame, entry) for entry in meanings])
        plain = frame.copy()
        plain.attrs = {}
        for column, dtype in FRAMES[name].items():
            if dtype == "object" and column in _MAPS:
                listed = [_listed(value) for value in frame[column]]
                plain[column] = pd.Series(listed, dtype="object", index=frame.index)
        table = pa.Table.from_pandas(plain, schema=schema, preserve_index=False)
        metadata = {**table.schema.metadata, b"auditor": f"{name} {__version__}".encode()}
        sink = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(metadata), sink)
        path = out / f"{name}.parquet"
        write_bytes(path, sink.getvalue().to_pybytes())
        written.append(path)
    path = out / "codebook.csv"
    write_bytes(path, b"\xef\xbb\xbf" + _csv(codebook()).encode("utf-8"))
    return [*written, path]


def _arrow() -> ModuleType:
    try:
        import pyarrow as pa
    except ImportError as error:
        message = "写 parquet 需要另外安装组件；请运行 pip install 'auditor[research]'"
        raise UsageError(message) from error
    module: ModuleType = pa
    return module


def _field(pa: Any, frame: pd.DataFrame, entry: Entry) -> Any:
    simple = _SIMPLE.get(str(frame[entry.name].dtype))
    kind = getattr(pa, simple)() if simple else _nested(pa, entry.name)
    return pa.field(entry.name, kind, metadata={"definition": entry.definition, "unit": entry.unit})


def _nested(pa: Any, column: str) -> Any:
    """The type of a column of lists or mappings."""
    text, whole = pa.string(), pa.int64()
    if column in _MAPS:
        return pa.map_(text, pa.float64() if column == "contributions" else whole)
    if column == "survivals":
        kinds = (("start", whole), ("end", whole), ("text", text), ("kind", text))
        return pa.list_(pa.struct(kinds))
    if column == "stake":
        stake = {"points": text, "grade_changes": pa.bool_(), "yuan": text, "budget_share": text}
        return pa.struct(list(stake.items()))
    if column == "also":
        names = ("check", "title", "stated", "expected", "working")
        return pa.list_(pa.struct([(name, text) for name in names]))
    if column == "evidence":
        return pa.list_(pa.struct(_evidence(pa)))
    return pa.list_(text)


def _evidence(pa: Any) -> Sequence[tuple[str, Any]]:
    text, whole = pa.string(), pa.int64()
    kinds = dict.fromkeys(FIELDS, whole) | {
        "box": pa.list_(pa.float64()),
        "sheet": text,
        "address": text,
    }
    return (
        ("role", text),
        ("report_id", text),
        ("start", whole),
        ("end", whole),
        ("text", text),
        ("label", text),
        ("table_id", text),
        ("row", whole),
        ("col", whole),
        ("origin", pa.struct(list(kinds.items()))),
    )


def _listed(value: Any) -> Any:
    """A mapping as pairs, which is how arrow takes a map; other values as they are."""
    return list(value.items()) if isinstance(value, dict) else value


def _csv(entries: Iterable[Entry]) -> str:
    text: str = pd.DataFrame(map(asdict, entries)).to_csv(index=False, lineterminator="\n")
    return text
