"""The proof says in plain words, with units, what the alert saw beside the ticks."""

import re
from html import unescape

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.alerts.engine import Engine
from alley.alerts.models import Firing
from alley.markets.models import Instrument
from tests.alerts.conftest import prices
from tests.alerts.test_kinds import make, sessions

EARLIER = [80.0] * 18 + [80.5, 80]
KINDS = {
    "percent_move": {"percent": "1", "window": "15m", "direction": "above"},
    "new_extreme": {"side": "high", "days": 10},
    "volume": {"factor": "2"},
    "indicator": {"name": "SMA", "params": {"period": 2}, "level": "81", "interval": "1m"},
}
TOLD = {
    "percent_move": {
        "Moved": "+2.50 %",
        "Held against": "80 USD/bbl (Indicative · desk · 6 Jan 2022, 15:03:00 UTC)",
    },
    "new_extreme": {"The high until then": "81.5 USD/bbl, on 4 Jan 2022"},
    "volume": {
        "Traded that day until then": "3,600,000,000",
        "Usual for a day": "1,500,000,000, the median of 20 sessions",
    },
    "indicator": {
        "SMA(2)": "from 80.00 to 81.00",
        "Close of the bar": "82 USD/bbl, the last of 5 closes",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_saw(
    kind: str, client: Client, ada: Reader, brent: Instrument, engine: Engine
) -> None:
    client.force_login(ada)
    sessions(brent, *EARLIER, volume=1_500_000_000)
    make(ada, kind, "once", **KINDS[kind])
    prices(80, 80, 80, 80, volume="1200000000")
    prices(82, 82, volume="1", start=18)
    engine.turn()
    page = unescape(client.get(Firing.objects.get().get_absolute_url()).content.decode())
    told = dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page))

    for word, value in TOLD[kind].items():
        assert (word, value) in told.items()
    for raw in ("Reference", "Extreme before", "e+", "Bar close", "Sessions</dt>"):
        assert raw not in page
