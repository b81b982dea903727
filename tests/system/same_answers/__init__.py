"""Proof that two versions of the program give the same answers, but for ids, times and wording meant to change.

    python -m tests.system.same_answers record --command "PYTHON -m pipeline" --cwd CHECKOUT --out FOLDER
    python -m tests.system.same_answers compare OLD NEW [--known FILE]

`record` plays the scenes with the program of a checkout and writes down all that comes of them: exit codes, what is
printed, and every file as its cells, rows and lines. `--made OLD` has it open what the older program made: its ledger,
plans and exports. `compare` names every difference, each changed sentence once; it ends with 1 where one is unknown.

    program    the program that is recorded; batch.py runs in its process
    desk       a folder where commands are given, and what each of them leaves
    scenes/    what is done: the sample data, the corpus, a night, files made before
    files/     workbooks, tables and texts as entries that can be compared
    recording  a recording on disk
    neutral    ids, times and paths as words that are the same in every recording;
               neutral_figures: and the numbers that go with them
    compare/   two recordings beside each other
"""
