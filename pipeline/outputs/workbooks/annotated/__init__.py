"""A person's own workbook, given back with the findings of the check in it.

checked_file    one file that was checked
copy            one file with its findings becomes its annotated copy
original        the person's workbook as it is, unless it would cost too much or cannot be opened
active_content  what may not survive: links, formulas, names and rules that reach outside
losses          what of the workbook is not in its copy, counted and told
earlier_marks   traces of an earlier check
rebuilt         a workbook made of what was read, for files that cannot be copied as they are
marks           coloured cells, comments, outcome columns
issues_sheet    the Issues sheet
issue_cells     which sheet and cell of the copy a finding is about
"""

from pipeline.outputs.workbooks.annotated.checked_file import CheckedFile
from pipeline.outputs.workbooks.annotated.copy import Copied, write_annotated

__all__ = ["CheckedFile", "Copied", "write_annotated"]
