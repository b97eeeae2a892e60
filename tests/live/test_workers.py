"""Several web processes behind one port: `alley serve --workers 2`."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.test_served import get, listen, read_until
from tests.live.test_wakes import until
from tests.served import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, new_site: Callable[[Path], Site]
) -> Iterator[Site]:
    site = new_site(tmp_path_factory.mktemp("workers"))
    site.start("--workers", "2")
    yield site
    if site.process is not None and site.process.poll() is None:
        site.kill()


def members(site: Site) -> set[int]:
    assert site.process is not None
    listed = subprocess.run(
        ["pgrep", "-P", str(site.process.pid)], capture_output=True, text=True, check=False
    )
    return {int(pid) for pid in listed.stdout.split()}


def test_pages_open_in_different_processes_hear_the_same(site: Site) -> None:
    until(lambda: len(members(site)) == 2)
    pages = [listen(site, "breaking") for _ in range(12)]
    site.python("from alley.live import bus; bus.publish('breaking', {'type': 'x'})")

    for page in pages:
        assert b'"topic":"breaking"' in read_until(page, b"}}")
        page.close()


def test_open_pages_are_dealt_out_among_the_processes(site: Site) -> None:
    until(lambda: site.listeners() == 2)
    pages = [listen(site, "breaking") for _ in range(32)]

    assert all(open_sockets(pid) > 1 for pid in members(site)), "one process has them all"
    for page in pages:
        page.close()


def test_a_port_that_somebody_else_has_is_not_shared(
    site: Site, new_site: Callable[[Path], Site], tmp_path: Path
) -> None:
    other = new_site(tmp_path)
    other.port = site.port

    with pytest.raises(AssertionError, match=r"cannot be had.*choose another --port"):
        other.alley("serve", "--port", str(site.port), "--workers", "2")


def test_a_process_that_falls_is_replaced(site: Site) -> None:
    before = members(site)
    fallen = min(before)
    os.kill(fallen, signal.SIGKILL)
    until(lambda: len(members(site)) == 2 and fallen not in members(site), limit=40)

    assert get(site, "/health/ready").status == 200


def open_sockets(pid: int) -> int:
    """Connections of readers that a process holds."""
    links = [str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()]
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = {f"socket:[{row[9]}]" for row in rows if row[3] == "01"}
    return len(established.intersection(links))


def test_sigterm_ends_them_all_in_order(site: Site) -> None:
    assert site.stop() == 0
    assert not answers(site.port)


def test_when_their_parent_is_killed_none_goes_on_alone(site: Site) -> None:
    site.start("--workers", "2")
    until(lambda: len(members(site)) == 2)
    assert site.process is not None
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()

    until(lambda: not answers(site.port), limit=30)


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
