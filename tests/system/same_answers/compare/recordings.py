"""All scenes of two recordings, several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tests.system.same_answers.compare.difference import NOTHING, Difference
from tests.system.same_answers.compare.documents import differences
from tests.system.same_answers.compare.known import Known
from tests.system.same_answers.neutral import Neutral
from tests.system.same_answers.recording import Document, Facts, Scene, read_facts, read_scene, scene_names


@dataclass(slots=True)
class Comparison:
    """The sums of what was compared, the differences, and how many more are meant, by why they are."""

    old: Facts
    new: Facts
    scenes: int = 0
    documents: int = 0
    entries: int = 0
    unknown: list[Difference] = field(default_factory=list)
    meant: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Found:
    documents: int
    entries: int
    differences: list[Difference]


def compare(old: Path, new: Path, known: Known, processes: int = 2) -> Comparison:
    """Compare two recordings, scene by scene."""
    comparison = Comparison(read_facts(old), read_facts(new))
    olds, news = set(scene_names(old)), set(scene_names(new))
    for name in sorted(olds ^ news):
        sides = ("there", NOTHING) if name in olds else (NOTHING, "there")
        _add(comparison, known, Difference("scenes", name, "", "", "", *sides))
    both = sorted(olds & news)
    windows = [*comparison.old.windows, *comparison.new.windows]  # a date of one's data may be the other's today
    was, now = (replace(facts, windows=windows) for facts in (comparison.old, comparison.new))
    one = partial(_compare_scene, old, new, was, now, known)
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(one, both, chunksize=4):
            comparison.scenes += 1
            comparison.documents += found.documents
            comparison.entries += found.entries
            for difference in found.differences:
                _add(comparison, known, difference)
    return comparison


def _add(comparison: Comparison, known: Known, difference: Difference) -> None:
    why = known.why(difference)
    if why is None:
        comparison.unknown.append(difference)
    else:
        comparison.meant[why] += 1


def _compare_scene(old: Path, new: Path, old_facts: Facts, new_facts: Facts, known: Known, name: str) -> _Found:
    now = _documents(read_scene(new, name), new_facts)
    before = _documents(read_scene(old, name), old_facts)
    was = {key if key in now else (known.renewed(key[0]), known.renewed(key[1])): one for key, one in before.items()}
    entries = sum(len(document.entries) for document in now.values())
    return _Found(len(now), entries, list(_of_scene(name, was, now, known)))


def _documents(scene: Scene, facts: Facts) -> dict[tuple[str, str], Document]:
    """By step and name; the second of one name, such as an archived file, has a number."""
    neutral = Neutral(facts, scene)
    documents: dict[tuple[str, str], Document] = {}
    for one in map(neutral.document, scene.documents):
        number, name = 2, one.name
        while (one.step, name) in documents:
            number, name = number + 1, f"{one.name} #{number}"
        documents[one.step, name] = one
    return documents


def _of_scene(
    name: str, old: dict[tuple[str, str], Document], new: dict[tuple[str, str], Document], known: Known
) -> Iterator[Difference]:
    for step, document in [*old, *(key for key in new if key not in old)]:
        was, now = old.get((step, document)), new.get((step, document))
        if was is not None and now is not None:
            yield from differences(name, was, now, known.renewed)
        else:
            sides = ("there", NOTHING) if was else (NOTHING, "there")
            yield Difference("files and steps", name, step, document, "", *sides)
