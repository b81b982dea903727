"""lake: a ledger in tables that a cluster works on.

copies     from a file to a lake and back, and the upkeep of a lake
"""
