"""A ledger in an object store, behind a server that speaks S3: as in a file, and old or new after a kill -9."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.desk import Desk
from tests.support.office import asked
from tests.support.servers.object_stores import BUCKET, s3_server
from tests.system.faults.servant import Servant

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
LAKE = ("--state", f"lake:s3://{BUCKET}/fleet")
IMPORT = ("lake", "import", "rollcall.duckdb", *LAKE)
RUN = ("run", "moves.xlsx", *LAKE)


@pytest.fixture
def desk(office: Desk, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Monday's office with a store, and a sheet that passes a laptop to Eva."""
    with s3_server(tmp_path_factory.mktemp("store")) as said:
        for name, value in {**said, "ROLLCALL_PUBLISH__ENABLED": "false"}.items():
            monkeypatch.setenv(name, value)
        office.book("moves.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-06-01")))
        yield office


@pytest.mark.lengthy
def test_a_ledger_in_an_object_store_is_that_of_the_file_and_whole_after_a_kill(desk: Desk, servant: Servant) -> None:
    assert desk.say(*IMPORT).code == 0
    assert desk.show("devices", *LAKE) == desk.show("devices")

    assert servant.give(desk.folder, RUN, env=os.environ, cut_after="devices written").is_killed
    assert _holder(desk) == "anna@acme.example"
    assert desk.say(*RUN).code == 0
    assert _holder(desk) == "eva@acme.example"

    said = desk.say("show", "runs", "--state", "lake:s3://elsewhere/fleet")
    assert said.code == 8
    assert "(NoSuchBucket: The specified bucket does not exist) Make the bucket first" in said.err


def _holder(desk: Desk) -> str:
    return str(desk.show("ownerships", "--serial", "LT-0001", "--current", *LAKE)[0]["owner_email"])
