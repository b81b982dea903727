"""What other programs can ask for, as people read it: the OpenAPI document, request by request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is given, or answered: its name, where it stands, its type in words, and what it means."""

    name: str
    where: str
    kind: str
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One request: what it does, what is given, the fields of the answer, and what each status means."""

    method: str
    path: str
    summary: str
    about: str
    given: list[Told]
    answered: list[Told]
    statuses: list[tuple[str, str]]


def operations_of(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The requests of an OpenAPI document, by the heading under which they stand."""
    schemas = document["components"]["schemas"]
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(method, path, told, schemas))
    return found


def _operation(method: str, path: str, told: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    given = [_told(one["name"], one["in"], one, required=one["required"]) for one in told.get("parameters", [])]
    given += _fields_of(told.get("requestBody", {}), schemas, "body")
    done = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    statuses = [(status, answer["description"]) for status, answer in sorted(told["responses"].items())]
    answered = _fields_of(done, schemas, "")
    return Operation(method.upper(), path, told["summary"], told["description"], given, answered, statuses)


def _fields_of(message: Mapping[str, Any], schemas: Mapping[str, Any], where: str) -> list[Told]:
    """The fields of what is sent or answered, where it has fields."""
    schema: Mapping[str, Any] = next((one.get("schema", {}) for one in message.get("content", {}).values()), {})
    return list(_fields(schema, schemas, where, ""))


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any], where: str, above: str) -> Iterator[Told]:
    whole = _resolved(schema, schemas)
    for name, field in whole.get("properties", {}).items():
        one = _resolved(field, schemas)
        told = {**field, "schema": one}
        yield _told(f"{above}{name}", where, told, required=name in whole.get("required", ()))
        yield from _fields(one, schemas, where, f"{above}{name}.")
        yield from _fields(one.get("items", {}), schemas, where, f"{above}{name}[].")


def _told(name: str, where: str, told: Mapping[str, Any], *, required: bool) -> Told:
    schema = told["schema"]
    about = told.get("description") or schema.get("description", "")
    return Told(name, where, _kind(schema), required, about)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself: where it is a reference what that names, and where it may also be null what else it is."""
    if "$ref" in schema:
        return _resolved(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return _resolved(options[0], schemas) if len(options) == 1 else schema


def _kind(schema: Mapping[str, Any]) -> str:
    """The type of a value in words."""
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    options = [_kind(one) for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if options:
        return " or ".join(options)
    if "contentMediaType" in schema:
        return "file"
    items = schema.get("items", {})
    kind = str(schema.get("format") or schema.get("type") or "object")
    return f"list of {'object' if '$ref' in items else _kind(items)}s" if kind == "array" else kind
