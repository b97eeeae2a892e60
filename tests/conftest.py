"""The cast, and the rule that CI skips nothing."""

import fcntl
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.cast import ada, bo, cy, ed, mia, mo
from tests.migrated import migrated_once
from tests.served import Site

__all__ = ["ada", "bo", "cy", "ed", "mia", "mo"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI lets nothing be skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def names_of_this_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their index goes by a count that a rolled-back test takes back as well."""
    monkeypatch.setattr("alley.markets.mentions.master._built", None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Stands before pytest-django makes the test database."""
    with migrated_once():
        yield


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Site]:
    """Makes sites with an empty database: `alley init` runs once for all processes, then copies."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    template = shared / "template"
    with (shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            template.mkdir()
            Site(template, demo=True).alley("init", "--quiet")

    def make(folder: Path) -> Site:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        return Site(folder, demo=True)

    return make
