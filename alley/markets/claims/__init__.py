"""Market sentences of a story, checked against the prices: true, false or cannot tell, and why."""

from alley.markets.claims.check import DayPrice, Verdict, check
from alley.markets.claims.find import Claim, find_claims

__all__ = ["Claim", "DayPrice", "Verdict", "check", "find_claims"]
