"""Which addresses are the same for every anonymous reader, and the query keys each one knows.

The edge caches these and forwards nothing but path and known query. A new public page gets its row
here; without one it is answered by Django each time.
"""

from alley.edge.routes import Public

PAGE = frozenset({"cursor"})
CHART = frozenset({"interval", "range", "type", "scale", "adjust", "tz", "indicators", "compare"})
THREAD = frozenset({"cursor", "order", "sort", "limit", "conversation", "after"})

PUBLIC = (
    Public("/", exact=True),
    Public("/news/", PAGE | THREAD),
    Public("/authors/", PAGE),
    Public("/topics/", PAGE),
    Public("/markets/", PAGE | THREAD | CHART | {"symbols"}),
    Public("/charts/", CHART | {"size", "theme", "now"}),
    Public("/discuss/", THREAD),
    Public("/embed/", THREAD),
    Public("/embed.js", exact=True),
    Public("/search/", frozenset({"q", "cursor", "kind"})),
    Public("/guidelines/"),
    Public("/transparency/", frozenset({"from", "to"})),
    Public("/corrections/", PAGE),
    Public("/readers/", PAGE),
    Public("/feeds/"),
    Public("/static/"),
    Public("/robots.txt", exact=True),
    Public("/favicon.ico", exact=True),
    Public("/manifest.webmanifest", exact=True),
    Public("/sitemap.xml", exact=True),
    Public("/sitemap-news.xml", exact=True),
    Public(
        "/api/v1/articles", frozenset({"section", "instrument", "q", "since", "limit", "cursor"})
    ),
    Public("/api/v1/threads/", THREAD),
    Public(
        "/api/v1/instruments",
        frozenset({"q", "interval", "from", "to", "points", "limit", "cursor"}),
    ),
    Public("/api/v1/charts/", CHART),
    Public("/api/v1/quotes", frozenset({"symbols"})),
    Public("/api/v1/moderation/policy", exact=True),
    Public("/api/v1/moderation/transparency", frozenset({"from", "to"}), exact=True),
    Public("/api/v1/openapi.json", exact=True),
)
