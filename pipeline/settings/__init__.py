"""Settings: from `rollcall.toml`, then `ROLLCALL_*` environment variables, then the command's own options.

Every option of a command that one may want to fix for good is a setting of the same name. What is for one run can
only be an option: `--allow` and `--reason`. A source that is chosen (`--source NAME`) says how its files are read.
"""

from pipeline.settings.all_settings import Settings
from pipeline.settings.load import CONFIG, load_settings

__all__ = ["CONFIG", "Settings", "load_settings"]
