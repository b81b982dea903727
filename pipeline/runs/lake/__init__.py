"""lake: a ledger in tables that a cluster works on.

copies     from a file to a lake and back, and the upkeep of a lake
cluster    a server that speaks Spark Connect, on this machine; `sail_process` is its process
"""
