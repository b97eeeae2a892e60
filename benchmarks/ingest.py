"""New wire stories a second, whole way to published, linked, purged and searchable (SQLite)."""

import json
import os
import random
import sys
import tempfile
import time

os.environ.setdefault("ALLEY_DATA_DIR", tempfile.mkdtemp(prefix="alley-ingest-"))
os.environ.setdefault("ALLEY_SECRET_KEY", "only-for-benchmarks")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")

STORIES, A_DELIVERY, WORDS = 1000, 250, 300


def delivery(first: int) -> bytes:
    """A JSON Feed of stories that differ in every sentence."""
    dice = random.Random(first)
    vocabulary = [f"word{number}" for number in range(4000)]
    items = []
    for number in range(first, first + A_DELIVERY):
        text = " ".join(dice.choices(vocabulary, k=WORDS))
        html = f"<p>Chevron (NYSE:CVX) said {text}.</p>" * 1
        items.append({"id": f"s-{number}", "title": f"Story {number}", "content_html": html})
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def measure() -> dict[str, float]:
    from alley.news import actions, queries
    from alley.news.models import Source
    from alley.news.wire.reader import Reader

    source, reader = Source.objects.create(name="Benchmark", publishes=True), Reader()
    deliveries = [delivery(first) for first in range(0, STORIES, A_DELIVERY)]
    reader.read(deliveries[0])  # the child is up
    started = time.perf_counter()
    for raw in deliveries:
        outcomes = actions.ingest_bytes(raw, source=source, reader=reader)
        assert {outcome.kind for outcome in outcomes} == {"new"}
    took = time.perf_counter() - started
    reader.close()
    assert queries.search_articles("Story 7").articles
    return {"stories": STORIES, "seconds": round(took, 2), "per_second": round(STORIES / took)}


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from alley.markets.models import Instrument

    Instrument.objects.get_or_create(
        symbol="XNYS:CVX",
        defaults={"name": "Chevron", "kind": "equity", "currency": "USD", "ticker": "CVX"},
    )
    json.dump(measure(), sys.stdout)
    print()


if __name__ == "__main__":
    main()
