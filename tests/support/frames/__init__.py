"""Frames to be written, sent and checked."""
