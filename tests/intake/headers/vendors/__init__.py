"""The exports of vendors of device management and asset systems."""
