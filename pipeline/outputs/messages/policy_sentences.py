"""The violations of policies in words: a line per policy on the terminal, a table on the Summary and the Cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.messages.plurals import agree, count, number
from schemas.instants import instant_text

if TYPE_CHECKING:
    from pipeline.errors import PolicyFigure

_NAMED, _LISTED = 3, 20
_ALLOWED, _REFUSING = "allowed for this run", "refuses the run"


def policy_sentences(policies: Sequence[PolicyFigure]) -> list[str]:
    """One sentence per policy that is broken without a refusal, or that all are kept; none where there are none."""
    if policies and not any(policy.violations for policy in policies):
        return [f"{count(len(policies), 'policy', 'policies')} {agree(len(policies), 'is', 'are')} kept."]
    return [violation_sentence(policy) for policy in policies if policy.violations and not policy.refused]


def violation_sentence(policy: PolicyFigure) -> str:
    """What a policy asks, how often it is broken, and the first rows that break it."""
    told = "; ".join(_row(row) for row in policy.rows[:_NAMED])
    left = policy.violations - _NAMED
    more = f"; and {number(left)} more" if left > 0 else ""
    let = f", {_ALLOWED}" if policy.allowed else ""
    return f"{_rule(policy)} Broken {count(policy.violations, 'time')}{let}: {told}{more}."


def violations_table(policies: Sequence[PolicyFigure]) -> tuple[pl.DataFrame, list[str]]:
    """A line per broken policy, with the rows that break it below; and the name of each line's policy, else blank."""
    lines: list[tuple[str | None, int | None, str | None, str | None]] = []
    heads: list[str] = []
    for policy in policies:
        if not policy.violations:
            continue
        state = _REFUSING if policy.refused else _ALLOWED if policy.allowed else "told"
        lines.append((policy.name, policy.violations, state, policy.message or None))
        heads.append(policy.name)
        below = [*_listed(policy)]
        lines.extend((None, None, None, line) for line in below)
        heads.extend("" for _ in below)
    schema = {"Policy": pl.String, "Violations": pl.Int64, "What follows": pl.String, "What was found": pl.String}
    return pl.DataFrame(lines, schema=schema, orient="row"), heads


def _listed(policy: PolicyFigure) -> Iterable[str]:
    yield from (_row(row) for row in policy.rows[:_LISTED])
    if policy.violations > _LISTED:
        yield f"... and {number(policy.violations - _LISTED)} more"


def _rule(policy: PolicyFigure) -> str:
    return f"Policy {policy.name}: {policy.message.removesuffix('.')}." if policy.message else f"Policy {policy.name}."


def _row(row: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in row.items() if value is not None) or "a blank row"


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
