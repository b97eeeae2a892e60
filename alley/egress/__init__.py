"""The one client for what goes out: `fetch`, `post`, `listen`. Nobody else may connect."""

from alley.egress.client import Fetched, Limits, fetch
from alley.egress.refused import EgressRefused
from alley.egress.sending import Answered, post, send
from alley.egress.sockets import Line, listen

__all__ = [
    "Answered",
    "EgressRefused",
    "Fetched",
    "Limits",
    "Line",
    "fetch",
    "listen",
    "post",
    "send",
]
