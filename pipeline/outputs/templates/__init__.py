"""Fill-in workbooks: a sheet to type into, what each cell may hold, and how it is done.

columns        which columns a template has, and what each says of itself
needs          whether a column must be filled in, and in what words its values are allowed
choices        what the dropdowns offer: the words of the ledger, or the usual ones
texts          texts of the ledger, as they are to be written
rules          what may be typed into a column, as the spreadsheet program enforces it
data_sheet     the sheet that is filled in
guide          the sheet that explains it
writing        all of it, in one workbook that appears whole or not at all
"""

from pipeline.outputs.templates.choices import choices_of, listed_attributes
from pipeline.outputs.templates.writing import MOST_CELLS, Filled, Template, filled_cells, filled_rows, write_template

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
