"""`rollcall publish --org ORG -o FILE`: what one organization has, for its analysts, from a file and from a lake."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared

HEADER = ("serial_number", "name", "type", "category", "org_id", "owner_email")
TABLES = ("organizations", "devices", "owners", "ownerships", "events", "row_outcomes", "runs", "sources")


@pytest.fixture
def two(prepared: Prepared) -> Desk:
    """Two organizations: each with a run of its own, and one that has rows of both."""
    return prepared(load_both)


def load_both(desk: Desk) -> None:
    for number, orgs in enumerate((("acme",), ("globex",), ("acme", "globex"))):
        rows = [(f"{org}-{number}", "Laptop", "laptop", "computers", org, f"ann@{org}.example") for org in orgs]
        desk.book(f"{number}.xlsx", HEADER, *rows)
        words = ("--org", orgs[0]) if len(orgs) == 1 else ()
        assert desk.say("run", f"{number}.xlsx", *words).code == 0


@pytest.mark.system
def test_only_what_is_of_the_organization_is_in_its_copy(two: Desk) -> None:
    said = two.json("publish", "--org", "acme", "-o", "acme.duckdb")

    assert said["outputs"] == {"published": "acme.duckdb"}
    assert _told(two.folder / "acme.duckdb") == _ACME


_ACME = {
    "organizations": 1,
    "devices": 2,
    "owners": 1,
    "ownerships": 2,
    "events": 5,
    "row_outcomes": 2,
    "runs": 1,
    "sources": 1,
    "holders": [("ACME-0", "ann@acme.example"), ("ACME-2", "ann@acme.example")],
    "of others": 0,
}


def _told(file: Path) -> dict[str, object]:
    """How many rows each table has, who has what by a view, and the tables that name the other organization."""
    with duckdb.connect(file, read_only=True) as copy:
        told: dict[str, object] = {name: copy.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES}
        held = copy.sql("SELECT serial_number, owner_email FROM current_ownerships ORDER BY 1").fetchall()
        texts = " ".join(str(copy.sql(f"FROM {name}").fetchall()) for name in TABLES)
        return {**told, "holders": held, "of others": texts.lower().count("globex")}


@pytest.mark.system
def test_of_a_lake_it_is_the_same(two: Desk) -> None:
    pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
    assert two.say("lake", "import", "rollcall.duckdb", "--state", "lake:fleet").code == 0
    assert two.say("publish", "--org", "acme", "-o", "acme.duckdb", "--state", "lake:fleet").code == 0
    assert _told(two.folder / "acme.duckdb") == _ACME


@pytest.mark.system
def test_what_cannot_be_is_refused_and_the_former_copy_stays(two: Desk) -> None:
    assert two.say("publish", "--org", "acme", "-o", "acme.duckdb").code == 0
    before = (two.folder / "acme.duckdb").read_bytes()
    said = two.say("publish", "--org", "initech", "-o", "acme.duckdb")
    assert (said.code, "No organization initech is on record. Those on record are: acme, " in said.err) == (2, True)
    assert two.say("publish", "--org", "acme", "-o", "rollcall.duckdb").code == 2
    assert two.say("publish", "--org", "acme").code == 2
    assert (two.folder / "acme.duckdb").read_bytes() == before
    assert not list(two.folder.glob("*.new*"))
