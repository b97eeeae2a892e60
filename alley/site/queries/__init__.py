"""What several rooms have to say, put together for one page."""

from alley.site.queries.front import STRIP, FrontShown, front, market_strip, sections
from alley.site.queries.mine import is_saved
from alley.site.queries.priced import priced_instruments

__all__ = [
    "STRIP",
    "FrontShown",
    "front",
    "is_saved",
    "market_strip",
    "priced_instruments",
    "sections",
]
