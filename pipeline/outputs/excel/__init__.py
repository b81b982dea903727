"""Sheets and files as a spreadsheet program has them: styles, writing, hiding, fingerprints."""
