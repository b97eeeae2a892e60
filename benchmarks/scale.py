"""Pages with 13 articles and with 10,000 (200,000 comments): do they take the same time?

Every request goes through Django, the page cache left aside: what an edge would hide shows here."""

import http.client
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, alone
from benchmarks.served import scaled_site
from tests.served import Site

ARTICLES, COMMENTS = 10_000, 200_000
ASKED = 40  # times a page; the first three warm up and do not count
SMALL = (1, 10)
SESSION = (
    "from django.contrib.sessions.backends.db import SessionStore\n"
    "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
    "from alley.accounts.models import Reader\n"
    "who = Reader.objects.get(username='mo'); kept = SessionStore()\n"
    "kept[SESSION_KEY], kept[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()\n"
    "kept[BACKEND_SESSION_KEY] = 'django.contrib.auth.backends.ModelBackend'\n"
    "kept.save(); print(kept.session_key)"
)
ADDRESS = (
    "from alley import subjects; from alley.discussion.models import Thread\n"
    "made = Thread.objects.filter(kind='article').order_by('-id').first()\n"
    "print(subjects.find('article', made.key).url)"
)


def pages(site: Site) -> dict[str, str]:
    return {
        "front page": "/",
        "section": "/news/commodities/",
        "article": site.python(ADDRESS).split()[-1],
        "search": "/search/?q=tengiz",
        "search, nothing found": "/search/?q=zzyzx",
        "queue": "/desk/moderation/",
        "articles (API)": "/api/v1/articles?limit=50",
        "feed": "/feeds/rss.xml",
    }


def milliseconds(site: Site, path: str, session: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    times = []
    for _ in range(ASKED):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"alley_session={session}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return median(times[3:])


def timed(articles: int, comments: int) -> dict[str, float]:
    with scaled_site(articles, comments) as site:
        session = site.python(SESSION).split()[-1]
        return {name: milliseconds(site, path, session) for name, path in pages(site).items()}


def measure() -> list[Figure]:
    few, many = timed(*SMALL), timed(ARTICLES, COMMENTS)
    return [
        Figure(f"{name}, {ARTICLES:,} articles", many[name], "ms", note=f"{few[name]:.1f} with few")
        for name in few
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
