"""The page cache: whole answers in memory, compressed once, dropped by surrogate key."""

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass, field

from alley.edge.encodings import compress, compressible
from alley.edge.messages import Answer, Headers

DAY = 86_400
STALE = re.compile(rb",?\s*stale-while-revalidate=\d+")
KEPT_STATUS = {200, 301, 404, 410}
INTERNAL = (b"surrogate-key", b"content-length", b"etag", b"vary", b"age", b"cache-status")
Key = tuple[str, str]  # path, known query


@dataclass(slots=True)
class Page:
    """One kept answer. Times are seconds of the edge's clock."""

    status: int
    headers: Headers
    body: bytes
    digest: str
    surrogates: frozenset[str]
    made: float
    fresh: float
    stale: float
    press: bool
    encoded: dict[str, bytes] = field(default_factory=dict)

    def is_fresh(self, now: float) -> bool:
        return now < self.made + self.fresh

    def is_usable(self, now: float) -> bool:
        return now < self.made + self.fresh + self.stale

    def in_encoding(self, encoding: str) -> tuple[str, bytes]:
        """The encoding really used and the bytes in it; pressed the first time it is asked for."""
        if not encoding or not self.press:
            return "", self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = compress(self.body, encoding)
        return encoding, self.encoded[encoding]

    def etag(self, encoding: str) -> str:
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    @property
    def size(self) -> int:
        return len(self.body) * 2 + 2048  # with its encodings and headers, about


def seconds(directive: str, cache_control: str) -> int | None:
    found = re.search(rf"(?:^|[,\s]){directive}=(\d{{1,9}})(?:$|[,\s])", cache_control)
    return int(found[1]) if found else None


def for_clients(headers: Headers) -> Headers:
    """Staleness is this cache's business, which is purged: a browser would go by it, too, and show
    what has been changed or taken back since."""
    return [
        (name, STALE.sub(b"", value) if name == b"cache-control" else value)
        for name, value in headers
    ]


def page_of(answer: Answer, now: float) -> Page | None:
    """The answer as a page that may be kept, or None: only what calls itself public, carries a
    lifetime for shared caches and sets no cookie."""
    control = answer.header(b"cache-control").lower()
    words = {word.strip() for word in control.split(",")}
    fresh = seconds("s-maxage", control)
    if fresh is None and "immutable" in words:  # static files under the hash of their content
        fresh = min(seconds("max-age", control) or 0, DAY)
    if (
        answer.status not in KEPT_STATUS
        or "public" not in words
        or words & {"private", "no-store"}
        or not fresh
        or answer.header(b"set-cookie")
    ):
        return None
    body = answer.body
    return Page(
        status=answer.status,
        headers=for_clients(answer.without(*INTERNAL)),
        body=body,
        digest=hashlib.blake2b(body, digest_size=12).hexdigest(),
        surrogates=frozenset(answer.header(b"surrogate-key").split()),
        made=now,
        fresh=fresh,
        stale=seconds("stale-while-revalidate", control) or 0,
        press=not answer.header(b"content-encoding")
        and compressible(answer.header(b"content-type"), len(body)),
    )


class Cache:
    """Least recently used pages leave first. `epoch` counts the purges: a page whose making began
    before a purge of one of its keys is not kept."""

    def __init__(self, size: int) -> None:
        self.room = size
        self.used = 0
        self.epoch = 0
        self.floor = 0  # nothing that was begun before this epoch is kept
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._by_surrogate: dict[str, set[Key]] = {}
        self._purged: OrderedDict[str, int] = OrderedDict()  # surrogate -> epoch of its last purge

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page, begun: int) -> bool:
        """Keep a page that was asked for at epoch `begun`; False where it is outdated already."""
        if (
            begun < self.floor
            or page.size > self.room
            or any(self._purged.get(s, 0) > begun for s in page.surrogates)
        ):
            return False
        self.drop(key)
        self._pages[key] = page
        self.used += page.size
        for surrogate in page.surrogates:
            self._by_surrogate.setdefault(surrogate, set()).add(key)
        while self.used > self.room:
            self.drop(next(iter(self._pages)))
        return True

    def drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self.used -= page.size
        for surrogate in page.surrogates:
            keys = self._by_surrogate[surrogate]
            keys.discard(key)
            if not keys:
                del self._by_surrogate[surrogate]

    def purge(self, surrogates: list[str]) -> None:
        self.epoch += 1
        for surrogate in surrogates:
            self._purged[surrogate] = self.epoch
            self._purged.move_to_end(surrogate)
            for key in list(self._by_surrogate.get(surrogate, ())):
                self.drop(key)
        while len(self._purged) > 50_000:  # far more than can be purged while a page is made
            self._purged.popitem(last=False)

    def clear(self) -> None:
        """Drop everything: after a gap in the log of purges nobody knows what is outdated."""
        self.epoch += 1
        self.floor = self.epoch
        for key in list(self._pages):
            self.drop(key)
