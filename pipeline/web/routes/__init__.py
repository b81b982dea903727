"""The routes: one module per document, each with a `router`."""

from fastapi import APIRouter

from pipeline.web.routes import assign_devices, device_ownerships, devices, files, unassign_devices, users

ROUTERS: tuple[APIRouter, ...] = (
    assign_devices.router,
    unassign_devices.router,
    device_ownerships.router,
    devices.router,
    users.router,
    files.router,
)
