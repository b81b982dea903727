"""From frames to workbooks and Parquet: results, plan, issues and tables, and the sentences that people read in them.

frames/ the frames that people read: changes, rows with their outcomes, issues by cause, totals messages/ the sentence
about each row, and phrases for sentences summary the summary of a command, in sentences excel/ styles of sheets; frames
as sheets, and sheets as a file that appears whole or not at all workbooks/ one module or folder per workbook: results,
check, export, plan, annotated copy, template digest/ the differences between the drop folders and the ledger, as text,
page, mail and workbook
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
