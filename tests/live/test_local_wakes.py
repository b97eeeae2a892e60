"""Without Redis the processes of one machine wake one another."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alley.live.local_wakes import LocalWakes
from alley.live.presence import share_in

Process = tuple[LocalWakes, threading.Event]


@pytest.fixture
def process() -> Iterator[Callable[[Path], Process]]:
    started: list[LocalWakes] = []

    def start(folder: Path) -> Process:
        made, woken = LocalWakes(folder), threading.Event()
        made.wakers.append(woken.set)
        made.start()
        started.append(made)
        return made, woken

    yield start
    for made in started:
        made.stop()


def test_a_commit_in_one_process_wakes_the_others(
    process: Callable[[Path], Process], tmp_path: Path
) -> None:
    here, _ = process(tmp_path)
    _, woken = process(tmp_path)
    _, woken_too = process(tmp_path)
    here.tell()

    assert woken.wait(5)
    assert woken_too.wait(5)


def test_a_command_that_only_tells_wakes_the_server(
    process: Callable[[Path], Process], tmp_path: Path
) -> None:
    _, woken = process(tmp_path)
    LocalWakes(tmp_path).tell()

    assert woken.wait(5)


def test_what_a_process_that_is_gone_left_behind_is_cleared_away(
    process: Callable[[Path], Process], tmp_path: Path
) -> None:
    here, woken = process(tmp_path)
    (tmp_path / "999999-dead.sock").touch()
    here.tell()

    assert woken.is_set()
    assert [path.name for path in tmp_path.iterdir()] == [here.own.name if here.own else ""]


def test_a_folder_that_cannot_hold_sockets_stops_nobody(
    process: Callable[[Path], Process], tmp_path: Path
) -> None:
    here, woken = process(tmp_path / ("long" * 40))
    here.tell()

    assert woken.is_set()  # the others look by themselves


def test_counts_of_readers_are_added_up_over_processes(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text('{"thread:article:1": 2}')
    (tmp_path / "2.json").write_text("half a fi")

    assert share_in(tmp_path, {"thread:article:1": 3}) == {"thread:article:1": 5}
