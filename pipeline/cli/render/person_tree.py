"""The story of a person, as a tree for people and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.cli.render.explain_tree import (
    STATUS,
    add_events,
    add_rows,
    on_one_line,
    print_tree,
    until_text,
    with_payloads,
)
from pipeline.cli.render.json_text import dumps
from schemas.fields import OWNER_FIELDS
from schemas.instants import instant_text

if TYPE_CHECKING:
    from rich.tree import Tree

    from pipeline.store import OwnerStory

Record = dict[str, Any]

_FACTS = tuple(field.name for field in OWNER_FIELDS if field.name != "owner_email")


def person_json(identifier: str, story: OwnerStory) -> str:
    """The story as one JSON object: the people whom the text means, their spans and events, and their input rows."""
    return dumps(
        {
            "ok": True,
            "command": "explain",
            "exit_code": 0,
            "identifier": identifier,
            "owners": [_filled(owner) for owner in story.owners.to_dicts()],
            "spans": story.spans.to_dicts(),
            "events": [{**event, "payload": json.loads(event["payload"])} for event in story.events.to_dicts()],
            "rows": [{**row, "cells": json.loads(row["cells"])} for row in story.rows.to_dicts()],
        }
    )


def print_person(identifier: str, story: OwnerStory) -> None:
    """Print the story as a tree on standard output: the facts, what is and was held, and how the facts came to be."""
    from rich.tree import Tree

    tree = Tree(on_one_line(identifier), highlight=False)
    events = with_payloads(story.events.to_dicts())
    for owner in story.owners.to_dicts():
        said = ", ".join(f"{name} {owner[name]}" for name in _FACTS if owner[name] is not None)
        branch = tree.add(f"owner {owner['owner_id']}, {owner['owner_email']}, version {owner['version']}: {said}")
        _add_held(branch.add("holds and held"), [one for one in story.spans.to_dicts() if _is_of(one, owner)])
        add_events(branch.add("how it came to be"), [one for one in events if _is_of(one, owner)], {})
    add_rows(tree, story.rows)
    print_tree(tree)


def _add_held(branch: Tree, beliefs: list[Record]) -> None:
    """Add each ownership as it is on record now, or was last; how it came about, the story of its device tells."""
    last = {belief["id"]: belief for belief in sorted(beliefs, key=lambda belief: belief["recorded_at"])}
    for span in sorted(last.values(), key=lambda one: (one["start_time"], one["id"])):
        device = span["serial_number"] or span["device_name"] or f"device {span['device_id']}"
        said = f"{device} from {instant_text(span['start_time'])} until {until_text(span['end_time'])}"
        due = f", due back {instant_text(span['due_at'])}" if span["due_at"] else ""
        branch.add(f"{said}{due}{STATUS.get(span['status'], '')}")
    if not beliefs:
        branch.add("nothing so far")


def _is_of(record: Record, owner: Record) -> bool:
    return bool(record["owner_id"] == owner["owner_id"])


def _filled(owner: Record) -> Record:
    return {name: value for name, value in owner.items() if value is not None}
