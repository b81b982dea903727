"""Facts in the XML of a workbook besides the text of its cells: hidden rows, merged cells, formulas, formats."""
