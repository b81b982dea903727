"""The limits in words: their names, the worst examples of a figure, and the refusal of a plan."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.outputs.messages.policy_sentences import violation_sentence
from schemas.frames.plan import LIMITS
from schemas.frames.polars_frames import shaped
from schemas.reasons.limit_words import LIMIT_WORDS, POLICY

if TYPE_CHECKING:
    from pipeline.errors import PolicyFigure

_NAMES = {limit: words.name for limit, words in LIMIT_WORDS.items()}
_NO_TYPE = "without a type"
NOTHING_WRITTEN = "Nothing was written."


def told_limits(limits: pl.DataFrame, examples: pl.DataFrame) -> pl.DataFrame:
    """The limits as a plan has them: with their `name`, and with their examples in one text.

    Both frames are those of `core.guards.limits.Measured`.
    """
    told: dict[str, list[str]] = {}
    for example in examples.iter_rows(named=True):
        others = told.setdefault(example["limit"], [])
        others.append(_example(example, is_first=not others))
    texts = {limit: "; ".join(parts) for limit, parts in told.items()}
    name = pl.col("limit").replace_strict(_NAMES, return_dtype=pl.String)
    text = pl.col("limit").replace_strict(texts, default=None, return_dtype=pl.String)
    return shaped(limits.with_columns(name=name, examples=text), LIMITS)


def refusal_sentences(
    over: Sequence[Mapping[str, Any]], broken: Sequence[PolicyFigure] = (), *, is_plan: bool = False
) -> str:
    """One line per exceeded limit and broken policy, and one that nothing was written, but for a plan alone.

    `over` are rows of `model.Plan.limits`.
    """
    broken_lines = [violation_sentence(policy) for policy in broken]
    nothing = [] if is_plan else [NOTHING_WRITTEN]
    return "\n".join([*(_refusal(limit) for limit in over), *broken_lines, *nothing])


def refusal_advice(over: Sequence[object]) -> str:
    """The advice on exceeded limits and broken policies, without the options that allow them."""
    it = "it" if len(over) == 1 else "them"
    return f"If this is what you mean, allow {it} for one run and say why"


def overrides(over: Sequence[Mapping[str, Any]], broken: Sequence[PolicyFigure] = ()) -> list[str]:
    """What `--allow` is given to allow these exceeded limits and broken policies, as it is typed."""
    limits = [f"{limit['limit']}={math.ceil(limit['figure'])}" for limit in over]
    return [*limits, *(shlex.quote(f"{POLICY}={policy.name}") for policy in broken)]


def _refusal(limit: Mapping[str, Any]) -> str:
    """The line about one limit: `Open ownerships unassigned: 60 % of 20, and unassign_percent allows 30 %. ...`."""
    name, figure, population = str(limit["name"]), float(limit["figure"]), limit["population"]
    if str(limit["limit"]).endswith("_percent"):
        reached, allowed = f"{_figure(figure)} % of {population:,}", f"{_figure(limit['allowed'])} %"
    else:
        reached, allowed = _figure(figure), _figure(limit["allowed"])
    said = f"{name[:1].upper()}{name[1:]}: {reached}, and {limit['limit']} allows {allowed}"
    return f"{said} ({limit['examples']})." if limit["examples"] else f"{said}."


def _figure(figure: float) -> str:
    """The figure with at most one decimal, rounded up, so that a figure over a limit also looks so."""
    return f"{math.ceil(round(figure * 10, 6)) / 10:,.1f}".removesuffix(".0")


def _example(example: Mapping[str, Any], *, is_first: bool) -> str:
    """One example; the first names the organization, where the figure is that of one organization."""
    count, total = example["count"], example["total"]
    fields = {
        "subject": example["subject"] or _NO_TYPE,
        "value": example["value"],
        "former": example["former"],
        "count": count,
        "count_devices": _counted(count, "device"),
        "count_rows": _counted(count, "row"),
        "total": total,
        "had": "had" if example["file"] in {None, example["subject"]} else f"{example['file']} had",
        "total_devices": _counted(total, "device"),
        "amount": "" if example["amount"] is None else f"{example['amount']:.2f}",
        "at": "" if example["at"] is None else f"{example['at']:%Y-%m-%d}",
        "place": _place(example),
    }
    said = LIMIT_WORDS[example["limit"]].example.format(**fields)
    return f"organization {example['org_id']}: {said}" if is_first and example["org_id"] is not None else said


def _place(example: Mapping[str, Any]) -> str:
    file, sheet, row = (example[name] for name in ("file", "sheet", "row"))
    return "" if None in (file, sheet, row) else f" ({file}, sheet {sheet}, row {row})"


def _counted(value: int | None, noun: str) -> str:
    return f"{value} {noun}" if value == 1 else f"{value} {noun}s"
