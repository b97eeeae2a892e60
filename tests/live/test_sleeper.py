"""A loop over what others commit: at once after a quiet while, seldom in a flood."""

import time

from alley.live.bus import wakes
from alley.live.sleeper import Sleeper

PAUSE = 0.2
LONG = 20.0


def test_a_commit_after_a_quiet_while_wakes_it_at_once() -> None:
    with Sleeper(LONG) as sleeper:
        sleeper.sleep(LONG)  # it begins with a look
        sleeper.woke -= LONG  # a quiet while
        wakes.wake()

        assert seconds_of_sleep(sleeper) < LONG / 4


def test_many_commits_at_once_are_one_look_and_none_is_lost() -> None:
    with Sleeper(PAUSE) as sleeper:
        sleeper.sleep(LONG)
        for _ in range(100):
            wakes.wake()

        assert PAUSE * 0.9 < seconds_of_sleep(sleeper) < LONG / 4
        assert not sleeper.woken.is_set()
        wakes.wake()
        assert seconds_of_sleep(sleeper) < LONG / 4


def test_without_commits_it_looks_by_itself() -> None:
    with Sleeper(0) as sleeper:
        sleeper.sleep(LONG)
        began = time.monotonic()
        sleeper.sleep(PAUSE)

        assert PAUSE * 0.9 < time.monotonic() - began < LONG / 4


def seconds_of_sleep(sleeper: Sleeper) -> float:
    began = time.monotonic()
    sleeper.sleep(LONG)
    return time.monotonic() - began
