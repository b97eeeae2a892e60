"""The room's commands: what is taken in, and the providers that are followed."""

from alley.markets.commands.feeds import feeds
from alley.markets.commands.prices import commands as of_prices

commands = [*of_prices, feeds]
