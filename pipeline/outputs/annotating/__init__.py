"""A person's own workbook, given back with what the check found in it.

copying    one file with its findings becomes its annotated copy
opening    the person's workbook as it is, unless it would cost too much or cannot be opened
disarming  what may not survive: links, formulas, names and rules that reach outside
losses     what of the workbook is not in its copy, counted and told
clearing   traces of an earlier check
retelling  a workbook made of what was read, for files that cannot be copied as they are
marking    coloured cells, comments, outcome columns
listing    the Issues sheet
places     which sheet and cell of the copy a finding is about
"""

from pipeline.outputs.annotating.copying import CheckedFile, Copied, write_annotated

__all__ = ["CheckedFile", "Copied", "write_annotated"]
