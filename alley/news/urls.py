"""Addresses of the newsroom's feeds, sitemaps and corrections."""

from django.urls import path

from alley.news import feeds, views

urlpatterns = [
    path("corrections/", views.corrections, name="corrections"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-news.xml", feeds.news_sitemap, name="news_sitemap"),
]
for _kind, _ending in (("rss", "rss.xml"), ("atom", "atom.xml"), ("json", "feed.json")):
    _more = {"kind": _kind}
    urlpatterns += [
        path(f"feeds/{_ending}", feeds.site_feed, _more, name=f"feed_{_kind}"),
        path(
            f"feeds/section/<slug:slug>.{_ending}",
            feeds.section_feed,
            _more,
            name=f"section_feed_{_kind}",
        ),
        path(f"feeds/author/<str:slug>.{_ending}", feeds.author_feed, _more),
        path(f"feeds/topic/<str:slug>.{_ending}", feeds.topic_feed, _more),
        path(
            f"feeds/instrument/<str:symbol>.{_ending}",
            feeds.instrument_feed,
            _more,
            name=f"instrument_feed_{_kind}",
        ),
    ]
