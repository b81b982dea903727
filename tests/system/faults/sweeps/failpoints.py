"""The durable steps of a sweep: kill -9 after each, then what must hold at once, and once the sweep is given again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from tests.system.faults.injected.failpoints import MOST, named, steps_in
from tests.system.faults.servant import Servant
from tests.system.faults.sweeps.inboxes import SETTINGS, WORDS, Folder, copied, finish, lost_in_the_end, lost_now
from tests.system.faults.trials import STATE, Line


def passed(drop: Folder, servant: Servant) -> list[str]:
    """The names of the durable steps of the sweep, in order."""
    folder = copied(drop, "log")
    log = folder.parent / "swept.log"
    servant.give(folder, WORDS, env=SETTINGS, steps=log)
    shutil.rmtree(folder)
    return steps_in(log)


def try_sweep_failpoints(drop: Folder, servant: Servant, points: Iterable[int] = range(1, MOST)) -> Line:
    """Kill the sweep after its first durable step, its second, and so on."""
    names = passed(drop, servant)
    line = Line("kill -9 after a durable step: sweep", remark=", ".join(dict.fromkeys(names)))
    for number in points:
        folder = copied(drop, f"failpoint {number}")
        ended = servant.give(folder, WORDS, env=SETTINGS, cut_after=str(number))
        if not ended.is_killed:
            line.lost += [] if ended.code in (0, 4) else [f"{line.fault}: ended with {ended}"]
            shutil.rmtree(folder)
            break
        wrong = lost_now(drop, folder) if (folder / STATE).exists() else []
        last = finish(servant, folder)
        wrong += [] if last.code in (0, 4) else [f"the next sweep ended with {last.code}: {last.said[-400:]}"]
        line.add(named(names, number), [*wrong, *lost_in_the_end(drop, folder)])
        shutil.rmtree(folder)
    return line
