"""The story of a person, as a tree for people and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.cli.render.explain_tree import (
    add_events,
    add_rows,
    filled,
    history,
    on_one_line,
    print_tree,
    rows_of,
    span_text,
    with_payloads,
)
from pipeline.runs.answers.json_text import dumps
from schemas.fields import OWNER_FIELDS

if TYPE_CHECKING:
    from pipeline.store import OwnerStory

_FACTS = tuple(field.name for field in OWNER_FIELDS if field.name != "owner_email")


def person_json(identifier: str, story: OwnerStory) -> str:
    """The story as one JSON object: the people whom the text means, their spans and events, and their input rows."""
    told = {"ok": True, "command": "explain", "exit_code": 0, "identifier": identifier}
    return dumps({**told, "owners": filled(story.owners), **history(story)})


def print_person(identifier: str, story: OwnerStory, timezone: str) -> None:
    """Print the story as a tree on standard output: the facts, what is and was held, and how the facts came to be.

    How an ownership came about, the story of its device tells.
    """
    from rich.tree import Tree

    from pipeline.runs.explain import last_believed

    tree = Tree(on_one_line(identifier), highlight=False)
    for owner in story.owners.to_dicts():
        said = ", ".join(f"{name} {owner[name]}" for name in _FACTS if owner[name] is not None)
        branch = tree.add(f"owner {owner['owner_id']}, {owner['owner_email']}, version {owner['version']}: {said}")
        held, spans = branch.add("holds and held"), rows_of(last_believed(story.spans), owner, "owner_id")
        for span in spans:
            of = span["serial_number"] or span["device_name"] or f"device {span['device_id']}"
            held.add(span_text(span, of, timezone))
        if not spans:
            held.add("nothing so far")
        events = with_payloads(rows_of(story.events, owner, "owner_id"))
        add_events(branch.add("how it came to be"), events, {}, timezone)
    add_rows(tree, story.rows)
    print_tree(tree, timezone)
