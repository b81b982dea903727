"""Upkeep of a lake: what was never finished is taken back, small files become big ones, and old ones go.

Every run that changes something leaves a small file in each part that it touches, and the files that it replaced stay
for those who are reading them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.durable import durable
from pipeline.errors import UsageProblem
from pipeline.store.lake import tables
from pipeline.store.lake.head import NAME, move, read_head
from pipeline.store.lake.layout import TABLES
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.model import Lake


@dataclass(frozen=True, slots=True)
class Tidied:
    """The files of all tables before and after, and those that were removed since nobody reads them any more."""

    before: int
    after: int
    removed: int


def tidy(lake: Lake, *, hours: int) -> Tidied:
    """Make big files of small ones, and remove those that no run has named for so many hours.

    Whoever began to read within that time is not disturbed. Raises UsageProblem where there is no ledger, StateBusy
    where another process has written to the lake meanwhile: then the head is as that process has left it.
    """
    head = read_head(lake)
    if head is None:
        raise UsageProblem(f"There is no ledger at {lake.uri} yet.", "Make one with: rollcall lake import FILE.duckdb")
    before = after = removed = 0
    versions = {}
    for table in TABLES:
        kept = head.versions[table.name]
        opened = tables.taken_back(lake, table.name, kept)
        before += len(tables.files_of(lake, opened))
        tables.compact(lake, opened)
        durable(f"{table.name} compacted")
        removed += tables.vacuum(lake, opened, hours=hours, keep=[kept])
        durable(f"{table.name} vacuumed")
        after += len(tables.files_of(lake, opened))
        versions[table.name] = opened.version()
    if versions != dict(head.versions):
        move(lake, head, replace(head, versions=versions))
    for name, version in versions.items():
        tables.sum_up(lake, name, version, and_forget=True)
        durable(f"{name} summed up")
    top = tables.opened(lake, NAME)
    removed += tables.vacuum(lake, top, hours=hours, keep=[])
    tables.sum_up(lake, NAME, top.version(), and_forget=True)
    return Tidied(before, after, removed)
