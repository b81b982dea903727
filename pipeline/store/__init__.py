"""The ledger in one DuckDB file: read, and written in one short transaction by one writer at a time.

    connections, lock   one writer at a time; readers beside it
    failures            what went wrong with the file, in words
    columns             how each field stands in the tables
    run_record          what a run says of itself
    event_payloads      what each event says, written and read back
    invariants          what holds before and after every commit
    migrations/         numbered changes of the tables
    read/               the current state, listings, the story of a device, past runs
    write/              one commit per run; refused files
    safety/             proof that nothing is lost, and the ways back
    published/          the analysts' copy, and questions asked of it

What other layers use is named in `__init__.pyi` and imported only when it is used, since DuckDB is heavy.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
