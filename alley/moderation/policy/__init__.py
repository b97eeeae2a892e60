"""The site's policy as data: `policy.current()` is the one in force."""

from alley.moderation.policy.force import SHIPPED, current, digest_of, shipped
from alley.moderation.policy.reading import PolicyError, read
from alley.moderation.policy.shape import Guideline, Likes, Limits, Policy, Reason, Rule, title_of

__all__ = [
    "SHIPPED",
    "Guideline",
    "Likes",
    "Limits",
    "Policy",
    "PolicyError",
    "Reason",
    "Rule",
    "current",
    "digest_of",
    "read",
    "shipped",
    "title_of",
]
