"""Facts in the XML of a workbook beyond the text of its cells: hidden rows, merged cells, formulas, formats."""
