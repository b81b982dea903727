"""The reasons and issues: one record per code, with its sentence, its wordings and their advice.

record           what a record and a wording are
skipped_rows     good rows that do not apply: `unknown_device`, `owned_by_other`, ...; or ask for nothing new
rejected_rows    rows that contradict the ledger, each other or themselves: `conflicting_rows`, `ambiguous_device`, ...
rejected_cells   rows with a bad cell: `invalid_email`, `placeholder_identifier`, `damaged_identifier`, ...
absent_devices   devices that a sheet does not name: `absent_held`, ...
cell_issues      cells that are worth a look: `likely_identifier`, `damaged_text`, ...; and damage of any kind
column_issues    headers: `unknown_column`, `ambiguous_column`, ...
column_values    how the values of a column were read: `date_order`, `blank_words`, ...
sheet_issues     sheets and rows that are not read: `hidden_rows`, ...
file_issues      files that are not read: `file_encrypted`, ...
filled_texts     templates filled with the values of their fields; filled_frames: for all rows of a frame
limit_words      what each limit is called, and how an example is told
decision_rules   which line of the decision table made an event
"""

from collections.abc import Mapping

from schemas.reasons import (
    absent_devices,
    cell_issues,
    column_issues,
    column_values,
    file_issues,
    rejected_cells,
    rejected_rows,
    sheet_issues,
    skipped_rows,
)
from schemas.reasons.record import CodeKind, Record, Wording
from schemas.vocabulary import IssueCode, Reason

__all__ = ["RECORDS", "SENTENCES", "CodeKind", "Record", "Wording"]

# Every code of the vocabulary.
RECORDS: Mapping[Reason | IssueCode, Record] = {
    record.code: record
    for room in (
        skipped_rows,
        rejected_cells,
        rejected_rows,
        absent_devices,
        file_issues,
        sheet_issues,
        column_issues,
        column_values,
        cell_issues,
    )
    for record in room.RECORDS
}

# The sentence of each reason.
SENTENCES: Mapping[Reason, str] = {reason: RECORDS[reason].sentence for reason in Reason}
