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
from alley.moderation import policy as policies
from alley.moderation.models import Case, Report, Statement

Held = Callable[..., Case]


def table(client: Client, part: str) -> list[list[str]]:
    answer = client.get(f"/transparency/{part}.csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode())))


Rows = list[dict[str, str]]


def rows(client: Client, part: str) -> Rows:
    head, *found = table(client, part)
    return [dict(zip(head, row, strict=True)) for row in found]


def counted(rows: Rows, column: str, figure: str) -> dict[str, str]:
    """The rows of a category table in which something was counted."""
    return {each[column]: each[figure] for each in rows if each[figure] not in {"", "0"}}


def test_the_report_counts_what_happened(
    client: Client,
    ada: Reader,
    bo: Reader,
    mo: Reader,
    mia: Reader,
    held: Held,
    reported: Callable[..., Report],
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="english", version=1)
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)
    actions.decide(case=appeal.case, moderator=mia, action="approve", version=1)
    case = reported(bo, ada, "2").case
    actions.decide(case=case, moderator=mo, action="reject", guideline="no_promotion", version=1)

    notices = rows(client, "4-notices")
    category = "Category of illegal content"
    told = counted(notices, category, "Number of notices received ")
    assert told == {"TOTAL": "1", "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE": "1"}
    on_terms = "Number of actions taken on the basis of the terms and conditions of the service"
    assert counted(notices, category, on_terms).keys() == told.keys()
    own = counted(
        rows(client, "6-own-initiative-TC"),
        "Category of incompatibility with the provider's terms and conditions",
        "Visibility restriction Removal",
    )
    assert own == {
        "TOTAL": "1",
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": "1",
        "KEYWORD_LANGUAGE_REQUIREMENTS": "1",
    }
    complaints = {
        each["Scope"]: each["Value"]
        for each in rows(client, "7-appeals-and-recidivism")
        if "to remove or disable" in each["Indicator"]
    }
    del complaints["Median time"]
    assert complaints == {
        "Total number": "1",
        "Decisions upheld": "0",
        "Decisions partially reversed": "0",
        "Decisions reversed": "1",
    }
    statements = rows(client, "statements")
    assert [(each["category_specification"], each["withdrawn"]) for each in statements] == [
        ("KEYWORD_LANGUAGE_REQUIREMENTS", "Yes"),
        ("KEYWORD_OTHER", "No"),
    ]
    page = client.get("/transparency/").content.decode()
    assert page.count("<svg") >= 2
    assert "7-appeals-and-recidivism.csv" in page


def test_what_an_older_policy_called_otherwise_is_still_counted(
    client: Client, ada: Reader, bo: Reader, mo: Reader, held: Held, reported: Callable[..., Report]
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="english", version=1)
    reported(bo, ada, "2")
    Statement.objects.update(guideline="gone")
    Report.objects.update(reason="gone")

    own = [each for each in table(client, "6-own-initiative-TC") if each[7] == "1"]
    assert [each[3] for each in own] == [
        "TOTAL",
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "KEYWORD_OTHER",
    ]
    notices = [each[3] for each in table(client, "4-notices") if each[5] == "1"]
    assert notices == ["TOTAL", "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"]


PERIOD = "YYYY-MM-DD/YYYY-MM-DD"
DETAIL = 'Text to detail the "Other" keyword.'
# part, rows and columns of the Commission's English CSV file, and how many characters it has, empty
TEMPLATES = [
    ("4-notices", 91, 25, 15_328),
    ("5-own-initiative-illegal", 90, 37, 10_411),
    ("6-own-initiative-TC", 98, 37, 11_203),
    ("7-appeals-and-recidivism", 47, 8, 9_411),
]


@pytest.mark.parametrize(("part", "many", "wide", "long"), TEMPLATES)
def test_a_table_has_the_words_of_the_template(
    client: Client, db: None, part: str, many: int, wide: int, long: int
) -> None:
    head, *found = table(client, part)
    empty, fixed = io.StringIO(), 6 if part.startswith("7") else 4
    writer = csv.writer(empty, lineterminator="\n")
    writer.writerow(head)
    for applies, _, _, *words in found:
        detail = [DETAIL] if words[0] == "KEYWORD_OTHER" else []
        cells = [applies, "", PERIOD, *words[: fixed - 3], *detail]
        writer.writerow([*cells, *[""] * (wide - len(cells))])

    assert {len(row) for row in (head, *found)} == {wide}
    assert len(found) == many
    assert len(empty.getvalue()) == long


HEADS = {
    "1-summary": "Applicability,Service,Indicator,Value",
    "7-appeals-and-recidivism": "Applicability,Service,Reporting period,Section,Indicator,Scope,"
    "Value,Contextual Information",
    "8-automated-means": "Applicability,Service,Reporting period,Section,Indicator,Scope,Value,"
    "Contextual Information",
    "9-human-resources": "Applicability,Service,Reporting period,Section,Indicator,Scope,Value,"
    "Contextual information",
    "10-AMAR": "Applicability,Service,Reporting period,Section,Indicator,Scope,Value",
    "11-qualitative": "Applicability,Service,Reporting period,Indicator,Value",
}


@pytest.mark.parametrize("part", HEADS)
def test_a_table_has_the_head_of_the_template(client: Client, db: None, part: str) -> None:
    assert ",".join(table(client, part)[0]) == HEADS[part]


def test_a_policy_names_only_categories_of_the_commission() -> None:
    text = policies.SHIPPED.read_text().replace("SCAMS_AND_FRAUD.OTHER", "SCAMS.OTHER")

    with pytest.raises(policies.PolicyError, match=r"reports.reasons\[3\].dsa: .* 'SCAMS.OTHER'"):
        policies.read(text)


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

    for part in queries.PARTS:
        assert "Only for providers of online platforms" not in {
            row[0] for row in table(client, part)
        }
    assert len(table(client, "4-notices")) > 2
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
