"""The one client for HTTP going out: `fetch(url)`. Nobody else may open a connection."""

from alley.egress.client import Fetched, Limits, fetch
from alley.egress.refused import EgressRefused

__all__ = ["EgressRefused", "Fetched", "Limits", "fetch"]
