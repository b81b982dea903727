"""Frames that tell of a run: issues by cause, and what an undo keeps."""
