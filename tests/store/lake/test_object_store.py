"""A lake behind an address is read as one in a folder is; how the options of a store are told to whoever reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.fs
import pytest

from pipeline.errors import UsageProblem
from pipeline.model import Lake, Ledger
from pipeline.store import commit
from pipeline.store.lake import object_store
from tests.support.ledgers.lakes import contents, lake_at, place
from tests.support.ledgers.story import chapters

KEY = (("aws_access_key_id", "k"), ("aws_secret_access_key", "s"))


def test_behind_an_address_a_lake_is_read_and_written_as_in_a_folder(own_lake: Ledger, told: dict[str, Path]) -> None:
    there = replace(own_lake, lake=replace(place(own_lake), uri=Path(place(own_lake).uri).as_uri()))
    assert contents(there) == contents(own_lake)
    commit(there, *chapters()[3])
    assert contents(there) == contents(lake_at(told["run-thu"]))


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
        (Lake("file:///srv/fleet", (("timeout", "30s"),)), "LocalFileSystem"),
    ],
    ids=["s3", "azure", "file"],
)
def test_a_store_is_reached_with_its_options(lake: Lake, kind: str) -> None:
    store = object_store._store_of(lake)
    assert type(store) is getattr(pyarrow.fs, kind)
    assert getattr(store, "region", "eu-west-3") == "eu-west-3"


def test_options_of_which_one_is_missing_are_told() -> None:
    with pytest.raises(UsageProblem, match=r"cannot be reached with these options: .*secret_key"):
        object_store._store_of(Lake("s3://b/fleet", KEY[:1]))
