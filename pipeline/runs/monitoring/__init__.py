"""monitoring: what shows from outside that the nights run and that every source sends.

metrics         the metrics of the last sweep, for Prometheus and for `schedule --check`
quiet_sources   since when each source has sent nothing usable, and whether that is too long
"""
