"""schedule, metrics and logs: what happens at night when nobody looks."""
