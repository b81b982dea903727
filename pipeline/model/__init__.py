"""The frozen records that travel between layers. Most hold a few frames and the facts needed to read them.

    files      input files with their sheets and rows, and the options of reading them
    items      the items of a request of another program
    calls      a call over HTTP, and its answer
    keys       the keys of callers
    maps       a file as it is understood, column by column
    ledger     the ledger that a command works on
    ledger_reports   a report of what is on record
    receipts   what a run handed over and took back, by person
    state      the current state of the ledger, and its words
    intent     the options beside the sheets of a run, and its limits
    plan       the change set of a run, and the plan that carries it
    reports    the results and the report of a run
    nightly    the sweep of a drop folder, and the digest
    proofs     a proof about the ledger or one of its copies

Every instant is a naive UTC `datetime[us]`. Nulls in frames mean blank. Polars frames stay behind `TYPE_CHECKING`, so
that importing this module is instant; each record is made when it is first used, since to make one takes longer than to
read its module.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
