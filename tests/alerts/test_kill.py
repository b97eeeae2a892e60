"""A short form of the crash harness; `make soak` runs 500 kills."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.served import ROOT, Site

KILLS = 40


@pytest.mark.slow
def test_kills_lose_no_firing_and_double_none(
    new_site: Callable[[Path], Site], tmp_path: Path
) -> None:
    site = new_site(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.alerts.crash", "--kills", str(KILLS), "--seed", "7"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1])["firings"] > 10
