"""The routes of the pages: one module per group of pages, each with a `router`."""

from fastapi import APIRouter

from pipeline.web.pages.routes import docs, home, ledger, lists, plans, progress, runs, sign_in
from pipeline.web.pages.routes.reports import receipts

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    home.router,
    lists.router,
    plans.router,
    runs.router,
    ledger.router,
    receipts.router,
    progress.router,
    docs.router,
)
