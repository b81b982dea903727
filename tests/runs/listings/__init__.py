"""Lists for programs, page by page."""
