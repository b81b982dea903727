"""The folder in which a cluster keeps the stages of one decision."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from pipeline.errors import StoreFailed, UsageProblem
from pipeline.store.spill import spill_folder
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.model import Cluster

log = logging.getLogger(__name__)

_HERE = {"localhost", "127.0.0.1", "::1"}
_FILE = "file://"
# Engines read these in a path as more than themselves.
_NOT_IN_PLACES = frozenset("[]*?%{}")


@dataclass(frozen=True, slots=True)
class Scratch:
    """The folder, as the cluster calls it."""

    uri: str

    def lost(self) -> StoreFailed:
        """The failure where files in it are not found by whoever looks for them."""
        return StoreFailed(
            f"Not all workers of the cluster find the same files in {self.uri}, or somebody has emptied it.",
            "Name a folder or an address that all reach and nobody clears, with scratch in the section [spark]. "
            "Nothing was written.",
            code="scratch_lost",
        )


def refuse_nowhere(cluster: Cluster) -> None:
    """Raises UsageProblem where nothing says where stages may go, and the server is on another machine."""
    address = urlsplit(cluster.remote)
    if cluster.scratch is None and address.scheme == "sc" and address.hostname not in _HERE:
        raise UsageProblem(
            "Nothing says where the cluster may keep its work until it is done.",
            "Name a folder or an address that all of its workers reach, such as s3://bucket/scratch, with scratch "
            "in the section [spark] of rollcall.toml.",
        )


@contextmanager
def scratch_folder(cluster: Cluster, beside: Path) -> Iterator[Scratch]:
    """A new folder where the settings say, else beside that file; it is removed at the end of the block."""
    if cluster.scratch is None:
        is_odd = _NOT_IN_PLACES & set(str(beside.absolute()))
        with spill_folder(Path(gettempdir()) / "rollcall" if is_odd else beside) as folder:
            yield Scratch(f"{_FILE}{folder}")
        return
    scratch = Scratch(f"{_as_uri(cluster.scratch).rstrip('/')}/rollcall-{uuid4().hex}")
    try:
        yield scratch
    finally:
        _remove(scratch)


def _as_uri(place: str) -> str:
    """The place as the cluster is told of it: a path is one of its own file system, which need not be ours."""
    return place if ":" in place else str(Path(place).absolute())


def _remove(scratch: Scratch) -> None:
    """Remove the folder, where this machine reaches it, too; else say that it is left."""
    folder = Path(scratch.uri.removeprefix(_FILE))
    is_removed = folder.exists()
    shutil.rmtree(folder, ignore_errors=True)
    if not is_removed:
        with suppress(Exception):  # whatever keeps it from being reached from here
            from pyarrow import fs  # noqa: PLC0415 - most decisions do without

            store, path = fs.FileSystem.from_uri(scratch.uri)
            store.delete_dir(path)
            is_removed = True
    if not is_removed:
        log.warning("The folder %s, in which the cluster kept its work, cannot be removed from here.", scratch.uri)
