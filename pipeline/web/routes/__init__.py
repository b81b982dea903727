"""The routes: one module per document, each with a `router`."""

from fastapi import APIRouter

from pipeline.web.routes import assign_devices, device_ownerships, unassign_devices

ROUTERS: tuple[APIRouter, ...] = (
    assign_devices.router,
    unassign_devices.router,
    device_ownerships.router,
)
