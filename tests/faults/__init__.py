"""Faults from outside: killed processes, full disks, torn files, rivals, clocks. See `python -m tests.faults`."""
