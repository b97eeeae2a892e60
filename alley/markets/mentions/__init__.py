"""Instruments found in a text: precision over recall, every find with its reason."""

from alley.markets.mentions.linking import Mention, Rulings
from alley.markets.mentions.master import index, link

__all__ = ["Mention", "Rulings", "index", "link"]
