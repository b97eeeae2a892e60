"""Figures for everybody: with plots, as JSON, as the report's tables; naming nobody."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from alley import env
from alley.accounts.models import Reader
from alley.moderation import actions, queries
from alley.moderation.models import Case, Report, Statement

Held = Callable[..., Case]


def table(client: Client, part: str) -> list[list[str]]:
    answer = client.get(f"/transparency/{part}.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode())))


def test_the_report_counts_what_happened(
    client: Client,
    ada: Reader,
    bo: Reader,
    mo: Reader,
    mia: Reader,
    held: Held,
    reported: Callable[..., Report],
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="on_topic", version=1)
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)
    actions.decide(case=appeal.case, moderator=mia, action="approve", version=1)
    case = reported(bo, ada, "2").case
    actions.decide(case=case, moderator=mo, action="reject", guideline="no_promotion", version=1)

    assert table(client, "1-3-notices")[1][:7] == ["hosting", "spam", "1", "0", "1", "0", "0"]
    own = table(client, "1-4-own-initiative")
    assert ["all", "on_topic", "removed", "1", "0", "0", "1"] in own
    complaints = {row[1]: row[2:5] for row in table(client, "1-5-complaints")[1:]}
    assert complaints["removed"] == ["1", "0", "1"]
    statements = table(client, "statements")
    assert [row[4] for row in statements[1:]] == ["on_topic", "no_promotion"]
    page = client.get("/transparency/").content.decode()
    assert page.count("<svg") >= 2
    assert "1-5-complaints.csv" in page


def test_nobody_is_named(client: Client, ada: Reader, mo: Reader, held: Held) -> None:
    actions.decide(
        case=held(ada, text="A very particular sentence."),
        moderator=mo, action="reject", guideline="on_topic", version=1, note="Dear Ada, no.",
    )  # fmt: skip

    addresses = [
        "/transparency/",
        "/api/v1/moderation/transparency",
        "/transparency/statements.csv",
    ]
    for address in addresses:
        said = client.get(address).content.decode()
        for personal in ("ada@", "Ada", "particular sentence", "Dear", ">Mo<", "/comments/"):
            assert personal not in said, (address, personal)


def test_hosting_only_leaves_out_what_binds_platforms(
    client: Client, db: None, settings: pytest.FixtureRequest
) -> None:
    settings.DSA_ROLE = "hosting-only"  # type: ignore[attr-defined]

    assert client.get("/transparency/1-5-complaints.csv").status_code == 404
    assert client.get("/transparency/1-3-notices.csv").status_code == 200
    assert "1-5-complaints.csv" not in client.get("/transparency/").content.decode()
    assert client.get("/transparency/nonsense.csv").status_code == 404


def test_a_wrong_role_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEY_DSA_ROLE", "neither")

    with pytest.raises(
        Exception, match="ALLEY_DSA_ROLE is 'neither'; use platform or hosting-only"
    ):
        env.one_of("ALLEY_DSA_ROLE", "platform", ("platform", "hosting-only"))


def test_twelve_months_are_there_oldest_first(db: None) -> None:
    found = queries.months(datetime(2026, 3, 9, tzinfo=UTC))

    assert [each["month"] for each in found][:2] == ["2025-04", "2025-05"]
    assert found[-1]["month"] == "2026-03"
    assert len(found) == 12


def test_the_newest_seal_is_published(client: Client, ada: Reader, held: Held) -> None:
    held(ada)

    told = client.get("/api/v1/moderation/transparency").json()

    assert told["log"] == queries.head()
    assert len(told["log"]["digest"]) == 64
    assert told["months"][-1]["month"] == timezone.now().strftime("%Y-%m")
