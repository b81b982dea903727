"""One function per thing a person can ask for. The only place that reads the clock and makes ids.

    doing      run, plan, check, publish: files are read, compared with the ledger, written down and told
    deciding   the chain that these three share, from checked rows to everything that a run would write
    unveiling  results written beside the commit, and seen only after it
    places     where files may go
    asking     show, explain: what the ledger says
    contracts  the Pandera models that the frames between the layers are held to
    stages     the clock, the run's id, and how long each stage takes

The command line, the web page and the nightly sweep call these and nothing below them.
"""

from pipeline.runs.asking import Asked, explain, results_again, show, write_table, write_text
from pipeline.runs.doing import Done, check, plan, publish, run
from pipeline.runs.stages import Stages

__all__ = [
    "Asked",
    "Done",
    "Stages",
    "check",
    "explain",
    "plan",
    "publish",
    "results_again",
    "run",
    "show",
    "write_table",
    "write_text",
]
