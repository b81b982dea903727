"""A ledger in a lake as a file, a file as a ledger in a lake, and the upkeep of one; for whoever holds the lock."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.errors import StoreFailed, UsageProblem
from pipeline.model import Lake, Ledger
from pipeline.store.connections import looking, reading
from pipeline.store.failures import translated
from pipeline.store.lake import upkeep
from pipeline.store.lake.copies import bring_in
from pipeline.store.lake.head import move
from pipeline.store.lake.layout import TABLES
from pipeline.store.lake.snapshot import looking_at
from pipeline.store.safety.table_fingerprints import Fingerprint, differing, fingerprint
from pipeline.store.write.lake_file import write_file

if TYPE_CHECKING:
    import duckdb

# To put all devices in order takes as much memory as there is; with less it takes to the disk, and hardly longer.
_LITTLE_MEMORY, _USUAL_MEMORY = "SET memory_limit = '1GB'", "RESET memory_limit"


def import_file(ledger: Ledger, file: Path) -> int:
    """Write the ledger of that file to the lake, which has none yet; the number of rows. The file is only read.

    What was written is read again and compared before anybody sees it. Raises UsageProblem where there is no such file
    or the lake has a ledger, StateBusy and StoreFailed; then the lake has no ledger.
    """
    if not file.is_file():
        raise UsageProblem(f"There is no file {file}.", "Name the ledger to import, such as rollcall.duckdb.")
    lake = _lake_of(ledger)
    with translated(ledger.path), reading(Ledger(file, ledger.wait)) as connection:
        connection.execute(_LITTLE_MEMORY)
        head, written = bring_in(lake, connection, "ledger")
        wanted = _prints(connection)
        with looking_at(lake, written) as copy:
            rows = _refuse_differences(wanted, _prints(copy), lake.uri)
        move(lake, head, written)
        connection.execute(_USUAL_MEMORY)
    return rows


def export_file(ledger: Ledger, file: Path) -> int:
    """Write the ledger in the lake to a new file, which is there only once it is complete; the number of rows.

    Raises UsageProblem where there is such a file already, StateBusy and StoreFailed.
    """
    if file.exists():
        raise UsageProblem(f"{file} is there already.", "Name a file that is not there yet.")
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with translated(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_file(ledger, new)
            with reading(ledger) as stored, looking(new, wait=0) as copy:
                rows = _refuse_differences(_prints(stored), _prints(copy), file)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        flush(new)
        durable("file made")
        os.replace(new, file)
        flush_folder(file.absolute().parent)
    return rows


def tidy(ledger: Ledger, *, hours: int) -> upkeep.Tidied:
    """Make big files of small ones, and remove those that nobody needs; see `upkeep.tidy`."""
    with translated(ledger.path):
        return upkeep.tidy(_lake_of(ledger), hours=hours)


def _prints(connection: duckdb.DuckDBPyConnection) -> dict[str, Fingerprint]:
    """The fingerprint of each table of the ledger that this connection has; every value is read for it."""
    return {table.name: fingerprint(connection, table.name) for table in TABLES}


def _refuse_differences(wanted: Mapping[str, Fingerprint], found: Mapping[str, Fingerprint], place: object) -> int:
    """The number of rows. Raises StoreFailed where a table is not the same here and there."""
    said = differing(wanted, found)
    if said:
        raise StoreFailed(f"What was written to {place} is not what was read: {said[0]}", "Try again.", code="damaged")
    return sum(table.rows for table in wanted.values())


def _lake_of(ledger: Ledger) -> Lake:
    if ledger.lake is None:
        raise UsageProblem(
            f"{ledger.path} is a file, and this is about a ledger in a lake.", "Name the lake: --state lake:FOLDER"
        )
    return ledger.lake
