"""What changes instruments and prices."""

from alley.markets.actions.charts import (
    forget_charts,
    forget_layout,
    freeze_chart,
    keep_chart,
    save_layout,
)
from alley.markets.actions.corporate import (
    carry_out_due,
    import_corporate_actions,
    record_corporate_action,
)
from alley.markets.actions.instruments import Report, import_instruments, import_starter_set
from alley.markets.actions.prices import Origin, import_prices
from alley.markets.actions.quotes import Tick, begin_replay, record_quotes
from alley.markets.actions.ticks import advance_reader

__all__ = [
    "Origin",
    "Report",
    "Tick",
    "advance_reader",
    "begin_replay",
    "carry_out_due",
    "forget_charts",
    "forget_layout",
    "freeze_chart",
    "import_corporate_actions",
    "import_instruments",
    "import_prices",
    "import_starter_set",
    "keep_chart",
    "record_corporate_action",
    "record_quotes",
    "save_layout",
]
