"""The frozen records that travel between layers. Most are a few frames and what one must know to read them.

    files      what files say, and how they are read
    ledger     the ledger that a command works on
    decisions  what is so, what is asked for, and what a run makes of it
    reports    what is told of a run
    nightly    what a sweep of a drop folder did, and what a digest tells of it
    proofs     what was proved of the ledger, and of its copies

Every instant is a naive UTC `datetime[us]`. Nulls in frames mean blank. Polars frames stay behind `TYPE_CHECKING`, so
that importing this module is instant.
"""

from pipeline.model.decision import ChangeSet, Intent, Limits, Plan, State
from pipeline.model.files import Base, Checked, ReaderLimits, Reading, Sheet, Source
from pipeline.model.ledger import Ledger
from pipeline.model.nightly import Digest, Fate, Refusal, Swept, SweptFile
from pipeline.model.proofs import Proof
from pipeline.model.reports import Results, RunReport

__all__ = [
    "Base",
    "ChangeSet",
    "Checked",
    "Digest",
    "Fate",
    "Intent",
    "Ledger",
    "Limits",
    "Plan",
    "Proof",
    "ReaderLimits",
    "Reading",
    "Refusal",
    "Results",
    "RunReport",
    "Sheet",
    "Source",
    "State",
    "Swept",
    "SweptFile",
]
