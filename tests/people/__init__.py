"""What people do in spreadsheet programs: hidden rows, totals, merged cells, dates and amounts as text."""
