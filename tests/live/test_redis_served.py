"""A site of several processes with a real Redis that goes and comes back: open pages hear all."""

from collections.abc import Callable
from pathlib import Path

from tests.live.test_served import get, listen, read_until
from tests.live.test_wakes import Redis, pytestmark, server
from tests.served import Site

__all__ = ["pytestmark", "server"]
SAY = "from alley.live import bus; bus.publish('breaking', {'type': 'x', 'number': %d})"


def test_open_pages_hear_everything_while_redis_is_away(
    server: Redis, tmp_path: Path, new_site: Callable[[Path], Site]
) -> None:
    site = new_site(tmp_path / "site")
    site.folder.mkdir(exist_ok=True)
    site.more["REDIS_URL"] = server.url
    site.start("--workers", "2")
    pages = [listen(site, "breaking") for _ in range(8)]

    def told(number: int) -> None:
        site.python(SAY % number)
        for page in pages:
            read_until(page, f'"number":{number}'.encode())

    told(1)
    server.stop()
    told(2)
    assert get(site, "/").status == 200
    server.start()
    told(3)

    for page in pages:
        page.close()
    assert site.stop() == 0
