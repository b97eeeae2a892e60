"""One event to 10,000 open pages of one process: how long until the last has it, at what cost.

Against a bare asyncio server that writes the same bytes to as many sockets, in the same run.
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
    """Notes when each event came."""

    def __init__(self, came: list[float], first: bytes) -> None:
        self.came, self.first = came, first

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.first)

    def data_received(self, data: bytes) -> None:
        if b"Oil climbs" in data:
            self.came.append(time.time())


async def pages(port: int, first: bytes, came: list[float]) -> list[asyncio.BaseTransport]:
    loop, found = asyncio.get_running_loop(), []
    for start in range(0, CLIENTS, 200):
        some = await asyncio.gather(
            *(
                loop.create_connection(lambda: Page(came, first), "127.0.0.1", port)
                for _ in range(min(200, CLIENTS - start))
            )
        )
        found += [transport for transport, _ in some]
        await asyncio.sleep(0.05)
    return found


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
    await pages(site.port, STREAM, came)
    await asyncio.sleep(5)
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
        Figure("from commit to the last of 10,000", sorted(times)[ROUNDS // 2], "ms", "< 1,000"),
        Figure("processor a client and event", spent, "µs", "≈ 13 in the anchors"),
    ]


async def bare() -> Figure:
    writers: list[asyncio.Transport] = []

    class Plain(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            writers.append(transport)

    loop, port, came = asyncio.get_running_loop(), free_port(), list[float]()
    server = await loop.create_server(Plain, "127.0.0.1", port, backlog=4096)
    found = await pages(port, b"x", came)
    began = time.time()
    for writer in writers:
        writer.write(b'id: 1\ndata: {"text":"Oil climbs"}\n\n')
    last = await arrived(came, CLIENTS)
    for transport in found:
        transport.close()
    server.close()
    return Figure("the same, a bare loop in one process", (last - began) * 1000, "ms")


def measure() -> list[Figure]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(40_000, hard), hard))
    with scaled_site(articles=1, comments=1) as site:
        figures = asyncio.run(ours(site))
    return [*figures, asyncio.run(bare())]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
