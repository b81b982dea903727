"""A ledger in a lake: its tables as Delta, in a folder or an object store, where no single file would hold them.

    layout     which tables there are, and how each is parted
    tables     one Delta table: made, opened at a version, written to, taken back
    head       the one row that says at which version each table is read
    object_store  the files of a lake that lies in one
    snapshot   all tables as `head` names them, as a DuckDB reads them
    part       what of the ledger a commit looks at
    commit     the commit of a run: its tables, then `head`
    copies     a ledger from a file to a lake, and back
    upkeep     small files made into big ones, and what nobody reads any more removed

Nothing here needs a lock to be right: each table is written on top of the version that `head` names or not at all, and
`head` is changed in one step, on top of the one that was read or not at all. What a writer leaves that was stopped
before that, no reader sees, and the next writer takes it back.
"""
