import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from alley.markets.models import Instrument
from alley.news.models import Section, Source
from alley.news.wire.reader import Reader

RECORDED = Path(__file__).parent / "recorded"
SHARED = Path(os.environ.get("ALLEY_SHARED", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="session")
def wire_reader() -> Iterator[Reader]:
    """One reading child for all tests."""
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def shared() -> Path:
    """The data set beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared data set is not at {SHARED}; set ALLEY_SHARED")
    return SHARED


@pytest.fixture
def agency(db: None) -> Source:
    """A source whose stories are published at once."""
    return Source.objects.create(name="Agency", publishes=True)


@pytest.fixture
def other_agency(db: None) -> Source:
    return Source.objects.create(name="Other Agency", publishes=True)


@pytest.fixture
def commodities(db: None) -> Section:
    return Section.objects.create(slug="commodities", name="Commodities")


@pytest.fixture
def chevron(db: None) -> Instrument:
    return Instrument.objects.create(
        symbol="XNYS:CVX", name="Chevron", kind="equity", currency="USD", mic="XNYS", ticker="CVX"
    )
