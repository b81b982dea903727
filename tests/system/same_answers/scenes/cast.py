"""All plays but those of the corpus."""

from __future__ import annotations

from itertools import chain

from tests.system.same_answers.scenes import (
    desks,
    first_day,
    made_before,
    modes,
    night,
    plans,
    questions,
    round_trips,
    usage,
)
from tests.system.same_answers.scenes.play import Play

# Those that leave a desk for others; each begins with the one before it where it has a start.
PREPARATIONS: list[Play] = [
    Play(desks.KNOWN, desks.known),
    Play(desks.STOCKED, desks.stocked),
    Play(desks.SETTLED, desks.settled, start=desks.STOCKED),
    Play(desks.AT_NIGHT, desks.at_night, start=desks.STOCKED),
]

_FOLDERS = (night, made_before, plans, round_trips, modes, first_day, questions, usage)


def plays() -> list[Play]:
    """Those that nothing else begins with, the longest first."""
    return list(chain.from_iterable(folder.PLAYS for folder in _FOLDERS))
