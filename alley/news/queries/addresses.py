"""Which article stands at an address."""

import re

from alley.news.models import Article

OURS = re.compile(r"^/news/[\w-]+/[\w-]+-(\d{1,18})/?$")


def article_at(address: str) -> tuple[str, str] | None:
    """By a path of this site, or by the address of the original, however it ends."""
    if found := OURS.match(address):
        live = Article.objects.filter(pk=int(found[1]), live=True)
    elif address.startswith(("http://", "https://")):
        bare = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
        forms = [
            f"{scheme}://{www}{bare}{slash}"
            for scheme in ("https", "http")
            for www in ("", "www.")
            for slash in ("", "/")
        ]
        live = Article.objects.filter(canonical_url__in=forms, live=True)
    else:
        return None
    pk = live.order_by("pk").values_list("pk", flat=True).first()
    return None if pk is None else ("article", str(pk))
