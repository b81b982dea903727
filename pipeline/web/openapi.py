"""The OpenAPI document: as FastAPI makes it, but that an invalid request is answered with 400, as the documents say."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_INVALID = "422"
_OF_FASTAPI = ("HTTPValidationError", "ValidationError")
_METHODS = ("get", "post", "put", "patch", "delete")


def with_own_document(app: FastAPI) -> None:
    """Let the application tell what it answers."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            app.openapi_schema = _told(made)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # that is how FastAPI has it replaced


def _told(made: dict[str, Any]) -> dict[str, Any]:
    for path in made["paths"].values():
        for operation in (path[method] for method in _METHODS if method in path):
            operation["responses"].pop(_INVALID, None)
    for name in _OF_FASTAPI:
        made.get("components", {}).get("schemas", {}).pop(name, None)
    return made
