"""What several rooms have to say, put together for one page."""

from alley.site.queries.comparison import STRETCHES, Comparison, comparison
from alley.site.queries.front import STRIP, FrontShown, front, market_strip, sections
from alley.site.queries.mine import is_saved
from alley.site.queries.overview import Overview, overview
from alley.site.queries.place import newest_stories, related_to, told_stories
from alley.site.queries.priced import priced_instruments

__all__ = [
    "STRETCHES",
    "STRIP",
    "Comparison",
    "FrontShown",
    "Overview",
    "comparison",
    "front",
    "is_saved",
    "market_strip",
    "newest_stories",
    "overview",
    "priced_instruments",
    "related_to",
    "sections",
    "told_stories",
]
