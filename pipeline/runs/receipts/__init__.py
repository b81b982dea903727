"""Receipts to sign: what a run handed over and took back, by person, with the terms of that day.

receipt   the receipts of a run, as page, workbook or object
listed    some of them at a time, as people look them up
"""
