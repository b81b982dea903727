"""The files of a lake in an object store, as DuckDB reads them: through PyArrow and its own ways to such stores.

Not through those of the library that writes the tables: these are Python to PyArrow, and DuckDB, which asks from more
than one thread, then waits for ever (seen with DuckDB 2.0 and deltalake 1.6).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.errors import UsageProblem
from pipeline.store.lake import tables
from pipeline.store.lake.failures import translated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deltalake import DeltaTable

    from pipeline.model import Lake

# The options of stores by the names that PyArrow has, and by all those that the library of the tables knows for each.
_S3 = {
    "access_key": ("aws_access_key_id", "access_key_id"),
    "secret_key": ("aws_secret_access_key", "secret_access_key"),
    "session_token": ("aws_session_token", "aws_token", "session_token", "token"),
    "region": ("aws_region", "region", "aws_default_region", "default_region"),
    "endpoint_override": ("aws_endpoint_url_s3", "aws_endpoint_url", "aws_endpoint", "endpoint_url", "endpoint"),
}
_AZURE = {
    "account_name": ("azure_storage_account_name", "account_name"),
    "account_key": (
        *("azure_storage_account_key", "azure_storage_access_key", "azure_storage_master_key"),
        *("account_key", "access_key", "master_key"),
    ),
    "sas_token": ("azure_storage_sas_key", "azure_storage_sas_token", "sas_key", "sas_token"),
    "client_id": ("azure_storage_client_id", "azure_client_id", "client_id"),
    "client_secret": ("azure_storage_client_secret", "azure_client_secret", "client_secret"),
    "tenant_id": (
        *("azure_storage_tenant_id", "azure_storage_authority_id", "azure_tenant_id", "azure_authority_id"),
        *("tenant_id", "authority_id"),
    ),
}
# What the library of the tables takes from the environment, too, where PyArrow would not once it is given anything.
_OF_ENVIRONMENT = ("region", "endpoint_override")


def dataset_of(lake: Lake, table: DeltaTable, files: Sequence[str] | None = None) -> Any:
    """The rows of the opened version, or of these of its files, as a PyArrow data set; what a file lacks is blank."""
    import pyarrow as pa  # noqa: PLC0415 - most ledgers do without
    from pyarrow import dataset  # noqa: PLC0415

    with translated(lake):
        root = _root(lake.uri)
        chosen = tables.files_of(lake, table) if files is None else files
        paths = [f"{root}{file.removeprefix(lake.uri)}" for file in chosen]
        columns = pa.schema(table.schema().to_arrow())
        return dataset.dataset(paths, schema=columns, filesystem=_store_of(lake), format="parquet")


def _root(uri: str) -> str:
    """The place of the lake within its store: `bucket/fleet`, `container/fleet`, or the path of a folder.

    PyArrow would ask the network for it: where a bucket lies, also of a store that is not that of Amazon.
    """
    scheme, _, place = uri.partition("://")
    if scheme == "file":
        return unquote(place)
    host, _, path = place.partition("/")
    return f"{host.partition('@')[0]}/{path}"


def _store_of(lake: Lake) -> Any:
    """How PyArrow reaches the store of the lake. Raises UsageProblem for options that it cannot be reached with."""
    from pyarrow import fs  # noqa: PLC0415

    options = _options(lake)
    if not options:
        return fs.FileSystem.from_uri(lake.uri)[0]
    try:
        return fs.S3FileSystem(**options) if lake.uri.startswith("s3") else fs.AzureFileSystem(**options)
    except ValueError as error:
        raise UsageProblem(
            f"The object store of {lake.uri} cannot be reached with these options: {error}",
            "Correct storage in the section [lake] of rollcall.toml.",
        ) from error


def _options(lake: Lake) -> dict[str, str]:
    """The options of the store by the names that PyArrow has for them."""
    given = {name.lower(): value for name, value in lake.storage}
    if lake.uri.startswith("s3"):
        around = {name.lower(): value for name, value in os.environ.items() if name.startswith("AWS_") and value}
        return {**_renamed(around, {name: _S3[name] for name in _OF_ENVIRONMENT}), **_renamed(given, _S3)}
    options = _renamed(given, _AZURE) if lake.uri.startswith("a") else {}
    account, dot, _ = lake.uri.partition("@")[2].partition(".")
    return {"account_name": account, **options} if options and dot else options


def _renamed(given: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found = {theirs: next((given[name] for name in ours if name in given), None) for theirs, ours in known.items()}
    return {theirs: value for theirs, value in found.items() if value is not None}
