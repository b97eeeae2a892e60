"""When a cross-post is tried again, and when it is given up. Pure."""

from datetime import timedelta

from alley.refusals import Refusal

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))

NO_SERVER = Refusal(
    "no_server", "There is no such server, or it does not answer. Check its address.", status=422
)
NOT_LET_IN = Refusal(
    "not_let_in", "The other side did not let us in. Check what you entered.", status=422
)
STALE_LINK = Refusal(
    "stale_link", "This link has been used or is too old. Begin again.", status=409
)


def next_pause(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None to give up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def host_of(entered: str) -> str | None:
    """The host in what a person enters: `mastodon.example`, its address, `@me@mastodon.example`."""
    host = entered.strip().lower().removeprefix("https://").rstrip("/").rpartition("@")[2]
    labels = host.split(".")
    plain = all(part and part.replace("-", "").isalnum() for part in labels)
    return host if plain and host.isascii() and len(labels) > 1 and len(host) <= 253 else None
