"""Makes the files of the corpus, the same ones every time: `python -m tests.system.corpus.make [NAME...]`.

Each module holds the traps of one kind; a maker's docstring says what the trap is. Files that only LibreOffice or a
cipher can make (`foreign.py`, `locked.py`) differ from one making to the next, so they are made only where named.
"""
