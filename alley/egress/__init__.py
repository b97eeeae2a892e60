"""The one client for HTTP going out: `fetch(url)`, `post(url, body)`. Nobody else may connect."""

from alley.egress.client import Fetched, Limits, fetch
from alley.egress.refused import EgressRefused
from alley.egress.sending import Answered, post, send

__all__ = ["Answered", "EgressRefused", "Fetched", "Limits", "fetch", "post", "send"]
