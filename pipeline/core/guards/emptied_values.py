"""Facts on record that a plan empties.

A few blank cells are meant where blank cells empty what is on record. Where one column empties a great many, it was
probably filtered, cut off or deleted by mistake: each blank is fine by itself, so that nothing else would notice.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled
from pipeline.core.guards.measure import WORST, Example, Measure, examples_of


def emptied_values(device_changes: Frame, owner_changes: Frame) -> Measure:
    """The greatest number of devices, or of people, of which one field is emptied."""
    of_people = [{**one, "subject": f"{one['subject']} of people"} for one in _emptied_fields(owner_changes)]
    worst = sorted([*_emptied_fields(device_changes), *of_people], key=lambda one: (-one["count"], one["subject"]))
    return Measure(worst[0]["count"] if worst else 0, worst[:WORST])


def _emptied_fields(changes: Frame) -> list[Example]:
    """The fields that are emptied most often: the words of each, and how often."""
    if is_empty(changes):
        return []
    is_emptied = ~nw.col("old").is_null() & nw.col("new").is_null()
    words = nw.col("field").str.replace_all("_", " ", literal=True)
    emptied = settled(changes.filter(is_emptied).select(subject=words))
    if is_empty(emptied):
        return []
    counts = emptied.group_by("subject").agg(count=nw.len())
    return examples_of(counts.sort("count", "subject", descending=[True, False]).head(WORST))
