"""Settings: from `rollcall.toml`, then `ROLLCALL_*` environment variables, then the command's own options.

An option of a command that one may want to set permanently is a setting of the same name. `--allow` and `--reason` are
for one run, and only options. The section of the chosen source (`--source NAME`) says how its files are read.
"""

from pipeline.settings.all_settings import Settings
from pipeline.settings.load import CONFIG, load_settings
from pipeline.settings.nearby_ledger import nearby_ledger, refuse_ledger_above, refuse_second_ledger
from pipeline.settings.origins import Origin, origins
from pipeline.settings.saved_source import SourceLine, save_source
from pipeline.settings.sections import ProxySignIn, TokenSettings, WebSettings

__all__ = [
    "CONFIG",
    "Origin",
    "ProxySignIn",
    "Settings",
    "SourceLine",
    "TokenSettings",
    "WebSettings",
    "load_settings",
    "nearby_ledger",
    "origins",
    "refuse_ledger_above",
    "refuse_second_ledger",
    "save_source",
]
