"""A lake behind an address is read as one in a folder is; how the options of a store are told to whoever reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.fs
import pytest
from deltalake import DeltaTable

from pipeline.errors import StoreFailed, UsageProblem
from pipeline.model import Lake, Ledger
from pipeline.store import commit, is_there
from pipeline.store.connections import reading
from pipeline.store.lake import object_store, tables
from tests.support.ledgers.lakes import contents, lake_at, place
from tests.support.ledgers.story import chapters

KEY = (("aws_access_key_id", "k"), ("aws_secret_access_key", "s"))


@pytest.mark.system
def test_behind_an_address_a_lake_is_read_and_written_as_in_a_folder(own_lake: Ledger, told: dict[str, Path]) -> None:
    there = replace(own_lake, lake=replace(place(own_lake), uri=Path(place(own_lake).uri).as_uri()))
    assert contents(there) == contents(own_lake)
    for ledger in (there, own_lake):
        with reading(ledger) as connection:
            found = connection.execute("SELECT name FROM devices WHERE serial_number = 'SN-2'").fetchall()
            assert found == [("Second",)]
    commit(there, *chapters()[3])
    assert contents(there) == contents(lake_at(told["run-thu"]))


@pytest.mark.parametrize(
    ("uri", "root"),
    [
        ("s3://data/fleet", "data/fleet"),
        ("gs://data/it/fleet", "data/it/fleet"),
        ("abfss://data@acme.dfs.core.windows.net/fleet", "data/fleet"),
        ("file:///srv/my%20fleet", "/srv/my fleet"),
    ],
)
def test_the_place_within_a_store_is_known_without_asking_the_network(uri: str, root: str) -> None:
    assert object_store._root(uri) == root


@pytest.mark.system
def test_no_ledger_is_made_in_a_store_that_does_not_keep_two_writers_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = tables.append

    def heedless(lake: Lake, table: DeltaTable, rows: duckdb.DuckDBPyRelation) -> None:
        table.update_incremental()
        append(lake, table, rows)

    lake = Ledger(tmp_path, lake=Lake(tmp_path.as_uri()))
    monkeypatch.setattr(tables, "append", heedless)
    with pytest.raises(StoreFailed, match="lets two programs write the same file"):
        commit(lake, *chapters()[0])
    assert not is_there(lake)


@pytest.mark.parametrize(
    ("lake", "kind"),
    [
        (
            Lake(
                "s3://b/fleet",
                (("AWS_REGION", "eu-west-3"), ("aws_access_key_id", "k"), ("aws_secret_access_key", "s")),
            ),
            "S3FileSystem",
        ),
        (Lake("abfss://c@a.dfs.core.windows.net/f", (("azure_storage_account_name", "a"),)), "AzureFileSystem"),
        (Lake("abfss://c@a.dfs.core.windows.net/f", (("account_key", "aw=="),)), "AzureFileSystem"),
        (Lake("file:///srv/fleet", (("timeout", "30s"),)), "LocalFileSystem"),
    ],
    ids=["s3", "azure", "azure, named in the address", "file"],
)
def test_a_store_is_reached_with_its_options(lake: Lake, kind: str) -> None:
    store = object_store._store_of(lake)
    assert type(store) is getattr(pyarrow.fs, kind)
    assert getattr(store, "region", "eu-west-3") == "eu-west-3"


@pytest.mark.parametrize(
    ("storage", "environment"),
    [
        ({"region": "eu-west-3", "access_key_id": "k", "secret_access_key": "s", "endpoint": "http://store:9"}, {}),
        ({"aws_access_key_id": "k", "aws_secret_access_key": "s"}, {"AWS_ENDPOINT_URL": "http://store:9"}),
        ({"access_key_id": "k", "aws_secret_access_key": "s"}, {"AWS_ENDPOINT": "http://store:9"}),
    ],
    ids=["short names", "environment", "environment by its short name"],
)
def test_whoever_reads_goes_to_the_store_that_was_written_to(
    storage: dict[str, str], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert object_store._options(Lake("s3://b/fleet", tuple(storage.items()))) == {
        "access_key": "k",
        "secret_key": "s",
        "region": "eu-west-3",
        "endpoint_override": "http://store:9",
    }


def test_options_of_which_one_is_missing_are_told() -> None:
    with pytest.raises(UsageProblem, match=r"cannot be reached with these options: .*secret_key"):
        object_store._store_of(Lake("s3://b/fleet", KEY[:1]))
