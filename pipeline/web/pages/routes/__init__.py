"""The routes of the pages: one module per group of pages, each with a `router`."""

from fastapi import APIRouter

from pipeline.web.pages.routes import docs, home, ledger, lists, plans, progress, runs, sign_in

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    home.router,
    lists.router,
    plans.router,
    runs.router,
    ledger.router,
    progress.router,
    docs.router,
)
