"""Who may use which address: one line a route, walked by test_authorisation_matrix.py.

Pages are written `PAGE /blocks/<username>/` (asked with GET, or with POST where GET is not served),
API operations `PUT /api/v1/blocks/{username}`, our desk views like pages. The value says who is
let in; everybody else must get 401, 403, 404 or the way to the sign-in page.
A route that is missing here fails the build: decide who may, and add its line under its room.
"""

from dataclasses import dataclass, field
from typing import Any

CALLERS = (
    "anonymous", "reader", "suspended", "banned", "trusted", "moderator", "editor", "admin",
    "token_read", "token_write",
)  # fmt: skip

EVERYBODY = frozenset(CALLERS)
SIGNED_IN = EVERYBODY - {"anonymous", "banned"}  # a ban ends sessions and tokens
SPEAKERS = SIGNED_IN - {"suspended"}
MODERATORS = frozenset({"moderator", "admin"})
EDITORS = frozenset({"editor", "admin"})
STAFF = MODERATORS | EDITORS
ADMINS = frozenset({"admin"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """`body` is a whole request, so that whoever is refused is refused for who they are."""

    who: frozenset[str]
    body: dict[str, Any] = field(default_factory=dict)
    query: str = ""


# What stands for a parameter when the test asks; the test makes these people and things.
SAMPLES = {
    "username": "cy",
    "kind": "article",
    "key": "1",
    "symbol": "XNYS:CVX",
    "slug": "commodities",
    "section": "commodities",
    "name": "x",
    "kind_of_feed": "rss",
    "address": "aHR0cHM6Ly9ibG9nLnRlc3Qv",
    "service": "mastodon",
    "token": "x",
    "format": "csv",
}

MATRIX: dict[str, frozenset[str] | Row] = {
    # --- accounts
    "GET /api/v1/me": SIGNED_IN,
    "GET /api/v1/me/notifications": SIGNED_IN,
    "POST /api/v1/me/notifications/read": SIGNED_IN,
    "GET /api/v1/blocks": SIGNED_IN,
    "PUT /api/v1/blocks/{username}": SIGNED_IN - STAFF,  # who speaks for the site meets everybody
    "DELETE /api/v1/blocks/{username}": SIGNED_IN,
    "PAGE /accounts/settings/": SIGNED_IN,
    "PAGE /accounts/privacy/": SIGNED_IN,
    "PAGE /accounts/privacy/erase/": SIGNED_IN,
    "PAGE /accounts/privacy/<pk>/archive.zip": NOBODY,  # whose it is: tests/privacy
    "PAGE /blocks/": SIGNED_IN,
    "PAGE /blocks/<username>/": SIGNED_IN,
    "PAGE /blocks/<username>/lift/": SIGNED_IN,
    "PAGE /notifications/": SIGNED_IN,
    "PAGE /dev/mail/": NOBODY,  # only in the demo
    "PAGE /dev/mail/<name>/": NOBODY,
    # --- the API about itself
    "PAGE /api/v1/": NOBODY,
    "PAGE /api/v1/openapi.json": EVERYBODY,
    "PAGE /api/v1/docs": EVERYBODY,
    # --- site
    "PAGE /": EVERYBODY,
    "PAGE /authors/<slug>/": EVERYBODY,
    "PAGE /topics/<slug>/": EVERYBODY,
    "PAGE /news/<slug>/": EVERYBODY,
    "PAGE /news/<section>/<slug>-<pk>/": EVERYBODY,
    "PAGE /news/<section>/<slug>-<pk>/reaction.csv": EVERYBODY,
    "PAGE /search/": EVERYBODY,
    "PAGE /robots.txt": EVERYBODY,
    "PAGE /manifest.webmanifest": EVERYBODY,
    "PAGE /offline-worker.js": EVERYBODY,
    "PAGE /api/v1/stream/grant": Row(NOBODY, query="?topics=breaking"),  # the edge, by its key
    "PAGE /api/v1/stream/events": Row(EVERYBODY, query="?topics=breaking"),
    "PAGE /health/live": EVERYBODY,
    "PAGE /health/ready": EVERYBODY,
    "PAGE /metrics": EVERYBODY,
    # --- news
    "PAGE /corrections/": EVERYBODY,
    "PAGE /sitemap.xml": EVERYBODY,
    "PAGE /sitemap-news.xml": EVERYBODY,
    "PAGE /feeds/atom.xml": EVERYBODY,
    "PAGE /feeds/feed.json": EVERYBODY,
    "PAGE /feeds/rss.xml": EVERYBODY,
    "PAGE /feeds/author/<slug>.atom.xml": EVERYBODY,
    "PAGE /feeds/author/<slug>.feed.json": EVERYBODY,
    "PAGE /feeds/author/<slug>.rss.xml": EVERYBODY,
    "PAGE /feeds/topic/<slug>.atom.xml": EVERYBODY,
    "PAGE /feeds/topic/<slug>.feed.json": EVERYBODY,
    "PAGE /feeds/topic/<slug>.rss.xml": EVERYBODY,
    "PAGE /feeds/instrument/<symbol>.atom.xml": EVERYBODY,
    "PAGE /feeds/instrument/<symbol>.feed.json": EVERYBODY,
    "PAGE /feeds/instrument/<symbol>.rss.xml": EVERYBODY,
    "PAGE /feeds/section/<slug>.atom.xml": EVERYBODY,
    "PAGE /feeds/section/<slug>.feed.json": EVERYBODY,
    "PAGE /feeds/section/<slug>.rss.xml": EVERYBODY,
    "GET /api/v1/articles": EVERYBODY,
    "PUT /api/v1/breaking/{pk}/closed": SIGNED_IN,
    "GET /api/v1/articles/{article_id}": EVERYBODY,
    "GET /api/v1/articles/{article_id}/reaction": EVERYBODY,
    "GET /api/v1/articles/{article_id}/related": EVERYBODY,
    "PAGE /desk/newsroom/articles/<pk>/break/": EDITORS,
    "PAGE /desk/newsroom/articles/<pk>/instruments/": EDITORS,
    "PAGE /desk/newsroom/articles/<pk>/withdraw/": EDITORS,
    "PAGE /desk/newsroom/updates/": EDITORS,
    "PAGE /desk/newsroom/updates/<pk>/": EDITORS,
    "PAGE /desk/snippets/news/breakingalert/add/": EDITORS,
    "PAGE /desk/snippets/news/breakingalert/delete/<pk>/": EDITORS,
    "PAGE /desk/snippets/news/correction/add/": EDITORS,
    # --- markets
    "PAGE /charts/snapshots/<pk>.svg": SIGNED_IN,
    "PAGE /charts/snapshots/<pk>.png": SIGNED_IN,
    "GET /api/v1/charts/{symbol}/window": EVERYBODY,
    "GET /api/v1/charts/{symbol}": SIGNED_IN,
    "PUT /api/v1/charts/{symbol}": Row(SIGNED_IN, {"spec": {"symbol": "XNYS:CVX"}}),
    "DELETE /api/v1/charts/{symbol}": SIGNED_IN,
    "POST /api/v1/charts/snapshots": Row(SIGNED_IN, {"spec": {"symbol": "XNYS:CVX"}}),
    "GET /api/v1/charts/snapshots/{pk}": SIGNED_IN,
    "PAGE /charts/<symbol>.svg": EVERYBODY,
    "PAGE /charts/<symbol>.png": EVERYBODY,
    # --- portfolios: everybody has their own, nobody sees another's
    "PAGE /watchlists/": SIGNED_IN,
    "PAGE /watchlists/order/": SIGNED_IN,
    "PAGE /watchlists/add/": SIGNED_IN,
    "PAGE /watchlists/shared/<token>/": EVERYBODY,
    "PAGE /watchlists/<pk>/": SIGNED_IN,
    "PAGE /watchlists/<pk>/export.csv": SIGNED_IN,
    "PAGE /portfolios/": SIGNED_IN,
    "PAGE /portfolios/shared/<token>/": EVERYBODY,
    "PAGE /portfolios/together/": SIGNED_IN,
    "PAGE /portfolios/<pk>/": SIGNED_IN,
    "PAGE /portfolios/<pk>/holdings/<symbol>/": SIGNED_IN,
    "PAGE /portfolios/<pk>/performance/": SIGNED_IN,
    "PAGE /portfolios/<pk>/transactions/": SIGNED_IN,
    "PAGE /portfolios/<pk>/transactions/<number>/": SIGNED_IN,
    "PAGE /portfolios/<pk>/import/": SIGNED_IN,
    "PAGE /portfolios/<pk>/import/<number>/": SIGNED_IN,
    "PAGE /portfolios/<pk>/export/<format>/": SIGNED_IN,
    "PAGE /portfolios/<pk>/settings/": SIGNED_IN,
    "GET /api/v1/watchlists": SIGNED_IN,
    "POST /api/v1/watchlists": Row(SIGNED_IN, {"name": "Oil"}),
    "GET /api/v1/watchlists/{pk}": SIGNED_IN,
    "PATCH /api/v1/watchlists/{pk}": Row(SIGNED_IN, {"name": "Oil"}),
    "DELETE /api/v1/watchlists/{pk}": SIGNED_IN,
    "PUT /api/v1/watchlists/{pk}/rows/{symbol}": SIGNED_IN,
    "DELETE /api/v1/watchlists/{pk}/rows/{symbol}": SIGNED_IN,
    "PUT /api/v1/watchlists/{pk}/order": Row(SIGNED_IN, {"symbols": []}),
    "POST /api/v1/watchlists/{pk}/import": Row(SIGNED_IN, {"csv": "CVX"}),
    "GET /api/v1/portfolios": SIGNED_IN,
    "POST /api/v1/portfolios": Row(SIGNED_IN, {"name": "Savings"}),
    "GET /api/v1/portfolios/together": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}": SIGNED_IN,
    "PATCH /api/v1/portfolios/{pk}": Row(SIGNED_IN, {"name": "Savings"}),
    "DELETE /api/v1/portfolios/{pk}": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/transactions": SIGNED_IN,
    "POST /api/v1/portfolios/{pk}/transactions": Row(
        SIGNED_IN, {"date": "2022-01-06", "type": "deposit", "amount": "5", "currency": "EUR"}
    ),
    "GET /api/v1/portfolios/{pk}/transactions/{number}": SIGNED_IN,
    "PATCH /api/v1/portfolios/{pk}/transactions/{number}": Row(SIGNED_IN, {"note": "x"}),
    "DELETE /api/v1/portfolios/{pk}/transactions/{number}": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/holdings": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/holdings/{symbol}": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/performance": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/today": SIGNED_IN,
    "POST /api/v1/portfolios/{pk}/import": Row(SIGNED_IN, {"content": "x", "format": "csv"}),
    "DELETE /api/v1/portfolios/{pk}/imports/{batch}": SIGNED_IN,
    "GET /api/v1/portfolios/{pk}/export": SIGNED_IN,
    # --- discussion
    "PAGE /discuss/<kind>/<key>/chart/": SIGNED_IN,
    "PAGE /discuss/<kind>/<key>/chart/delete/": SIGNED_IN,
    "PAGE /comments/<pk>/chart/": EVERYBODY,
    "PAGE /comments/<pk>/chart/choose/": SIGNED_IN,
    "PAGE /comments/<pk>/chart/delete/": SIGNED_IN,
    "PAGE /charts/comments/<pk>.svg": EVERYBODY,
    "PAGE /charts/comments/<pk>.png": EVERYBODY,
    "GET /api/v1/comments/{pk}/chart": EVERYBODY,
    "PAGE /discuss/<kind>/<key>/": EVERYBODY,
    "PAGE /embed/<address>/": NOBODY,  # no site may embed in the tests
    "PAGE /embed.js": EVERYBODY,
    "PAGE /dev/embed/": NOBODY,  # only in the demo
    "PAGE /comments/<pk>/": EVERYBODY,
    "PAGE /comments/<pk>/fragment/": EVERYBODY,
    "PAGE /comments/<pk>/reply/": SIGNED_IN,
    "PAGE /comments/<pk>/edit/": SIGNED_IN,
    "PAGE /comments/<pk>/delete/": SIGNED_IN,
    "PAGE /comments/<pk>/report/": SIGNED_IN,
    "PAGE /comments/<pk>/vote/": SPEAKERS,
    "GET /api/v1/threads/{kind}/{key}/comments": EVERYBODY,
    "POST /api/v1/threads/{kind}/{key}/comments": Row(SPEAKERS, {"body": "Brent is above eighty."}),
    "GET /api/v1/threads/{kind}/{key}/readers": SIGNED_IN,
    "GET /api/v1/threads/{kind}/{key}/draft": SIGNED_IN,
    "PUT /api/v1/threads/{kind}/{key}/draft": Row(SIGNED_IN, {"body": "Brent is"}),
    "GET /api/v1/comments/{pk}": EVERYBODY,
    "PATCH /api/v1/comments/{pk}": Row(SPEAKERS, {"body": "Brent is above eighty."}),
    "DELETE /api/v1/comments/{pk}": SIGNED_IN,
    "PUT /api/v1/comments/{pk}/vote": SPEAKERS,
    "DELETE /api/v1/comments/{pk}/vote": SPEAKERS,
    "POST /api/v1/comments/{pk}/report": Row(SPEAKERS, {"reason": "spam"}),
    # --- moderation
    "PAGE /guidelines/": EVERYBODY,
    "PAGE /transparency/": EVERYBODY,
    "PAGE /transparency/<part>.csv": EVERYBODY,
    "PAGE /wording/": SIGNED_IN,
    "PAGE /statements/": SIGNED_IN,
    "PAGE /statements/<pk>/": SIGNED_IN,
    "PAGE /statements/by-key/<key>/": EVERYBODY,  # whoever holds the signed link, the banned too
    "PAGE /reports/": SIGNED_IN,
    "PAGE /reports/<pk>/": SIGNED_IN,
    "GET /api/v1/me/reports": SIGNED_IN,
    "DELETE /api/v1/me/reports/{id}": SIGNED_IN,
    "POST /api/v1/me/reports/{id}/appeal": Row(SIGNED_IN, {"text": "Please look again."}),
    "PAGE /desk/prices/": EDITORS,
    "PAGE /desk/prices/feeds/<provider>/switch/": EDITORS,
    "PAGE /desk/prices/feeds/<provider>/licence/": EDITORS,
    "PAGE /desk/prices/kept/<pk>/settle/": EDITORS,
    "PAGE /desk/moderation/": MODERATORS,
    "PAGE /desk/moderation/cases/<pk>/decide/": MODERATORS,
    "PAGE /desk/moderation/decisions/<pk>/undo/": MODERATORS,
    "PAGE /desk/moderation/models/": ADMINS,
    "PAGE /desk/moderation/models/switch/": ADMINS,
    "PAGE /desk/moderation/cases/<pk>/claim/": MODERATORS,
    "PAGE /desk/moderation/bulk/": MODERATORS,
    "PAGE /desk/moderation/bulk/decide/": MODERATORS,
    "PAGE /desk/moderation/bulk/<batch>/": MODERATORS,
    "PAGE /desk/moderation/mine/": MODERATORS,
    "PAGE /desk/moderation/log/": MODERATORS,
    "PAGE /desk/moderation/policy/": ADMINS,
    "PAGE /desk/moderation/policy/<number>/": ADMINS,
    "PAGE /desk/moderation/policy/backtest/": ADMINS,
    "PAGE /desk/moderation/policy/preview/": ADMINS,
    "GET /api/v1/moderation/policy": EVERYBODY,
    "GET /api/v1/moderation/transparency": EVERYBODY,
    "GET /api/v1/moderation/cases": MODERATORS,
    "POST /api/v1/moderation/cases/{id}/claim": MODERATORS,
    "POST /api/v1/moderation/cases/{id}/decision": Row(
        MODERATORS, {"action": "approve", "guideline": "", "note": "", "version": 1}
    ),
    "POST /api/v1/moderation/decisions/{id}/undo": MODERATORS,
    "GET /api/v1/moderation/log": MODERATORS,
    "GET /api/v1/me/statements": SIGNED_IN,
    "POST /api/v1/me/statements/{id}/appeal": Row(SIGNED_IN, {"text": "Please look again."}),
    # --- alerts
    "PAGE /alerts/": SIGNED_IN,
    "PAGE /alerts/new/": SIGNED_IN,
    "PAGE /alerts/<pk>/": SIGNED_IN,
    "PAGE /alerts/firings/": SIGNED_IN,
    "PAGE /alerts/firings/<pk>/": SIGNED_IN,
    "PAGE /alerts/deliveries/": SIGNED_IN,
    "PAGE /alerts/deliveries/<pk>/again/": SIGNED_IN,
    "PAGE /alerts/settings/": SIGNED_IN,
    "PAGE /alerts/webhooks/": SIGNED_IN,
    "PAGE /alerts/unsubscribe/<token>/": EVERYBODY,  # whoever holds the signed link
    "PAGE /alerts/push-worker.js": EVERYBODY,
    "GET /api/v1/alerts": SIGNED_IN,
    "POST /api/v1/alerts": Row(SIGNED_IN, {"kind": "story", "params": {"keyword": "uranium"}}),
    "POST /api/v1/alerts/backtest": Row(
        SIGNED_IN, {"kind": "story", "params": {"keyword": "uranium"}}
    ),
    "GET /api/v1/alerts/firings": SIGNED_IN,
    "GET /api/v1/alerts/deliveries": SIGNED_IN,
    "POST /api/v1/alerts/deliveries/{pk}/again": SIGNED_IN,
    "GET /api/v1/alerts/preferences": SIGNED_IN,
    "PATCH /api/v1/alerts/preferences": Row(SIGNED_IN, {"email": True}),
    "GET /api/v1/alerts/push": SIGNED_IN,
    "POST /api/v1/alerts/push": Row(
        SIGNED_IN, {"endpoint": "https://push.example/1", "p256dh": "x", "auth": "x"}
    ),
    "DELETE /api/v1/alerts/push": Row(SIGNED_IN, query="?endpoint=https://push.example/1"),
    "GET /api/v1/alerts/webhooks": SIGNED_IN,
    "POST /api/v1/alerts/webhooks": Row(SIGNED_IN, {"url": "https://hooks.example/"}),
    "DELETE /api/v1/alerts/webhooks/{pk}": SIGNED_IN,
    "POST /api/v1/alerts/webhooks/{pk}/test": SIGNED_IN,
    "GET /api/v1/alerts/{pk}": SIGNED_IN,
    "PATCH /api/v1/alerts/{pk}": Row(SIGNED_IN, {"note": "mine"}),
    "DELETE /api/v1/alerts/{pk}": SIGNED_IN,
    # --- saved
    "PAGE /linked-accounts/": SIGNED_IN,
    "PAGE /linked-accounts/mastodon/": SIGNED_IN,
    "PAGE /linked-accounts/mastodon/back/": SIGNED_IN,
    "PAGE /linked-accounts/bluesky/": SIGNED_IN,
    "PAGE /linked-accounts/<service>/unlink/": SIGNED_IN,
    "PAGE /saved/": SIGNED_IN,
    "PAGE /saved/<kind>/<key>/": SIGNED_IN,
    "GET /api/v1/saved": SIGNED_IN,
    "PUT /api/v1/saved/{kind}/{key}": SIGNED_IN,
    "DELETE /api/v1/saved/{kind}/{key}": SIGNED_IN,
    "GET /api/v1/instruments": EVERYBODY,
    "GET /api/v1/instruments/{symbol}": EVERYBODY,
    "GET /api/v1/instruments/{symbol}/bars": EVERYBODY,
    "GET /api/v1/instruments/{symbol}/stories": EVERYBODY,
    "GET /api/v1/instruments/{symbol}/corporate-actions": EVERYBODY,
    "GET /api/v1/quotes": EVERYBODY,
    "PAGE /markets/": EVERYBODY,
    "PAGE /markets/<symbol>/": EVERYBODY,
    "PAGE /markets/compare/": EVERYBODY,
    "PAGE /readers/<username>/": EVERYBODY,
    "GET /api/v1/me/context": SIGNED_IN,
}
