"""The story of a device, as a tree for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.runs.answers.json_text import dumps
from schemas.instants import OPEN_END, is_open, local_instant_text, zone_line
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    import polars as pl
    from rich.tree import Tree

    from pipeline.store import OwnerStory, Story

# The command of runs that carry out requests over HTTP.
_CALL = "call"
_AS_WIDE_AS_NEEDED = 1_000
_FACTS = ("name", "type", "category", "status", "location", "department")
_SHORT_HASH, _LONGEST = 12, 80
_STATUS = {"superseded": ": cancelled", "current": ": holds it now", "pending": ": pending"}

Record = dict[str, Any]


def story_json(identifier: str, story: Story) -> str:
    """The story as one JSON object: the devices with the identifier, their spans and events, and their input rows."""
    is_serial = story.found_by in {None, "serial_number"}
    return dumps(
        {
            "ok": True,
            "command": "explain",
            "exit_code": 0,
            "identifier": identifier,
            "found_by": story.found_by,
            "serial_number": identifier if is_serial else story.devices["serial_number"][0],
            "devices": filled(story.devices),
            **history(story),
        }
    )


def history(story: Story | OwnerStory) -> dict[str, object]:
    """The spans, events and input rows of a story, for JSON."""
    return {
        "spans": story.spans.to_dicts(),
        "events": with_payloads(story.events.to_dicts()),
        "rows": [{**row, "cells": json.loads(row["cells"])} for row in story.rows.to_dicts()],
    }


def filled(frame: pl.DataFrame) -> list[Record]:
    """The rows of the frame, each without its blanks."""
    return [{name: value for name, value in row.items() if value is not None} for row in frame.to_dicts()]


def print_story(identifier: str, story: Story, timezone: str) -> None:
    """Print the story as a tree on standard output, with instants in the time zone.

    Each device has its ownerships below it, each ownership the events that began and changed it, and each event the
    plan with its approval, the rule, the input file, and the cells that led to it.
    """
    from rich.tree import Tree

    from pipeline.runs.explain import last_believed

    tree = Tree(on_one_line(identifier), highlight=False)
    for device in story.devices.to_dicts():
        said = ", ".join(str(device[name]) for name in _FACTS if device[name])
        is_named = story.found_by == "serial_number" or not device["serial_number"]
        serial = "" if is_named else f", serial number {device['serial_number']}"
        branch = tree.add(f"device {device['device_id']}{serial}, version {device['version']}: {said}")
        events = with_payloads(rows_of(story.events, device, "device_id"))
        beliefs = rows_of(story.spans, device, "device_id")
        believed = rows_of(last_believed(story.spans), device, "device_id")
        _add_spans(branch.add("held by"), believed, beliefs, events, timezone)
        others = [event for event in events if not _ownership_id(event)]
        add_events(branch.add("how it came to be"), others, {}, timezone)
    add_rows(tree, story.rows)
    print_tree(tree, timezone)


def print_tree(tree: Tree, timezone: str) -> None:
    """Print the tree, and below it the zone where that is not UTC; as wide as needed where no terminal shows it."""
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=_AS_WIDE_AS_NEEDED)
    console.print(tree)
    if timezone != "UTC":
        console.print(zone_line(timezone))


def rows_of(frame: pl.DataFrame, thing: Record, key: str) -> list[Record]:
    """The rows about that device or person."""
    return [row for row in frame.to_dicts() if row[key] == thing[key]]


def with_payloads(events: list[Record]) -> list[Record]:
    """The events with their payloads read."""
    return [{**event, "payload": json.loads(event["payload"])} for event in events]


def _ownership_id(event: Record) -> int | None:
    """The number of the ownership that an event is about; None where it is about none."""
    number: int | None = event["payload"].get("ownership_id")
    return number


def _add_spans(branch: Tree, spans: list[Record], beliefs: list[Record], events: list[Record], timezone: str) -> None:
    """Add each ownership as it is on record now, or was last, with its events.

    `beliefs` has one row per version of an ownership on record, current or superseded.
    """
    for span in spans:
        node = branch.add(span_text(span, span["owner_email"], timezone))
        corrected = {belief["run_id"]: belief["superseded_at"] for belief in beliefs if belief["id"] == span["id"]}
        add_events(node, [event for event in events if _ownership_id(event) == span["id"]], corrected, timezone)
    if not spans:
        branch.add("nobody so far")


def span_text(span: Record, of: object, timezone: str) -> str:
    """An ownership in words; `of` is whose it is, or of which device."""
    said = f"{of} from {_when(span['start_time'], timezone)} until {_when(span['end_time'], timezone)}"
    label = f", label {span['label']}" if span["label"] else ""
    due = f", due back {_when(span['due_at'], timezone)}" if span["due_at"] else ""
    return f"{said}{due}{label}{_STATUS.get(span['status'], '')}"


def add_events(branch: Tree, events: Sequence[Record], corrected: Mapping[str, datetime], timezone: str) -> None:
    """Add one node per event; `corrected` has, per run, when the ownership that it recorded was superseded."""
    for event in events:
        until = corrected.get(event["run_id"], OPEN_END)
        note = f"  (believed until {_when(until, timezone)})" if until < OPEN_END else ""
        at = _when(event["recorded_at"], timezone)
        node = branch.add(f"{event['version']}. {event['type']} at {at}{_changes_text(event, timezone)}{note}")
        for said in _origin_lines(event, timezone):
            node.add(said)
        if event["file"]:
            mark = f"  ({_fingerprint(event['sha256'])})" if event["sha256"] else ""
            place = node.add(f"{_place(event)}{mark}")
            for one in event["said"]:
                where = f"cell {one['cell']}, " if one["cell"] and event["sha256"] else ""
                place.add(f"{where}{one['field']}: {on_one_line(one['value'])}")
        elif event["files"] and not event["undoes"]:
            node.add(f"no row of {event['files']} names it")


def _changes_text(event: Record, timezone: str) -> str:
    """The changes that the event made, to be put after its type; blank where there are none."""
    payload, type_ = event["payload"], event["type"]
    changes: list[str] = []
    if type_ in {EventType.DEVICE_UPDATED, EventType.OWNER_UPDATED}:
        old = payload.get("old", {})
        changes = [_change_text(field, old.get(field), new) for field, new in payload.get("new", {}).items()]
    elif type_ == EventType.OWNERSHIP_TAKEN:
        after = payload.get("previous_owner_email")
        changes = [f"until {_when(payload.get('end_time'), timezone)}", *([f"after {after}"] if after else [])]
    elif type_ in {EventType.OWNERSHIP_RELEASED, EventType.OWNERSHIP_UPDATED}:
        ends = _when(payload.get("previous_end_time"), timezone), _when(payload.get("end_time"), timezone)
        labels = payload.get("previous_label"), payload.get("label")
        dues = payload.get("previous_due_at"), payload.get("due_at")
        is_redated = type_ == EventType.OWNERSHIP_UPDATED and dues[0] != dues[1]
        is_relabelled = type_ == EventType.OWNERSHIP_UPDATED and labels[0] != labels[1]
        changes = [
            *([_change_text("until", *ends)] if ends[0] != ends[1] else []),
            *([_change_text("due back", *(due and _when(due, timezone) for due in dues))] if is_redated else []),
            *([_change_text("label", *labels)] if is_relabelled else []),
        ]
    return f": {'; '.join(changes)}" if changes else ""


def _change_text(what: str, old: str | None, new: str | None) -> str:
    return f"{what} {old or '(blank)'} -> {new or '(blank)'}"


def _when(at: datetime | str | None, timezone: str) -> str:
    """An instant, or the text of one as an event has it, in the time zone; no end, and the open one, as words."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    if instant is not None and instant.tzinfo is not None:
        instant = instant.astimezone(UTC).replace(tzinfo=None)
    return "further notice" if instant is None or is_open(instant) else local_instant_text(instant, timezone)


def _origin_lines(event: Record, timezone: str) -> Iterator[str]:
    """The plan with its line and its approval, the command that wrote the event, and the rule."""
    command = f"rollcall {event['command']} {event['run_id']}"
    by = f" by {event['user_name']}" if event["user_name"] else ""
    if event["approval"]:
        yield _approval_text(event["approval"], event["plan_id"], timezone)
        yield f"applied{by} at {_when(event['approval']['applied_at'], timezone)}: {command}"
    elif event["command"] == _CALL:
        yield f"asked over HTTP{by}: run {event['run_id']}"
    else:
        yield f"no plan: written at once by {command}{by and f',{by}'}"
    if event["undoes"]:
        yield f"undoes run {event['undoes']}"
    if event["rule"]:
        yield f"rule: {event['rule']}"


def _approval_text(approval: Record, plan_id: str, timezone: str) -> str:
    """The reviewer's answer, and the line of the plan that it stands on."""
    file = approval["plan_file"] or "its workbook"
    line = f", line {approval['plan_line']}" if approval["plan_line"] else ""
    made = f", made by {approval['made_by']} at {_when(approval['made_at'], timezone)}" if approval["made_by"] else ""
    mark = f"  ({_fingerprint(approval['plan_sha256'])})" if approval["plan_sha256"] else ""
    return f"approved ({approval['answer']}) in {file}{line}: plan {plan_id}{made}{mark}"


def add_rows(tree: Tree, rows: pl.DataFrame) -> None:
    """Add the input rows, each with its outcome and its message."""
    if rows.is_empty():
        return
    branch = tree.add("rows that named it")
    for row in rows.to_dicts():
        reason = f" / {row['reason']}" if row["reason"] else ""
        plan = f", plan {row['plan_id']}" if row["plan_id"] else ""
        branch.add(f"{_place(row)}: {row['outcome']}{reason}: {row['message']}  (run {row['run_id']}{plan})")


def on_one_line(typed: str) -> str:
    """The typed text on one line, cut where it is long, without control characters."""
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 3]}..."


def _place(row: Record) -> str:
    if str(row["file"]).startswith("/"):  # no name of a file has it: it is the address of a request
        return f"request {row['sheet']} to {row['file']}, item {row['row']}"
    sheet = f", sheet {row['sheet']}" if row["sheet"] else ""
    return f"{row['file']}{sheet}, row {row['row']}"


def _fingerprint(sha256: str) -> str:
    """The beginning of the hash, enough to compare by eye; `--json` has all of it."""
    return f"SHA-256 {sha256[:_SHORT_HASH]}"
