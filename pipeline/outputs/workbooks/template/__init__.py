"""Fill-in workbooks: a sheet to type into, what each cell may hold, and how it is done.

writer          all of it, in one workbook that appears whole or not at all
columns         which columns a template has, and what each says of itself
column_texts    whether a column must be filled in, and in what words its values are allowed
choices         what the dropdowns offer: the words of the ledger, or the usual ones
validation      what may be typed into a column, as the spreadsheet program enforces it
writable_texts  texts of the ledger, as they are to be written
data_sheet      the sheet that is filled in
guide_sheet     the sheet that explains it
"""

from pipeline.outputs.workbooks.template.choices import choices_of, listed_attributes
from pipeline.outputs.workbooks.template.writer import (
    MOST_CELLS,
    Filled,
    Template,
    filled_cells,
    filled_rows,
    write_template,
)

__all__ = [
    "MOST_CELLS",
    "Filled",
    "Template",
    "choices_of",
    "filled_cells",
    "filled_rows",
    "listed_attributes",
    "write_template",
]
