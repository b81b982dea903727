"""`python -m tests.system.quarter.killed_sweep FOLDER INSTANT STEP`: a sweep that ends by kill -9 after that step."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from pipeline.runs.steps.clock import Stages
from pipeline.runs.sweep.sweep import sweep
from tests.support.ledgers.clocks import set_clock
from tests.support.power_cuts import cut_after
from tests.system.quarter.office import settings_in

if __name__ == "__main__":
    root, at, step = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3]
    cut_after(step)
    with set_clock(at):
        sweep(root / "inbox", settings_in(root), Stages())
