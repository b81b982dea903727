"""Pure decisions: frames in, frames out. No file, no database, no clock, no engine but Narwhals.

plan              the whole decision: a chain of the modules below, on the `frames` that go in and come out
rows/             the decision of each row: its device, its duplicates, the current holder, and its action
guards/           the limits; new owners and identifiers that look like known ones
writes/           the changes and events that follow from decisions, their numbers, and the lines of a plan
three_way_merge   the rows of an export that is loaded again, compared with the ledger then and now
approve           the part of a reviewed plan that is carried out
undo              the changes that reverse a run
drift             the differences between the last files and the ledger, with their causes
resting_rows      rows that change nothing until an event of their device
"""
