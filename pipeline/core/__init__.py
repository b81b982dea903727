"""Pure decisions: frames in, frames out. No file, no database, no clock, no engine but Narwhals.

In the order of a run: `merging` (what an export that came back leaves alone), `resolution` (which device does a row
mean), `grouping` (rows that say the same or contradict each other), `inventory` (create and update), `suspects` (new
owners who look like known ones), `holding` and `assignments` (the decision table), `absence` (full mode), `changes` and
`events` (decisions -> what is written), `telling` (and what is said of them), `plan` (the chain of all), on the
`frames` that go in and come out. Beside it: `limits` (how far a plan goes), `lines` and `approving` (what a signed plan
carries out), `renumbering` (versions and ids), `undoing` (what reverses a run).
"""
