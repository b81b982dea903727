"""A report as a workbook with native charts, or as a page of one file.

shown       titles of columns, and cells as texts
drawn       a chart as SVG
page        the page: no script, printable, light and dark
workbook    the workbook
"""
