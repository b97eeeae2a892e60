"""How the halves of a rule with a band stand, in one small number a row can keep."""

KNOWN, ARMED = 1, 2
DOWN = 2  # the lower half's bits lie this much higher


def with_half(stands: int, *, up: bool, armed: bool) -> int:
    shift = 0 if up else DOWN
    return stands & ~(3 << shift) | (KNOWN | ARMED * armed) << shift


def half(stands: int, *, up: bool) -> int:
    """1 armed, 0 waiting, -1 unknown."""
    bits = stands >> (0 if up else DOWN)
    return -1 if not bits & KNOWN else int(bool(bits & ARMED))
