"""When a row names quite another person than the one who has its number."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.core.owners.name_keys import named_quite_otherwise
from tests.support.worlds.decisions import on_polars
from tests.support.worlds.engines import on_duckdb


@pytest.mark.parametrize("lazily", [on_polars, on_duckdb])
def test_neither_first_nor_last_name_is_alike(lazily: object) -> None:
    """The name of each row beside that on record of whoever has its number, and whether it is told."""
    names = {
        ("Ben Cole", "Anna Bell"): True,
        ("Łukasz Nowak", "Anna Bell"): True,
        ("Anna Fox", "Anna Bell"): False,
        ("Bell, Anna", "Anna Bell"): False,
        ("BELL ANNA", "Anna Bell"): False,
        ("Éva Bérg", "Eva Berg"): False,
        ("A. Fox", "Anna Bell"): False,
        ("Annie", "Anna Bell"): False,
        ("王 小明", "Anna Bell"): False,
    }
    rows = [{"row_id": n, "org_id": "default", "owner_email": f"p{n}@a.example"} for n in range(len(names))]
    given = [{"row_id": n, "owner_name": name, "external_user_id": str(n)} for n, (name, _) in enumerate(names)]
    people = [
        {"org_id": "default", "handle": f"p{n}@a.example", "owner_name": name} for n, (_, name) in enumerate(names)
    ]
    blank = {"username": pl.String, "owner_email": pl.String}
    typed = pl.DataFrame(given).with_columns(pl.lit(None, kind).alias(name) for name, kind in blank.items())

    frames = (lazily(frame) for frame in (pl.DataFrame(rows), typed, pl.DataFrame(people)))  # type: ignore[operator]
    told = named_quite_otherwise(*frames).collect("polars").to_native()["row_id"].to_list()

    assert told == [n for n, is_told in enumerate(names.values()) if is_told]
