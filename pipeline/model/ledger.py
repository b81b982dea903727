"""The ledger that a command works on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Lake:
    """The tables of a ledger that no single file holds: below `uri`, a folder or a place of an object store.

    `storage` are the options of that store, such as its keys, and `buckets` is the number of parts that a new lake
    keeps the devices, and likewise the people, of each organization in.
    """

    uri: str
    storage: tuple[tuple[str, str], ...] = ()
    buckets: int = 8


@dataclass(frozen=True, slots=True)
class Cluster:
    """An engine that speaks Spark Connect: the address of its server, where it keeps its stages, and its patience.

    `scratch` is a folder or address that all its workers reach; None where that is this machine. Each operation may
    take `timeout` seconds.
    """

    remote: str
    scratch: str | None = None
    timeout: float = 1_800


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of a ledger, and how it is opened.

    `wait` is the number of seconds to wait for another process that holds the file. `org` is the organization to which
    readings are limited; None for all. `currency` is that of prices that name none, from the settings. Where `lake` is
    given, the ledger is there, and `path` is only the place that other files lie beside.
    """

    path: Path
    wait: float = 0
    org: str | None = None
    currency: str | None = None
    lake: Lake | None = None

    @property
    def called(self) -> str:
        """The ledger as people are told of it: the path of its file or folder, or the address of its lake."""
        return self.lake.uri if self.lake is not None and "://" in self.lake.uri else str(self.path)

    def within(self, org: str | None) -> Ledger:
        """The same ledger, limited to one organization; None for all."""
        return replace(self, org=org)
