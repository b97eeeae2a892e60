"""Where prices come from: one file a provider, each with its own terms and labels."""

from collections.abc import Callable

from alley.markets.providers.binance import Binance
from alley.markets.providers.coinbase import Coinbase
from alley.markets.providers.coingecko import CoinGecko
from alley.markets.providers.ecb import Ecb
from alley.markets.providers.eia import Eia
from alley.markets.providers.files import Files
from alley.markets.providers.finnhub import Finnhub
from alley.markets.providers.fred import Fred
from alley.markets.providers.kraken import Kraken
from alley.markets.providers.massive import Massive
from alley.markets.providers.protocol import Asked, Provider, Terms
from alley.markets.providers.yahoo import Yahoo

Make = Callable[[Asked], Provider]
PROVIDERS: dict[str, Make] = {
    "binance": Binance,
    "coinbase": Coinbase,
    "coingecko": CoinGecko,
    "ecb": Ecb,
    "eia": Eia,
    "files": Files,
    "finnhub": Finnhub,
    "fred": Fred,
    "kraken": Kraken,
    "massive": Massive,
    "yahoo": Yahoo,
}


def terms_of(name: str) -> Terms:
    return PROVIDERS[name](Asked()).terms
