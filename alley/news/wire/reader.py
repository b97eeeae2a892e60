"""Reading in a child process: slow, greedy and broken deliveries end the child, not us."""

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from alley.news.wire.story import NotAStory, WireStory, from_json

WAIT = 20.0  # seconds on the wall; the child's own limit is five of processor time
ROOT = Path(__file__).parent.parent.parent.parent
SLOW = "it takes too long or too much memory to read"


class Reader:
    """One child at a time, started when first needed and again after it died."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(
        self, raw: bytes, *, format: str = "auto", zone: str = "UTC", address: str = ""
    ) -> tuple[str, list[WireStory | NotAStory]]:
        """(format, one story or refusal an item). Raises NotAStory for the whole delivery."""
        asked = {"format": format, "zone": zone, "address": address, "size": len(raw)}
        with self._lock:
            try:
                answer = self._ask(json.dumps(asked).encode(), raw)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                self.close()
                raise NotAStory(SLOW) from error
        if "refused" in answer:
            raise NotAStory(answer["refused"])
        return answer["format"], [_story(told) for told in answer["stories"]]

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._child = None

    def _ask(self, header: bytes, raw: bytes) -> dict[str, Any]:
        child = self._child = self._child or _start()
        assert child.stdin is not None
        assert child.stdout is not None
        deadline = time.monotonic() + WAIT
        sender = threading.Thread(
            target=_send, args=(child.stdin, struct.pack(">I", len(header)) + header + raw)
        )
        sender.start()
        try:
            size = struct.unpack(">I", _receive(child.stdout.fileno(), 4, deadline))[0]
            answer: dict[str, Any] = json.loads(_receive(child.stdout.fileno(), size, deadline))
            return answer
        except BaseException:
            child.kill()  # frees the sender
            raise
        finally:
            sender.join()


def _start() -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    return subprocess.Popen(
        [sys.executable, "-m", "alley.news.wire.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _send(pipe: Any, parcel: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):
        pipe.write(parcel)
        pipe.flush()


def _receive(handle: int, size: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while size:
        ready, _, _ = select.select([handle], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(handle, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _story(told: dict[str, Any]) -> WireStory | NotAStory:
    return NotAStory(told["refused"]) if "refused" in told else from_json(told)
