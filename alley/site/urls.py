"""The reading pages."""

from django.urls import path, re_path

from alley.site.views import article, files, front, markets, profile, search

urlpatterns = [
    path("", front.front, name="front"),
    re_path(
        r"^news/(?P<section>[\w-]+)/(?P<slug>[\w-]+)-(?P<pk>\d{1,18})/?$",
        article.article,
        name="article",
    ),
    re_path(
        r"^news/(?P<section>[\w-]+)/(?P<slug>[\w-]+)-(?P<pk>\d{1,18})/reaction\.csv$",
        article.reaction_rows,
        name="reaction_rows",
    ),
    path("news/<slug:slug>/", front.section, name="section"),
    path("authors/<str:slug>/", front.author, name="author"),
    path("topics/<str:slug>/", front.topic, name="topic"),
    path("markets/", markets.markets, name="markets"),
    path("markets/compare/", markets.compare, name="compare"),
    path("markets/<str:symbol>/", markets.instrument, name="instrument"),
    path("readers/<str:username>/", profile.profile, name="profile"),
    path("search/", search.search, name="search"),
    path("robots.txt", files.robots),
    path("manifest.webmanifest", files.manifest),
    path("offline-worker.js", files.offline_worker),
]
