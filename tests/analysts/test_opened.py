"""What `python -m tests.analysts.opened` asks of a copy of another DuckDB, asked with this one."""

from __future__ import annotations

from tests.analysts.opened import ask_everything
from tests.cli.desk import Desk


def test_every_table_view_and_macro_can_be_asked(office: Desk) -> None:
    office.json("publish")

    rows = ask_everything(office.folder / "published" / "rollcall.duckdb")

    assert (rows["devices"], rows["current_ownerships"], rows["refusals"]) == (7, 4, 0)
