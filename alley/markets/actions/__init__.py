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
from alley.markets.actions.feeds import follow, license_feed, switch_feed
from alley.markets.actions.instruments import Report, import_instruments, import_starter_set
from alley.markets.actions.minutes import roll_up_ticks
from alley.markets.actions.prices import Origin, import_prices
from alley.markets.actions.quarantine import settle_quarantined
from alley.markets.actions.quotes import begin_replay, record_quotes
from alley.markets.actions.staleness import tell_stale_quotes
from alley.markets.actions.ticks import advance_reader
from alley.markets.actions.withdraw import withdraw_price
from alley.markets.tick import Tick

__all__ = [
    "Origin",
    "Report",
    "Tick",
    "advance_reader",
    "begin_replay",
    "carry_out_due",
    "follow",
    "forget_charts",
    "forget_layout",
    "freeze_chart",
    "import_corporate_actions",
    "import_instruments",
    "import_prices",
    "import_starter_set",
    "keep_chart",
    "license_feed",
    "record_corporate_action",
    "record_quotes",
    "roll_up_ticks",
    "save_layout",
    "settle_quarantined",
    "switch_feed",
    "tell_stale_quotes",
    "withdraw_price",
]
