from .api import (
    Done as Done,
)
from .api import (
    LedgerReport as LedgerReport,
)
from .api import (
    Receipts as Receipts,
)
from .api import (
    RollcallError as RollcallError,
)
from .api import (
    Settings as Settings,
)
from .api import (
    apply as apply,
)
from .api import (
    check as check,
)
from .api import (
    plan as plan,
)
from .api import (
    query as query,
)
from .api import (
    receipts as receipts,
)
from .api import (
    report as report,
)
from .api import (
    run as run,
)
from .api import (
    show as show,
)
from .api import (
    stocktake as stocktake,
)
from .api import (
    undo as undo,
)

__version__: str
