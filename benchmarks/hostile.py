"""Screening on strings made to be slow: the worst signal on 1,000 characters, in milliseconds."""

import os
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")

import django

django.setup()

from alley.moderation import policy  # noqa: E402
from alley.moderation.context import Context  # noqa: E402
from alley.moderation.screening import SIGNALS, screen  # noqa: E402
from benchmarks.figures import Figure, alone  # noqa: E402

PIECES = (
    *[
        "a",
        "A",
        "!",
        ".",
        "-",
        "_",
        "*",
        "@",
        "+",
        "1",
        "(",
        "[",
        "/",
        "$",
        ":",
        "'",
        '"',
        ">",
        "&",
        "?",
        "#",
        "~",
        "🚀",
        "а",
        "é",
    ],
    *("a.", "a ", "a.a", "+1", "1 ", "a@", "@a", "t.", "dot ", " dot", "a-", "a*", "f.", "a b "),
    *("http://", "//", "a1", "(.", "[.]", "$1", "earn $1 ", "mr a ", "invested 1k ", "s h i t "),
    *("whatsapp ", "call ", "add on ", "my telegram", "\u200b", "e\u0301", "ﷺ", "w.w.", "www."),
    *("0x0", "bc1a", "1.1.", "a.com.", "you ", "idiot ", "you are an ", '"a', "“a", "> a\n", "\n"),
)
LENGTH = 1000


def hostile() -> list[str]:
    alone = [(piece * LENGTH)[:LENGTH] for piece in PIECES]
    ended = [text[:-2] + end for text in alone for end in ("\x00!", "é", "a@")]
    return alone + ended


def slowest(call: Callable[[str], object]) -> tuple[float, str]:
    """The longest of the shortest times: what the text costs, not what the machine was doing."""
    return max((min(_seconds(call, text) for _ in range(3)), text[:24]) for text in hostile())


def _seconds(call: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    call(text)
    return time.process_time() - started


def measure() -> list[Figure]:
    force, context = policy.shipped(), Context(recent=("a b c d e f",), subject_text="oil")
    figures = []
    for signal in SIGNALS:
        seconds, text = slowest(lambda text, signal=signal: signal(text, context))  # type: ignore[misc]
        name = getattr(signal, "__name__", str(signal))
        figures.append(Figure(f"{name}, slowest", seconds * 1000, "ms", note=repr(text)))
    seconds, text = slowest(lambda text: screen(text, context, force))
    return [*figures, Figure("screening, slowest", seconds * 1000, "ms", "< 10", repr(text))]


if __name__ == "__main__":
    alone("hostile", measure)
