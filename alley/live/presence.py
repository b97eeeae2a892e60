"""Counts of readers added up over the nodes, through Redis where there is one."""

import json
import uuid
from collections import Counter

import redis
from django.conf import settings

from alley.live.wakes import PATIENCE

KEPT = 15  # seconds a node's counts outlive it
PREFIX = "alley:presence:"
NODE = f"{PREFIX}{uuid.uuid4().hex[:12]}"


def share(here: dict[str, int]) -> dict[str, int]:
    """Leave this node's counts, and take those of all. Without Redis: this node's."""
    if not settings.REDIS_URL:
        return here
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )
    try:
        client.set(NODE, json.dumps(here), ex=KEPT)
        keys = list(client.scan_iter(f"{PREFIX}*", count=100))
        total: Counter[str] = Counter()
        for text in client.mget(keys) if keys else ():
            total.update(json.loads(text) if text else {})
        return dict(total)
    except (redis.RedisError, OSError, ValueError):
        return here
    finally:
        client.close()
