"""Numbers as a plot writes them: short on a scale, whole in the table, with a true minus."""

import math

SIZES = ((1e12, 1e12, " tn"), (1e9, 1e9, " bn"), (1e6, 1e6, " m"), (1e4, 1e3, "k"))
PLAIN = 1e15  # from here on only a power of ten is readable


def whole(value: float | None) -> str:
    """`12,345.60`; small values keep three figures that say something."""
    if value is None or not math.isfinite(value):
        return "–"
    if abs(value) >= PLAIN:
        return minus(f"{value:.2e}")
    places = 2 if value == 0 or abs(value) >= 1 else min(8, 2 - math.floor(math.log10(abs(value))))
    return minus(f"{value:,.{max(2, places)}f}")


def short(value: float, step: float) -> str:
    """As few figures as tell the marks of a scale apart: `1.25 m`, `40k`, `0.05`."""
    if abs(value) >= PLAIN:
        return minus(f"{value:.1e}")
    for least, size, word in SIZES:
        if abs(value) >= least:
            return minus(f"{value / size:.{_places(step / size)}f}{word}")
    return minus(f"{value:,.{_places(step)}f}")


def marks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten) between low and high."""
    rough = (high - low) / wanted
    finest = max(abs(low), abs(high)) * 1e-12  # floats part no values nearer than that
    if not math.isfinite(rough) or rough <= finest:
        return [low]
    size = 10.0 ** math.floor(math.log10(rough))
    step = next((f * size for f in (1, 2, 5, 10) if f * size >= rough * 0.999), 10 * size)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)] or [low]


def minus(text: str) -> str:
    return "−" + text[1:] if text.startswith("-") and text.strip("-0.,") else text.lstrip("-")


def _places(step: float) -> int:
    return 0 if step <= 0 else max(0, min(8, -math.floor(math.log10(step) + 1e-9)))
