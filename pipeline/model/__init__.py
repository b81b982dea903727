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
that importing this module is instant.
"""

from pipeline.model.calls import Answer, Call, Caller, Told
from pipeline.model.files import Base, Checked, ReaderLimits, Reading, Sheet, Source
from pipeline.model.intent import Intent, Limits
from pipeline.model.items import Items
from pipeline.model.keys import Key
from pipeline.model.ledger import Cluster, Lake, Ledger
from pipeline.model.ledger_reports import Chart, LedgerReport, ReportTable
from pipeline.model.maps import ColumnMap, FileMap, SheetMap
from pipeline.model.nightly import Digest, Fate, Refusal, SourceAge, Swept, SweptFile
from pipeline.model.plan import ChangeSet, Plan
from pipeline.model.proofs import Proof
from pipeline.model.receipts import Receipt, Receipts
from pipeline.model.reports import Results, RunReport
from pipeline.model.state import State, Totals, Words

__all__ = [
    "Answer",
    "Base",
    "Call",
    "Caller",
    "ChangeSet",
    "Chart",
    "Checked",
    "Cluster",
    "ColumnMap",
    "Digest",
    "Fate",
    "FileMap",
    "Intent",
    "Items",
    "Key",
    "Lake",
    "Ledger",
    "LedgerReport",
    "Limits",
    "Plan",
    "Proof",
    "ReaderLimits",
    "Reading",
    "Receipt",
    "Receipts",
    "Refusal",
    "ReportTable",
    "Results",
    "RunReport",
    "Sheet",
    "SheetMap",
    "Source",
    "SourceAge",
    "State",
    "Swept",
    "SweptFile",
    "Told",
    "Totals",
    "Words",
]
