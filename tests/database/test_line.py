"""Writers of several processes on SQLite: none writes twice in a row while another waits."""

import subprocess
import sys
import threading
from pathlib import Path

from alley.sqlite.line import Line
from tests.database.test_turns import until

HOLD = """
import sys, time
from alley.sqlite.line import Line
line = Line(sys.argv[1])
assert line.enter(20)
print("in", flush=True)
time.sleep(600)
"""


def lines(folder: Path, many: int) -> list[Line]:
    """Each stands for a process: what is locked belongs to whoever opened the file."""
    return [Line(str(folder / "alley.sqlite3")) for _ in range(many)]


def is_held(line: Line, path: Path) -> bool:
    if line._hold(path, until=0):
        line._free(path)
        return False
    return True


def test_who_has_just_written_waits_for_who_is_next(tmp_path: Path) -> None:
    greedy, patient, watcher = lines(tmp_path, 3)
    served = ["greedy"]
    assert greedy.enter(1)

    def wait() -> None:
        assert patient.enter(20)
        served.append("patient")
        patient.leave()

    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: is_held(watcher, watcher.door))
    greedy.leave()
    assert greedy.enter(20)
    served.append("greedy")
    thread.join(20)

    assert served == ["greedy", "patient", "greedy"]


def test_who_gives_up_leaves_the_door_to_others(tmp_path: Path) -> None:
    writer, hasty, other = lines(tmp_path, 3)
    assert writer.enter(1)
    assert not hasty.enter(0.01)
    writer.leave()
    assert other.enter(1)


def test_a_killed_process_holds_nobody_up(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, 1)
    command = [sys.executable, "-c", HOLD, str(tmp_path / "alley.sqlite3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"in\n"
        assert not line.enter(0.01)
        holder.kill()
        holder.wait()
        assert line.enter(20)
