"""The story of a device, as a tree for people and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.cli.telling import dumps
from pipeline.errors import UsageProblem
from schemas.instants import OPEN_END, instant_text
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    import polars as pl
    from rich.tree import Tree

    from pipeline.store import Story

_AS_WIDE_AS_NEEDED = 1_000
_TOLD = ("name", "type", "category", "status", "location", "department")


def story_json(serial: str, story: Story) -> str:
    """One object: the devices with that serial number, their spans and events, and the rows that named them."""
    _refuse_unknown(serial, story)
    return dumps(
        {
            "ok": True,
            "command": "explain",
            "exit_code": 0,
            "serial_number": serial,
            "devices": [_filled(device) for device in story.devices.to_dicts()],
            "spans": story.spans.to_dicts(),
            "events": [{**event, "payload": json.loads(event["payload"])} for event in story.events.to_dicts()],
            "rows": [{**row, "cells": json.loads(row["cells"])} for row in story.rows.to_dicts()],
        }
    )


def print_story(serial: str, story: Story) -> None:
    """The same as a tree on standard output: what it is, who held it when, and which row of which file said so."""
    from rich.console import Console
    from rich.tree import Tree

    _refuse_unknown(serial, story)
    tree = Tree(serial, highlight=False)
    for device in story.devices.to_dicts():
        said = ", ".join(str(device[name]) for name in _TOLD if device[name])
        branch = tree.add(f"device {device['device_id']}, version {device['version']}: {said}")
        _add_spans(branch.add("held by"), _of(story.spans, device["device_id"]))
        _add_events(branch.add("how it came to be"), _of(story.events, device["device_id"]))
    _add_rows(tree, story.rows)
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=_AS_WIDE_AS_NEEDED)
    console.print(tree)


def _refuse_unknown(serial: str, story: Story) -> None:
    if story.devices.is_empty() and story.rows.is_empty():
        raise UsageProblem(
            f"No device on record has the serial number {serial}, and no row ever named it.",
            "Check the number, or look for it with: rollcall show devices",
        )


def _of(frame: pl.DataFrame, device_id: int) -> list[dict[str, Any]]:
    return [row for row in frame.to_dicts() if row["device_id"] == device_id]


def _add_spans(branch: Tree, spans: list[dict[str, Any]]) -> None:
    for span in spans:
        until = "further notice" if span["end_time"] >= OPEN_END else instant_text(span["end_time"])
        label = f", label {span['label']}" if span["label"] else ""
        line = f"{span['owner_email']} from {instant_text(span['start_time'])} until {until}{label}"
        if span["superseded_at"] < OPEN_END:
            line += f"  (believed until {instant_text(span['superseded_at'])})"
        branch.add(line)
    if not spans:
        branch.add("nobody so far")


def _add_events(branch: Tree, events: list[dict[str, Any]]) -> None:
    for event in events:
        said = branch.add(f"{event['version']}. {event['type']} at {instant_text(event['recorded_at'])}{_what(event)}")
        if event["file"]:
            said.add(f"{_place(event)}  (SHA-256 {event['sha256'][:12]})")
        by = f", by {event['user_name']}" if event["user_name"] else ""
        said.add(f"rollcall {event['command']} {event['run_id']}{by}")


def _place(row: dict[str, Any]) -> str:
    sheet = f", sheet {row['sheet']}" if row["sheet"] else ""
    return f"{row['file']}{sheet}, row {row['row']}"


def _what(event: dict[str, Any]) -> str:
    payload = json.loads(event["payload"])
    if event["type"] == EventType.DEVICE_UPDATED:
        old, new = payload.get("old", {}), payload.get("new", {})
        return ": " + "; ".join(f"{field} {old.get(field) or '(blank)'} -> {new[field] or '(blank)'}" for field in new)
    owner = payload.get("owner_email")
    return f": {owner}" if owner else ""


def _add_rows(tree: Tree, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    branch = tree.add("rows that named it")
    for row in rows.to_dicts():
        where = _place(row)
        reason = f" / {row['reason']}" if row["reason"] else ""
        branch.add(f"{where}: {row['outcome']}{reason}: {row['message']}  (run {row['run_id']})")


def _filled(device: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in device.items() if value is not None}
