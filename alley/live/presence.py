"""Counts of readers added up over the nodes, through Redis where there is one."""

import json
import os
import time
import uuid
from collections import Counter
from pathlib import Path

import redis
from django.conf import settings

from alley.live.wakes import PATIENCE

KEPT = 15  # seconds a node's counts outlive it
PREFIX = "alley:presence:"
NODE = f"{PREFIX}{uuid.uuid4().hex[:12]}"


def share(here: dict[str, int]) -> dict[str, int]:
    """Leave this node's counts, and take those of all. Without Redis: of this machine."""
    if not settings.REDIS_URL:
        return share_in(settings.DATA_DIR / "presence", here)
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


def share_in(folder: Path, here: dict[str, int]) -> dict[str, int]:
    """The same among the processes that share a folder."""
    folder.mkdir(exist_ok=True)
    new = folder / f"{os.getpid()}.new"
    new.write_text(json.dumps(here))
    new.rename(folder / f"{os.getpid()}.json")
    total: Counter[str] = Counter()
    for file in folder.glob("*.json"):
        try:
            if time.time() - file.stat().st_mtime > KEPT:
                file.unlink()
            else:
                total.update(json.loads(file.read_text()))
        except (OSError, ValueError):
            continue  # its process took it away, or fell while writing
    return dict(total)
