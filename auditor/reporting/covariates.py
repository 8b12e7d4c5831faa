"""The panel and data of others: identities given from outside, joins by agency, region and year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from auditor.reading.folding import fold
from auditor.reporting.panel import Identities

_NAMES: Final = ("agency", "region")


def identities_of(frame: pd.DataFrame) -> Identities:
    """What a frame with ``file`` and any of ``agency``, ``region``, ``fiscal_year`` says.

    Missing values leave the report's own. ``ValueError`` without ``file`` or one of the others.
    """
    names = [name for name in ("agency", "region", "fiscal_year") if name in frame.columns]
    if "file" not in frame.columns or not names:
        raise ValueError("identities need a column file and one of agency, region, fiscal_year")
    found: dict[str, dict[str, Any]] = {}
    for row in frame[["file", *names]].to_dict("records"):
        given = {name: row[name] for name in names if not pd.isna(row[name])}
        if "fiscal_year" in given:
            given["fiscal_year"] = int(given["fiscal_year"])
        found[str(row["file"])] = given
    return found


def join_covariates(
    panel: pd.DataFrame,
    covariates: pd.DataFrame,
    on: Sequence[str] = ("agency", "fiscal_year"),
    how: str = "left",
) -> pd.DataFrame:
    """The panel with the columns of ``covariates`` and a flag ``matched``.

    ``on``: columns of both, among ``unit_key``, ``agency``, ``region`` and ``fiscal_year``
    (``("region", "fiscal_year")`` for figures of a county). Names are compared without white
    space, in half width and without a leading 中共; the year may be a number or its text.
    ``how`` is ``left`` (keep all of the panel) or ``inner``. ``ValueError`` for a column that is
    missing on a side, a column that the panel has already, a year that is none, and for
    covariates with two rows for one key.
    """
    if how not in ("left", "inner"):
        raise ValueError(f"how is left or inner, not {how!r}")
    for side, frame in (("panel", panel), ("covariates", covariates)):
        missing = [name for name in on if name not in frame.columns]
        if missing:
            raise ValueError(f"the {side} have no column {', '.join(missing)}")
    clash = sorted((set(covariates.columns) - set(on)) & {*panel.columns, "matched"})
    if clash:
        raise ValueError(f"the panel has a column {', '.join(clash)} already; rename yours")
    left, right = (_keys(frame, on) for frame in (panel, covariates))
    double = right[right.duplicated(keep=False)]
    if len(double):
        raise ValueError(f"covariates have two rows for {tuple(double.iloc[0].tolist())}")
    names = list(right.columns)
    values = covariates.drop(columns=list(on)).reset_index(drop=True)
    table = pd.concat([right.reset_index(drop=True), values], axis=1)
    table["matched"] = pd.array([True] * len(table), dtype="boolean")
    base = pd.concat([panel.reset_index(drop=True), left.reset_index(drop=True)], axis=1)
    joined = base.merge(table, on=names, how=how).drop(columns=names)  # type: ignore[arg-type]
    joined["matched"] = joined["matched"].fillna(False)
    return joined


def _keys(frame: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            f"_{name}": frame[name].map(_plain_name).astype("string")
            if name in _NAMES
            else pd.to_numeric(frame[name]).astype("Int64")
            if name == "fiscal_year"
            else frame[name].astype("string")
            for name in on
        },
        index=frame.index,
    )


def _plain_name(name: Any) -> Any:
    if not isinstance(name, str):
        return pd.NA
    return "".join(fold(name).split()).removeprefix("中国共产党").removeprefix("中共")
