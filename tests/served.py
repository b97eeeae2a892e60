"""A real site for tests: `alley serve` in a process, a folder and on a port of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ALLEY_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "seed" / "000_31f08efdecad758d.txt"
START_LIMIT = 60  # seconds; a condition is waited for, this only bounds it


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Site:
    """Start, kill and command one site."""

    folder: Path
    demo: bool = False
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)  # of its surroundings

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("ALLEY_")
        }
        return inherited | {
            "ALLEY_DATA_DIR": str(self.folder),
            "ALLEY_DEMO": "on" if self.demo else "off",
            "ALLEY_SITE_URL": self.url,
            "ALLEY_PASSWORD_HASHERS": "django.contrib.auth.hashers.MD5PasswordHasher",
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def alley(self, *arguments: str, stdin: str | None = None) -> str:
        """Run a command on this site; returns what it printed, raises when it failed."""
        done = subprocess.run(
            [sys.executable, "-m", "alley", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise AssertionError(f"alley {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def python(self, script: str) -> str:
        """Run Python with this site's models; returns what it printed."""
        opening = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", opening + script],
            cwd=ROOT,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "alley.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def start(self, *options: str) -> None:
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "alley", "serve", "--port", str(self.port), *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.folder / "serve.log").read_text()[-4000:])
            time.sleep(0.05)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def listeners(self) -> int:
        """Sockets that take connections to it: one of each web process that is ready."""
        rows = Path("/proc/net/tcp").read_text().splitlines()
        ends = f":{self.port:04X}", "0A"
        return sum(row.split()[1].endswith(ends[0]) and row.split()[3] == ends[1] for row in rows)

    def kill(self) -> None:
        """SIGKILL to the whole process tree, as the worst moment would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=20)


def token_in(printed: str) -> str:
    """The token that `alley token create` printed."""
    found = re.search(r"\balley_[A-Za-z0-9_-]{20,}", printed)
    assert found, printed
    return found[0]
