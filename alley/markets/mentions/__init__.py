"""Instruments found in a text: precision over recall, every find with its reason."""

from alley.markets.mentions.linking import Mention, link

__all__ = ["Mention", "link"]
