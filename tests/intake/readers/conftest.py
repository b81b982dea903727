"""The table of values, saved in several formats once per session."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.books.value_table import Converted, convert, write_table


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The values, as openpyxl writes them; row 3 is hidden, and D2:E4 is merged."""
    return write_table(tmp_path_factory.mktemp("formats") / "table.xlsx")


@pytest.fixture(scope="session")
def table_of_1904(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the date system of old Macintoshes."""
    return write_table(tmp_path_factory.mktemp("formats") / "mac.xlsx", epoch=CALENDAR_MAC_1904)


@pytest.fixture(scope="session")
def converted(table: Path, table_of_1904: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """`converted("ods")` is the table as LibreOffice saves it; `converted("mac.xlsx")` that of 1904."""
    made: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("converted")

    def one(name: str) -> Path:
        ending = name.rpartition(".")[2]
        if ending not in made:
            convert([table, table_of_1904], ending, folder)
            made[ending] = folder / ending
        return made[ending] / (name if "." in name else f"table.{name}")

    return one
