"""The cast, and the rule that CI skips nothing."""

import os
from collections.abc import Generator

import pytest

from tests.cast import ada, bo, cy, ed, mia, mo

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
