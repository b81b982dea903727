"""Pure decisions: frames in, frames out. No file, no database, no clock, no engine but Narwhals.

plan              the whole decision, the chain of all that follows, on the `frames` that go in and come out
people            the people of a run: what people sheets change, and the state that all else is decided against
owners/           of each row: which person; of a row of a people sheet: what it changes
rows/             of each row: which device, which duplicates, who holds it, what the row does
guards/           limits; new owners and devices that look like known ones; several identifiers in a cell
writes/           from decisions to changes, events, their numbers, and the lines of a plan
three_way_merge   what an export that came back leaves alone
people_merge      the same, of its people
export_faults     which rows of it are rejected
approve           what a signed plan carries out
undo              what reverses a run
drift             why the ledger is not as the last files say
resting_rows      rows that ask for nothing until something tells of their device
"""
