"""The scenes that are played, in the order in which they are: first the desks that others begin with.

desks        ledgers that the other scenes begin with
first_day    an empty desk, and files that are only checked
plans        plans: approved, edited, signed, out of date; undo
round_trips  exports, templates, results and checked copies given back
modes        the options of a run, the limits and the guards
questions    what is on record
night        drop folders, the digest, the schedule, backups and the ways back
usage        help, and commands that make no sense
made_before  files that an older program has made
corpus       every file of the corpus
"""

from tests.system.same_answers.scenes.cast import PREPARATIONS, plays
from tests.system.same_answers.scenes.corpus import CorpusPlay, corpus_plays
from tests.system.same_answers.scenes.play import Play

__all__ = ["PREPARATIONS", "CorpusPlay", "Play", "corpus_plays", "plays"]
