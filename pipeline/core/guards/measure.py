"""One figure that is held to a limit, with the greatest parts of it as examples."""

from __future__ import annotations

from typing import Any, TypeAlias

from pipeline.core.expressions import Frame, computed
from pipeline.model import Limits
from schemas.records import dataclass

Example: TypeAlias = dict[str, Any]
# So many examples are told of each figure.
WORST = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, with its greatest parts as examples; `is_counting` is false where the limit does not apply."""

    figure: float
    examples: list[Example]
    population: int | None = None
    is_counting: bool = True


def share(count: int, population: int, examples: list[Example], limits: Limits) -> Measure:
    """A percentage; it does not count of few, nor for few rows."""
    is_counting = population >= limits.min_population and count > limits.min_rows
    return Measure(100 * count / population if population else 0, examples, population, is_counting)


def examples_of(rows: Frame) -> list[Example]:
    """One example per row, in order."""
    return list(computed(rows).rows(named=True))
