"""The process that reads what came in. It may be killed at any moment; nothing else is lost.

Frames both ways: four bytes of length, then JSON; a request is followed by the raw bytes.
"""

import contextlib
import json
import resource
import struct
import sys
from typing import Any, BinaryIO

from alley.news.wire import formats
from alley.news.wire.story import NotAStory, WireStory

CPU_SECONDS = 5
MEMORY = 512 * 1024 * 1024


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a parser that prints must not speak to the parent
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while header := _frame(source):
        asked = json.loads(header)
        _allow_time()
        told = json.dumps(_answer(asked, source.read(asked.pop("size")))).encode()
        answers.write(struct.pack(">I", len(told)) + told)
        answers.flush()


def _answer(asked: dict[str, Any], raw: bytes) -> dict[str, Any]:
    try:
        format, stories = formats.read(raw, **asked)
    except NotAStory as refusal:
        return {"refused": refusal.reason}
    except MemoryError:
        return {"refused": "it takes more than 512 MB to read"}
    except RecursionError:
        return {"refused": "nested too deep"}
    except Exception as error:  # whatever a parser stumbles over is the delivery's fault
        return {"refused": f"cannot be read: {type(error).__name__}: {error}"[:280]}
    return {"format": format, "stories": [_told(story) for story in stories]}


def _told(story: WireStory | NotAStory) -> dict[str, Any]:
    return {"refused": story.reason} if isinstance(story, NotAStory) else story.as_json()


def _allow_time() -> None:
    """Five seconds more than was used so far; then the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _frame(source: BinaryIO) -> bytes:
    size = source.read(4)
    return source.read(struct.unpack(">I", size)[0]) if len(size) == 4 else b""


if __name__ == "__main__":
    main()
