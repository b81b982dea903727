"""schedule: what has the sweep run every night, as text to be put in place by hand, and whether the last night ran.

    job      what is to be run, where and when: absolute paths, and no more of this moment than that
    systemd  a service and a timer
    cron     a line of a crontab
    windows  a task of the Windows Task Scheduler
    nights   whether the last night ran

Nothing here installs anything, or changes the ledger.
"""

from pipeline.runs.scheduling.job import Job, Schedule, ScheduledFile, System, job_of, this_system
from pipeline.runs.scheduling.nights import PERIOD, Night, last_night
from pipeline.runs.scheduling.writing import schedule

__all__ = [
    "PERIOD",
    "Job",
    "Night",
    "Schedule",
    "ScheduledFile",
    "System",
    "job_of",
    "last_night",
    "schedule",
    "this_system",
]
