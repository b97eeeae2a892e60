"""Every address of the site, composed from the rooms."""

from allauth.account.views import logout
from django.urls import include, path
from wagtail.admin import urls as desk

from alley.api import api
from alley.site import health, metrics, stream

urlpatterns = [
    path("desk/logout/", logout),  # one door out: pushes and open pages of this browser end
    path("desk/", include(desk)),
    path("", include("alley.accounts.urls")),
    path("", include("alley.privacy.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/stream/grant", stream.grant, name="stream-grant"),
    path("api/v1/stream/events", stream.events, name="stream-events"),
    path("", include("alley.saved.urls")),
    path("", include("alley.crossposts.urls")),
    path("", include("alley.alerts.urls")),
    path("", include("alley.portfolios.urls")),
    path("api/v1/", api.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("alley.moderation.urls")),
    path("", include("alley.markets.urls")),
    path("", include("alley.news.urls")),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("alley.discussion.urls")),
    path("", include("alley.site.urls")),
]
