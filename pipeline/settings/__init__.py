"""Settings: from `rollcall.toml`, then `ROLLCALL_*` environment variables, then the command's own options.

Every option of a command that one may want to fix for good is a setting of the same name. What is for one run can
only be an option: `--allow` and `--reason`. A source that is chosen (`--source NAME`) says how its files are read.
"""

from pipeline.settings.loading import CONFIG, load_settings
from pipeline.settings.whole import Settings

__all__ = ["CONFIG", "Settings", "load_settings"]
