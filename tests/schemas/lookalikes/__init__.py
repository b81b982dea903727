"""Tests of `schemas.lookalikes`."""
