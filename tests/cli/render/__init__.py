"""How reports, stories and logs look on a terminal and in a pipe."""
