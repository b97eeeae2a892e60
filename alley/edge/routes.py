"""Which addresses may be cached, and which query keys belong to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True, slots=True)
class Public:
    """A prefix under which pages are the same for everybody, and the query keys they know."""

    prefix: str
    query: frozenset[str] = frozenset()
    exact: bool = False


def public_route(routes: Sequence[Public], path: str) -> Public | None:
    """The first route that covers the path."""
    for route in routes:
        if path == route.prefix or (not route.exact and path.startswith(route.prefix)):
            return route
    return None


def known_query(route: Public, query: str) -> str:
    """The query with unknown keys dropped and the rest in one order: what is not in the cache's
    key does not reach the page. Of a repeated key the last counts, as Django reads it."""
    if not query or not route.query:
        return ""
    try:
        pairs = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50))
    except ValueError:  # more fields than any page of ours has
        return ""
    return urlencode(sorted((key, value) for key, value in pairs.items() if key in route.query))
