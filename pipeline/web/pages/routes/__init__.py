"""The routes of the pages: one module per group of pages, each with a `router`."""

from fastapi import APIRouter

from pipeline.web.pages.routes import docs, home, ledger, lists, nights, plans, progress, runs, sign_in, workbooks
from pipeline.web.pages.routes.reports import made, receipts, stocktakes

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    home.router,
    lists.router,
    nights.router,
    plans.router,
    runs.router,
    ledger.router,
    made.router,
    receipts.router,
    stocktakes.router,
    workbooks.router,
    progress.router,
    docs.router,
)
