"""schedule: the nightly sweep as text for a scheduler, to be put in place by hand; and the check that the last one ran.

    schedule    the text for the scheduler of this system
    job         the command, its folder and its time, independent of the scheduler
    systemd     a service and a timer
    cron        a line of a crontab
    windows     a task of the Windows Task Scheduler
    last_night  the check that the last night ran

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
