"""Spreadsheets as people really make them: one file per trap, and what `rollcall check` must say of each."""
