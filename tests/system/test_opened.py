"""What `python -m tests.system.opened` asks of a copy of another DuckDB, asked with this one."""

from __future__ import annotations

from tests.support.desk import Desk
from tests.system.opened import ask_everything


def test_every_table_view_and_macro_can_be_asked(office: Desk) -> None:
    office.json("publish")

    rows = ask_everything(office.folder / "published" / "rollcall.duckdb")

    assert (rows["devices"], rows["current_ownerships"], rows["refusals"]) == (7, 4, 0)
