"""schedule: what has the sweep run every night, as text to be put in place by hand, and whether the last night ran.

    schedule    a job as the text that a scheduler wants
    job         what is to be run, where and when: absolute paths, and no more of this moment than that
    systemd     a service and a timer
    cron        a line of a crontab
    windows     a task of the Windows Task Scheduler
    last_night  whether the last night ran

Nothing here installs anything, or changes the ledger.
"""

from pipeline.runs.schedule.job import Job, Schedule, ScheduledFile, System, job_of, this_system
from pipeline.runs.schedule.last_night import PERIOD, Night, last_night
from pipeline.runs.schedule.schedule import schedule

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
