"""One function per thing a person can ask for. The only place that reads the clock and makes ids.

    doing      run, check, publish: files are read, compared with the ledger, written down and told
    planning   plan, undo: what would be done, as a workbook to be signed
    applying   apply: a signed plan, carried out
    asking     show, explain: what the ledger says
    answering  query: what the published copy says
    explaining what explain adds to the ledger's own words: the rule, the cell, the approval
    exporting  export: the ledger as a workbook to give back
    templating template: a workbook to fill in; loaded where it is wanted
    guide      guide: the manual, page by page; loaded where it is wanted

    gathering  files, read and checked
    crossing   frames on their way into the core and back
    deciding   from checked rows to everything that a run would write
    undoing    from a past run to everything that reverses it
    limiting   how far a decision goes, and its refusal where that is too far
    telling    what is told of a change set, whoever decided it
    recording  a run written down
    checking   what a check found, written beside the files
    unveiling  results written beside the commit, and seen only after it
    places     where files may go
    contracts  the Pandera models that the frames between the layers are held to
    stages     the clock, the ids, and how long each stage takes
    keeping_safe verify, backup, restore, rebuild: proof that nothing is lost, and the ways back
    sweeping   sweep: the nightly run over a drop folder
    scheduling schedule: what runs the sweep every night, and whether it did; loaded where it is wanted
    digesting  digest: what the drop folders say and the ledger does not, and why
    redeciding the last files of the drop folders, decided again
    notifying  the digest sent to people
    metrics    what the last sweep did, for monitoring
    logbook    where the log goes when nobody has said

The command line, the web page and the nightly sweep call these and nothing below them.
"""

from pipeline.outputs import causes
from pipeline.runs.answering import in_cells, query, records_of
from pipeline.runs.applying import apply
from pipeline.runs.asking import Asked, explain, results_again, show, write_table, write_text
from pipeline.runs.doing import check, publish, run
from pipeline.runs.exporting import export
from pipeline.runs.keeping_safe import backup, rebuild, restore, unpublished, unsound, verify
from pipeline.runs.planning import plan, undo
from pipeline.runs.recording import Done
from pipeline.runs.stages import Stages

__all__ = [
    "Asked",
    "Done",
    "Stages",
    "apply",
    "backup",
    "causes",
    "check",
    "explain",
    "export",
    "in_cells",
    "plan",
    "publish",
    "query",
    "rebuild",
    "records_of",
    "restore",
    "results_again",
    "run",
    "show",
    "undo",
    "unpublished",
    "unsound",
    "verify",
    "write_table",
    "write_text",
]
