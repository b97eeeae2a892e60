"""Every page and address of the room, as those who may and as everybody else."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import actions, policy, queries, tasks
from alley.moderation.models import Case, LogEntry, Report, Statement
from alley.moderation.templatetags.moderation import briefly
from alley.refusals import Refused

STAFF = [
    ("get", "/desk/moderation/"),
    ("post", "/desk/moderation/cases/1/decide/"),
    ("post", "/desk/moderation/decisions/1/undo/"),
    ("get", "/api/v1/moderation/cases"),
    ("post", "/api/v1/moderation/cases/1/claim"),
    ("post", "/api/v1/moderation/decisions/1/undo"),
    ("get", "/api/v1/moderation/log"),
]


def test_the_guidelines_page_is_made_from_the_policy_in_force(client: Client, db: None) -> None:
    page = client.get("/guidelines/")

    assert "policy" in page["Surrogate-Key"].split()
    for guideline in policy.current().guidelines:
        assert guideline.title in page.content.decode()


@pytest.mark.parametrize("address", ["/transparency/", "/api/v1/moderation/transparency"])
def test_figures_are_public(client: Client, db: None, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert "transparency" in answer["Surrogate-Key"].split()


@pytest.mark.parametrize(("method", "address"), STAFF)
@pytest.mark.parametrize("who", ["ada", "ed", None])
def test_staff_addresses_are_closed_to_everybody_else(
    client: Client, ada: Reader, ed: Reader, who: str | None, method: str, address: str
) -> None:
    if who:
        client.force_login({"ada": ada, "ed": ed}[who])

    answer = getattr(client, method)(address)

    assert answer.status_code in {401, 403, 404} or answer["Location"].startswith(
        ("/accounts/", "/desk/")
    )
    assert b"moderation-desk" not in answer.content


def test_the_desk_shows_a_case_and_takes_a_decision_without_javascript(
    client: Client, ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)
    client.force_login(mo)
    page = client.get("/desk/moderation/").content.decode()
    assert "Buy now, thank me later." in page

    sent = {"action": "reject", "guideline": "no_promotion", "version": case.version}
    client.post(f"/desk/moderation/cases/{case.pk}/decide/", sent)
    again = {"action": "approve", "version": case.version}
    conflict = client.post(f"/desk/moderation/cases/{case.pk}/decide/", again)

    assert Statement.objects.get().guideline == "no_promotion"
    assert conflict.status_code == 409
    assert "Mo has decided this already" in conflict.content.decode()


def test_a_program_decides_and_undoes(
    client: Client, ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)
    client.force_login(mo)
    base = "/api/v1/moderation"
    sent = {"action": "approve", "version": 1}

    made = client.post(f"{base}/cases/{case.pk}/decision", sent, content_type="application/json")
    undone = client.post(f"{base}/decisions/{made.json()['id']}/undo")

    assert (made.status_code, undone.json()["state"]) == (201, "open")
    assert [each["id"] for each in client.get(f"{base}/cases").json()["items"]] == [case.pk]


def test_an_appeal_is_heard_by_somebody_else(
    client: Client, ada: Reader, mo: Reader, mia: Reader, held: Callable[..., Case]
) -> None:
    case = held(ada)
    actions.decide(case=case, moderator=mo, action="reject", guideline="on_topic", version=1)
    statement = Statement.objects.get()
    client.post(f"/statements/by-key/{tasks.key_of(statement)}/", {"text": "It is on topic."})
    appealed = Case.objects.get(kind="appeal")

    with pytest.raises(Refused) as refused:
        actions.decide(case=appealed, moderator=mo, action="reject", version=1)
    actions.decide(case=appealed, moderator=mia, action="approve", version=1, note="It is.")

    statement.refresh_from_db()
    assert refused.value.refusal.code == "heard_by_another"
    assert statement.withdrawn is not None
    client.force_login(ada)
    mine = client.get("/api/v1/me/statements").json()["items"]
    assert mine[0]["appeal"] == {"state": "heard", "outcome": "upheld"}


def test_somebody_elses_statement_is_not_there(
    client: Client, ada: Reader, bo: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="on_topic", version=1)
    client.force_login(bo)

    assert client.get(f"/statements/{Statement.objects.get().pk}/").status_code == 404


def test_a_suspended_reader_is_told_until_when_and_why(
    ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="suspend", guideline="no_abuse", version=1)

    refusal = queries.may_speak(ada, timezone.now())

    assert refusal is not None
    assert (refusal.code, refusal.status) == ("suspended", 403)
    assert "UTC at the latest" in refusal.detail


def test_a_change_to_the_log_is_noticed(
    ada: Reader, bo: Reader, reported: Callable[..., Report]
) -> None:
    reported(bo, ada)
    assert queries.broken_link() is None

    first = LogEntry.objects.order_by("pk").first()
    assert first is not None
    with connection.cursor() as cursor:
        cursor.execute("update moderation_logentry set action='x' where id=%s", [first.pk])

    assert queries.broken_link() == queries.broken_link(2) == first.pk
    assert queries.all_entries_fit()[0] == "bad"


def test_a_statement_quotes_what_it_is_about_and_says_until_when_an_appeal_is_heard(
    client: Client, ada: Reader, mo: Reader, held: Callable[..., Case]
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="on_topic", version=1)
    statement = Statement.objects.get()
    last = statement.issued + policy.current().decisions.appeal_within

    page = client.get(f"/statements/by-key/{tasks.key_of(statement)}/").content.decode()

    assert "Buy now, thank me later." in page
    assert f"until {last:%-d %B %Y}" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(40, "40 s"), (720, "12 min"), (7_199, "120 min"), (12_600, "3.5 h"), (181_440, "2.1 days")],
)
def test_a_median_is_said_briefly(seconds: float, words: str) -> None:
    assert briefly(seconds) == words
