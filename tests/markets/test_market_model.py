"""The event study's arithmetic, against numbers computed by another least-squares."""

import math

import pytest

from alley.markets.market_model import critical, estimate

MARKET = [0.004, -0.006, 0.010, 0.002, -0.003, 0.007, -0.008, 0.005, 0.001, -0.002]
OWN = [0.006, -0.007, 0.011, 0.001, -0.004, 0.010, -0.009, 0.006, 0.003, -0.003]
EVENT_MARKET, EVENT_OWN = [0.002, -0.001, 0.003], [0.021, 0.004, 0.002]


def test_alpha_beta_and_what_is_left() -> None:
    model = estimate(OWN, MARKET)

    assert model is not None
    assert model.alpha == pytest.approx(0.0002020134, abs=1e-10)
    assert model.beta == pytest.approx(1.1979865772, abs=1e-10)
    assert model.residual == pytest.approx(0.0011575185, abs=1e-10)


def test_abnormal_returns_their_sum_and_its_error() -> None:
    model = estimate(OWN, MARKET)

    assert model is not None
    abnormal = model.abnormal(EVENT_OWN, EVENT_MARKET)
    assert abnormal == pytest.approx([0.01840201, 0.00499597, -0.00179597], abs=1e-8)
    assert sum(abnormal) == pytest.approx(0.0216020134, abs=1e-10)
    assert model.residual * math.sqrt(3) == pytest.approx(0.0020048808, abs=1e-9)
    assert model.error(EVENT_MARKET) == pytest.approx(0.0022868990, abs=1e-9)
    assert sum(abnormal) / model.error(EVENT_MARKET) == pytest.approx(9.4460, abs=1e-4)


def test_a_market_that_stands_still_explains_nothing() -> None:
    assert estimate([0.1, 0.2, 0.3, 0.1], [0.0] * 4) is None


@pytest.mark.parametrize(("freedom", "known"), [(30, 2.0423), (60, 2.0003), (248, 1.9696)])
def test_students_t(freedom: int, known: float) -> None:
    assert critical(freedom) == pytest.approx(known, abs=1e-3)
