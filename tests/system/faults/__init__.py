"""Faults from outside: killed processes, full disks, torn files, rivals, clocks: `python -m tests.system.faults`."""
