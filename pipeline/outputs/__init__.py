"""Frames -> workbooks and Parquet: results, plan, issues and tables, and the sentences that people read in them.

judged         the input rows with what became of them
contradictions which rows contradict which others, and in what
candidates     which devices a row may mean, and whose its identifiers are
sentences      what is said about each row
spoken         places, instants and lists, as people say them
findings       what the decisions found, as issues
causes         issues grouped by what causes them
merges         what a returned export and the ledger disagree on, as issues
changes        what a run did, told from its events
absences       what the sheets do not name, and is left as it is
keeping        what an undo leaves as it is, and why
summary        what is said about the whole, on the terminal and on the Summary sheet
totals         the figures, and that they foot
looks          colours, formats, titles, widths
workbook       frames become sheets, sheets become a file that appears whole or not at all
untouched      whether a workbook still is as we wrote it
hiding         a sheet that is for programs only
results, plans, checks, exports, tables      one module per workbook
annotating     a person's own workbook with the findings in it
digest         what differs between the drop folders and the ledger, as text, page and workbook
templates      a workbook to fill in; these are loaded where they are wanted, since openpyxl takes its time
"""

from pipeline.outputs.absences import absent_frame, no_absent
from pipeline.outputs.causes import causes
from pipeline.outputs.changes import Story, before_frame, changes_frame, created_frame, left_out_frame, owners_frame
from pipeline.outputs.checks import write_check
from pipeline.outputs.exports import Exported, write_export
from pipeline.outputs.findings import decision_issues, no_issues
from pipeline.outputs.judged import (
    Verdicts,
    judged_rows,
    originals_again,
    row_outcomes,
    rows_frame,
    titled_originals,
)
from pipeline.outputs.keeping import kept_frame, kept_text
from pipeline.outputs.merges import conflict_issues, strange_base_issues
from pipeline.outputs.plans import write_plan
from pipeline.outputs.results import write_results
from pipeline.outputs.sentences import describe
from pipeline.outputs.spoken import place
from pipeline.outputs.summary import summary_text
from pipeline.outputs.tables import write_table
from pipeline.outputs.untouched import is_to_be_kept

__all__ = [
    "Exported",
    "Story",
    "Verdicts",
    "absent_frame",
    "before_frame",
    "causes",
    "changes_frame",
    "conflict_issues",
    "created_frame",
    "decision_issues",
    "describe",
    "is_to_be_kept",
    "judged_rows",
    "kept_frame",
    "kept_text",
    "left_out_frame",
    "no_absent",
    "no_issues",
    "originals_again",
    "owners_frame",
    "place",
    "row_outcomes",
    "rows_frame",
    "strange_base_issues",
    "summary_text",
    "titled_originals",
    "write_check",
    "write_export",
    "write_plan",
    "write_results",
    "write_table",
]
