"""What other programs can ask for: for whoever writes one, also before he or she has a key."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from pipeline.web.pages.operations import operations_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import somebody

router = APIRouter()


@router.get("/docs")
def show_docs(request: Request) -> Response:
    """Every request of the HTTP API, with its fields."""
    api = request.app.state.api
    groups = operations_of(api.openapi())
    return page(request, somebody(request), "docs.html.jinja", groups=groups, document=api.openapi_url)
