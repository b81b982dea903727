"""The ledger in one DuckDB file: read, and written in one short transaction by one writer at a time.

    connections, lock   one writer at a time; readers beside it
    engines             the DuckDBs of this process, which open one file after another
    known_files         the files that this process has found to be up-to-date ledgers
    frames              frames on their way from DuckDB and to it
    keys                the keys of callers, in a file beside the ledger
    failures            the errors of the file, in words for people
    columns             the column of each field in the tables
    run_record          the record of a run
    earlier_attributes  the attributes of devices as they were on record, told by the events
    event_payloads      the JSON payload of each event, written and read back
    invariants          the rules that are checked before and after every commit
    lake/               the same ledger in tables (Delta) that no single file would hold
    copy_path           the path of the analysts' copy
    migrations/         numbered changes of the tables
    read/               the current state, listings, the story of a device, past runs, earlier work on a file
    pages/              pages of what is on record, for programs
    write/              one commit per run; refused files
    safety/             verification, backup, restore and rebuilding from events
    published/          the analysts' copy, and SQL queries of it

The names for other layers stand in `__init__.pyi`. Each is imported when it is first used, since DuckDB loads slowly.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
