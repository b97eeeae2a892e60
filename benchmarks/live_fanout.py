"""One event to 10,000 open pages of one process: how long until the last has it, at what cost.

Against a bare asyncio server that writes the same bytes to half as many sockets, in the same run.
"""

import asyncio
import resource
import time
from pathlib import Path

from benchmarks.figures import Figure, alone
from benchmarks.live_clients import memory
from benchmarks.served import scaled_site
from tests.served import Site, free_port

CLIENTS, ROUNDS = 10_000, 5
BARE = 5_000  # both ends of these are files of one process
OPENING = 64  # pages that open at a time: each waits for its place before another begins
PATIENCE = 30.0  # seconds a page waits for its place
STREAM = b"GET /api/v1/stream?topics=breaking HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PUBLISH = """
import sys, time
from alley.live import bus
for number in range({rounds}):
    sys.stdin.readline()
    bus.publish("breaking", {{"type": "breaking", "id": number, "text": "Oil climbs"}})
    print(time.time(), flush=True)
"""


class Page(asyncio.Protocol):
    """Notes when each event came. `open` once the stream has begun, or was refused."""

    def __init__(self, came: list[float], first: bytes) -> None:
        self.came, self.first = came, first
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.first)

    def data_received(self, data: bytes) -> None:
        if b"Oil climbs" in data:
            self.came.append(time.time())
        elif b"event: place" in data:
            self.begun(None)
        elif data.startswith(b"HTTP/1.1") and b" 200 " not in data[:16]:
            self.begun(AssertionError(data[:200]))

    def connection_lost(self, exc: Exception | None) -> None:
        self.begun(exc or ConnectionError("closed before it began"))

    def begun(self, wrong: Exception | None) -> None:
        if self.open.done():
            return
        if wrong is None:
            self.open.set_result(None)
        else:
            self.open.set_exception(wrong)


async def pages(
    port: int, first: bytes, came: list[float], many: int = CLIENTS
) -> list[asyncio.BaseTransport]:
    """Every one of them listens when this returns."""
    loop, places = asyncio.get_running_loop(), asyncio.Semaphore(OPENING)

    async def opened() -> asyncio.BaseTransport:
        async with places:
            transport, page = await loop.create_connection(
                lambda: Page(came, first), "127.0.0.1", port
            )
            await asyncio.wait_for(page.open, PATIENCE)
            return transport

    return await asyncio.gather(*(opened() for _ in range(many)))


async def arrived(came: list[float], many: int) -> float:
    ends = time.monotonic() + 20
    while len(came) < many and time.monotonic() < ends:
        await asyncio.sleep(0.01)
    assert len(came) >= many * 0.999, f"{len(came)} of {many}"
    return max(came)


def processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def ours(site: Site) -> list[Figure]:
    assert site.process is not None
    came: list[float] = []
    before = memory(site.process.pid)
    began = time.monotonic()
    await pages(site.port, STREAM, came)
    opening = time.monotonic() - began
    each = (memory(site.process.pid) - before) / CLIENTS / 1024
    publisher = await asyncio.create_subprocess_exec(
        *(str(Path(".venv/bin/python").absolute()), "-c"),
        "import django; django.setup()\n" + PUBLISH.format(rounds=ROUNDS),
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "alley.settings"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    times, spent = [], processor(site.process.pid)
    for _ in range(ROUNDS):
        came.clear()
        publisher.stdin.write(b"\n")
        told = float(await publisher.stdout.readline())
        times.append((await arrived(came, CLIENTS) - told) * 1000)
    spent = (processor(site.process.pid) - spent) * 1e6 / ROUNDS / CLIENTS
    await publisher.wait()
    return [
        Figure("memory of a live client", each, "KB", "≤ 40"),
        Figure("pages that open", CLIENTS / opening, "pages/s"),
        Figure("from commit to the last of 10,000", sorted(times)[ROUNDS // 2], "ms", "< 1,000"),
        Figure("processor a client and event", spent, "µs", "≈ 13 in the anchors"),
    ]


async def bare() -> Figure:
    writers: list[asyncio.Transport] = []

    class Plain(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            writers.append(transport)
            transport.write(b"event: place\n\n")

    loop, port, came = asyncio.get_running_loop(), free_port(), list[float]()
    server = await loop.create_server(Plain, "127.0.0.1", port, backlog=4096)
    found = await pages(port, b"x", came, BARE)
    began = time.time()
    for writer in writers:
        writer.write(b'id: 1\ndata: {"text":"Oil climbs"}\n\n')
    last = await arrived(came, BARE)
    for transport in found:
        transport.close()
    server.close()
    return Figure(
        f"{BARE:,} clients of a bare loop, all in one process", (last - began) * 1000, "ms"
    )


def measure() -> list[Figure]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(40_000, hard), hard))
    with scaled_site(articles=1, comments=1) as site:
        figures = asyncio.run(ours(site))
    return [*figures, asyncio.run(bare())]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
