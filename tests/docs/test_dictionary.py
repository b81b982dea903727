"""The page of the guide about the tables says what the copy says of itself, and its picture is true."""

from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import publish
from tests.support.desk import Desk
from tests.support.ledgers.story import tell
from tests.support.told.dictionary import KEYS, PAGE, REFERENCES, dictionary


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(Ledger(tell(tmp_path_factory.mktemp("dictionary") / "rollcall.duckdb")), parquet=False)


def test_the_page_says_what_the_comments_say(copy: Path) -> None:
    """After a comment has changed: python -m tests.support.told.dictionary."""
    assert PAGE.read_text(encoding="utf-8") == dictionary(copy)


@pytest.mark.parametrize("table", KEYS)
def test_a_key_of_the_picture_has_no_row_twice(tuesday: Desk, table: str) -> None:
    key = ", ".join(KEYS[table])
    with duckdb.connect(tuesday.state, read_only=True) as ledger:
        assert ledger.execute(f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1").fetchall() == []


@pytest.mark.parametrize(("table", "column", "other"), [reference[:3] for reference in REFERENCES])
def test_a_reference_of_the_picture_leads_somewhere(tuesday: Desk, table: str, column: str, other: str) -> None:
    """What refers to nothing may be blank; an event is about a device or an owner."""
    (key, *_) = KEYS[other]
    only = f"AND t.aggregate = '{other.removesuffix('s')}'" if column == "aggregate_id" else ""
    lost = f"SELECT {column} FROM {table} AS t WHERE {column} NOT IN (SELECT {key} FROM {other}) {only}"
    with duckdb.connect(tuesday.state, read_only=True) as ledger:
        assert ledger.execute(lost).fetchall() == []
        assert ledger.execute(f"SELECT count(*) FROM {other}").fetchall() != [(0,)]
