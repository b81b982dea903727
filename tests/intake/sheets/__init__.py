"""From workbooks to typed rows."""
