"""The forms of our workbooks, on which their writers and their readers agree."""
