"""A comparison for a person: how much was compared, and each kind of difference once, with examples."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.system.same_answers.compare.difference import Difference
from tests.system.same_answers.compare.recordings import Comparison
from tests.system.same_answers.compare.wording import PARTICULARS, changed_words

_EXAMPLES = 2
_LONGEST = 300
_NAME = re.compile(r"^[\w.-]+\.xlsx")
_NUMBER = re.compile(r"\d+")


def report_lines(comparison: Comparison, most: int) -> Iterator[str]:
    """The lines to print: the sums, then at most so many groups of differences of each kind."""
    old, new = comparison.old, comparison.new
    yield f"old: {old.command} in {old.checkout} ({old.commit})"
    yield f"new: {new.command} in {new.checkout} ({new.commit})"
    yield from _inputs(comparison)
    yield (
        f"{comparison.scenes:,} scenes were compared: {comparison.documents:,} documents with "
        f"{comparison.entries:,} lines, cells, values and rows."
    )
    for why, count in comparison.meant.most_common():
        yield f"meant: {count:,} x {why}"
    groups = _groups(comparison.unknown)
    yield f"{len(comparison.unknown):,} unknown differences, in {len(groups):,} groups."
    for kind in sorted({kind for kind, _ in groups}):
        of_kind = sorted(((group, told) for (one, group), told in groups.items() if one == kind), key=_size)
        yield ""
        yield f"== {kind}: {sum(len(told) for _, told in of_kind):,} in {len(of_kind):,} groups"
        for group, told in of_kind[:most]:
            yield from _group_lines(group, told)
        if len(of_kind) > most:
            yield f"... and {len(of_kind) - most:,} more groups; --most {len(of_kind)} shows all."


def _inputs(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old.inputs, comparison.new.inputs
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if changed:
        yield f"{len(changed)} files that went in are not the same: {', '.join(changed[:10])}"


def _groups(differences: Sequence[Difference]) -> dict[tuple[str, str], list[Difference]]:
    groups: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        words = changed_words(difference.old, difference.new) if difference.is_text else PARTICULARS
        if words == PARTICULARS:
            groups[difference.kind, _group(difference)].append(difference)
        else:
            groups["wording", words].append(difference)
    return groups


def _group(difference: Difference) -> str:
    place = _NUMBER.sub("N", difference.place)
    if difference.kind in ("files and steps", "scenes"):
        return f"{_NUMBER.sub('N', difference.document)}: {difference.old} -> {difference.new}"
    document = _NAME.sub("*.xlsx", difference.document.rpartition("/")[2])
    return f"{document} {place}"


def _size(one: tuple[str, list[Difference]]) -> tuple[int, str]:
    return -len(one[1]), one[0]


def _group_lines(group: str, told: Sequence[Difference]) -> Iterator[str]:
    scenes = len({one.scene for one in told})
    yield f"{len(told):,} x in {scenes:,} scene{'s' if scenes > 1 else ''}: {_short(group)}"
    unlike = {(one.old, one.new): one for one in told}
    for one in list(unlike.values())[:_EXAMPLES]:
        yield f"    - {_short(one.old)}"
        yield f"    + {_short(one.new)}"
        yield f"      {one.scene} | {one.step} | {one.document} | {one.place}"


def _short(text: str) -> str:
    line = text.replace("\n", "⏎")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
