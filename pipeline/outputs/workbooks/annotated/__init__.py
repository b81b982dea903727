"""The annotated copy: a person's own workbook, with the findings of the check in it.

checked_file    one file that was checked, with its findings
copy            the annotated copy of one file
original        the person's workbook, opened as it is, unless it is too large or cannot be opened
active_content  the removal of what may reach outside: links, formulas, names and rules
losses          the parts of the workbook that are not in its copy, counted
earlier_marks   the removal of the marks of an earlier check
rebuilt         a workbook made from the rows, for files that cannot be copied as they are
marks           coloured cells, comments, outcome columns
issues_sheet    the Issues sheet
issue_cells     the sheet and cell of the copy for each finding
"""

from pipeline.outputs.workbooks.annotated.checked_file import CheckedFile
from pipeline.outputs.workbooks.annotated.copy import Copied, write_annotated

__all__ = ["CheckedFile", "Copied", "write_annotated"]
