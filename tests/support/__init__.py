"""The things that tests share: desks, ledgers, workbooks, worlds, and a naive model to hold the core against."""
