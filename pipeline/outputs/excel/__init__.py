"""Sheets and files for spreadsheet programs: styles, writing, hiding, fingerprints."""
