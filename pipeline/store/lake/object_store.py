"""The files of a lake in an object store, as DuckDB reads them: through PyArrow and its own ways to such stores.

Not through those of the library that writes the tables: these are Python to PyArrow, and DuckDB, which asks from more
than one thread, then waits for ever (seen with DuckDB 2.0 and deltalake 1.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.errors import UsageProblem
from pipeline.store.lake import tables
from pipeline.store.lake.failures import translated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deltalake import DeltaTable

    from pipeline.model import Lake

# The options of stores by the names that the library of the tables has for them, and by those that PyArrow has.
_S3 = {
    "aws_access_key_id": "access_key",
    "aws_secret_access_key": "secret_key",
    "aws_session_token": "session_token",
    "aws_region": "region",
    "aws_endpoint_url": "endpoint_override",
}
_AZURE = {"azure_storage_account_name": "account_name", "azure_storage_account_key": "account_key"}


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

    given = {name.lower(): value for name, value in lake.storage}
    known = _S3 if lake.uri.startswith("s3") else _AZURE if lake.uri.startswith("a") else {}
    options = {theirs: given[ours] for ours, theirs in known.items() if ours in given}
    if not options:
        return fs.FileSystem.from_uri(lake.uri)[0]
    try:
        return fs.S3FileSystem(**options) if known is _S3 else fs.AzureFileSystem(**options)
    except ValueError as error:
        raise UsageProblem(
            f"The object store of {lake.uri} cannot be reached with these options: {error}",
            "Correct storage in the section [lake] of rollcall.toml.",
        ) from error
