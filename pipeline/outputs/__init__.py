"""Frames -> workbooks and Parquet: results, plan, issues and tables, and the sentences that people read in them.

frames/      the frames that people read: changes, rows with their outcomes, issues by cause, totals
messages/    the sentences about each row and about the whole, and the phrases they are made of
excel/       colours, formats, widths; frames become sheets, sheets become a file that appears whole or not at all
workbooks/   one module or folder per workbook: results, check, export, plan, the annotated copy, the template
digest/      what differs between the drop folders and the ledger, as text, page, mail and workbook
"""

from pipeline.outputs.excel.fingerprint import is_to_be_kept
from pipeline.outputs.frames.absent import absent_frame, no_absent
from pipeline.outputs.frames.causes import causes
from pipeline.outputs.frames.changes import (
    Story,
    before_frame,
    changes_frame,
    created_frame,
    left_out_frame,
    owners_frame,
)
from pipeline.outputs.frames.decision_issues import decision_issues, no_issues
from pipeline.outputs.frames.kept_by_undo import kept_frame, kept_text
from pipeline.outputs.frames.merge_conflicts import conflict_issues, strange_base_issues
from pipeline.outputs.frames.row_outcomes import (
    Verdicts,
    judged_rows,
    originals_again,
    row_outcomes,
    rows_frame,
    titled_originals,
)
from pipeline.outputs.messages.phrases import place
from pipeline.outputs.messages.row_sentences import describe
from pipeline.outputs.messages.summary import summary_text
from pipeline.outputs.workbooks.check import write_check
from pipeline.outputs.workbooks.export import Exported, write_export
from pipeline.outputs.workbooks.plan import write_plan
from pipeline.outputs.workbooks.results import write_results
from pipeline.outputs.workbooks.table import write_table

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
