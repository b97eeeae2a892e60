"""The desk: a case in its place, claims, many at once, campaigns, and one's own figures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions as talk
from alley.moderation import actions, queries
from alley.moderation.campaigns import are_alike, bands_of, print_of
from alley.moderation.models import Case, Decision, Statement
from alley.moderation.queries import Filter
from alley.refusals import Refused

Held = Callable[..., Case]
DESK = "/desk/moderation/"


def test_a_case_is_shown_in_its_place(
    client: Client, ada: Reader, bo: Reader, mo: Reader, oil: None
) -> None:
    first = talk.post_comment(author=ada, kind="story", key="1", body="Brent is at 81.99 dollars.")
    answer = talk.post_comment(
        author=bo, kind="story", key="1", body="Not for long, I should think.", parent=first.pk
    )
    talk.report_comment(reporter=ada, comment=answer, reason="off_topic", note="Says nothing.")
    client.force_login(mo)

    page = client.get(DESK).content.decode()

    for words in (
        'href="/stories/1/"',
        "Brent crude oil",
        "In reply to <strong>Ada</strong>",
        "Says nothing.",
        "no report decided yet",
        "Nothing was decided about this reader before.",
        "Not for long, I should think.",
    ):
        assert words in page, words


def test_a_claim_is_seen_by_the_others_and_ends_by_itself(
    client: Client, ada: Reader, mo: Reader, mia: Reader, held: Held
) -> None:
    case = held(ada)
    actions.claim(case=case, moderator=mo)
    client.force_login(mia)

    assert "Mo is looking at this" in client.get(DESK).content.decode()
    refused = client.post(f"{DESK}cases/{case.pk}/claim/")
    assert (refused.status_code, refused.json()["words"]) == (409, "Mo is looking at this case.")

    Case.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert client.post(f"{DESK}cases/{case.pk}/claim/").json()["claimed"]
    actions.release(case=case, moderator=mo)
    case.refresh_from_db()
    assert case.claimed_by == mia
    actions.release(case=case, moderator=mia)
    case.refresh_from_db()
    assert case.claimed_by is None


def test_after_a_decision_the_next_case_is_open(
    client: Client, ada: Reader, bo: Reader, mo: Reader, held: Held
) -> None:
    first, second = held(ada, "1", "One about oil."), held(bo, "2", "Another about gas.")
    client.force_login(mo)
    sent = {"action": "approve", "version": 1, "kind": "held", "next": second.pk}

    answer = client.post(f"{DESK}cases/{first.pk}/decide/", sent)

    assert answer["Location"] == f"{DESK}?kind=held&case={second.pk}"


def test_many_are_decided_as_previewed_and_taken_back_together(
    client: Client, ada: Reader, bo: Reader, mo: Reader, held: Held
) -> None:
    cases = [
        held(reader, f"{reader.pk}{n}", f"Buy {n} now.") for reader in (ada, bo) for n in "123"
    ]
    client.force_login(mo)
    page = client.get(f"{DESK}bulk/?kind=held")
    assert "Decide 6 cases" in page.content.decode()
    later = held(ada, "99", "This came after the preview.")
    actions.open_case(
        kind="held", subject_kind="comment", subject_key=cases[0].subject_key, revision=2,
        author=ada, text="This was edited after the preview.",
    )  # fmt: skip

    done = client.post(
        f"{DESK}bulk/decide/",
        {"seen": page.context["seen"], "action": "reject", "guideline": "no_promotion"},
    )

    assert "5 decided" in done.content.decode()
    assert "has changed the text since" in done.content.decode()
    assert set(Case.objects.filter(state="open")) == {later, cases[0]}
    assert Statement.objects.filter(withdrawn=None).count() == 5

    batch = Decision.objects.values_list("batch", flat=True)[0]
    undone = client.post(f"{DESK}bulk/{batch}/")
    assert "5 taken back" in undone.content.decode()
    assert Case.objects.filter(state="open").count() == 7
    assert not Statement.objects.filter(withdrawn=None).exists()


def test_what_was_not_previewed_cannot_be_slipped_in(
    client: Client, ada: Reader, mo: Reader, held: Held
) -> None:
    held(ada)
    client.force_login(mo)

    answer = client.post(f"{DESK}bulk/decide/", {"seen": "[[1, 1]]", "action": "approve"})

    assert answer.status_code == 302
    assert not Decision.objects.exists()


def test_a_batch_leaves_ones_own_comment_to_somebody_else(
    mo: Reader, ada: Reader, held: Held
) -> None:
    mine, other = held(mo, "1"), held(ada, "2", "Another about gas.")

    outcome = actions.decide_all(seen=[(mine.pk, 1), (other.pk, 1)], moderator=mo, action="approve")

    assert (outcome.done, [pk for pk, _ in outcome.refused]) == (1, [mine.pk])


def test_near_same_texts_by_several_accounts_are_one_campaign(
    client: Client, ada: Reader, bo: Reader, cy: Reader, mo: Reader, held: Held
) -> None:
    words = "Join my private signals group today, {} percent a month guaranteed, ask for Viktor!"
    one = held(ada, "1", words.format(40))
    two = held(bo, "2", words.format(45).replace("today", "now"))
    held(cy, "3", "I wonder what OPEC will say about the spare barrels next week.")

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.campaign == two.campaign == one.pk
    assert set(queries.filtered(Filter(campaigns=True)).items) == {one, two}
    client.force_login(mo)
    page = client.get(f"{DESK}?kind=campaigns").content.decode()
    assert "Nearly the same, by others" in page
    assert "OPEC" not in page


def test_one_author_who_repeats_himself_is_no_campaign(ada: Reader, held: Held) -> None:
    words = "Join my private signals group today, forty percent a month guaranteed."
    held(ada, "1", words)
    held(ada, "2", words)

    assert not Case.objects.exclude(campaign=None).exists()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Join my signals group for free profits", "JOIN my signals group 4 free profits!!", True),
        ("Jοin my sіgnals group for frее profits", "Join my signals group for free profits", True),
        (
            "Brent ended the week at 81.99 dollars",
            "Gold lost two percent after the jobs data",
            False,
        ),
    ],
)
def test_how_alike_two_texts_are(one: str, other: str, alike: bool) -> None:
    assert are_alike(print_of(one), print_of(other)) is alike
    assert bool(set(bands_of(one)) & set(bands_of(other))) is alike


def test_reviews_stand_in_the_order_they_are_due(
    ada: Reader, bo: Reader, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    for reader, hours in ((ada, 48), (bo, 12)):
        actions.open_case(
            kind="suspension_review", subject_kind="reader", subject_key=str(reader.pk),
            author=reader, due=now + timedelta(hours=hours), risk=1.0,
        )  # fmt: skip

    with django_assert_num_queries(1):
        found = queries.filtered(Filter(kind="suspension_review", sort="due")).items

    assert [case.author for case in found] == [bo, ada]


def test_the_desk_costs_the_same_however_many_cases_there_are(
    client: Client, ada: Reader, mo: Reader, held: Held, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        held(ada, str(number), f"Brent stands at {number + 60} dollars this morning.")
    client.force_login(mo)
    client.get(DESK)

    with django_assert_max_num_queries(24):
        client.get(DESK)


def test_a_moderator_sees_their_own_figures(
    client: Client, ada: Reader, mo: Reader, mia: Reader, held: Held
) -> None:
    actions.decide(case=held(ada), moderator=mo, action="reject", guideline="on_topic", version=1)
    appeal = actions.appeal(statement=Statement.objects.get(), reader=ada)
    actions.decide(case=appeal.case, moderator=mia, action="approve", version=1)
    client.force_login(mo)

    figures = queries.figures_of(mo, timezone.now())
    page = client.get(f"{DESK}mine/").content.decode()

    assert (figures["decisions"], figures["undone_by_others"]) == (1, 1)
    assert figures["appeals"] == {"upheld": 1}
    assert sum(each["restricted"] for each in figures["weeks"]) == 1
    assert "<svg" in page


def test_too_many_at_once_are_refused(mo: Reader) -> None:
    with pytest.raises(Refused) as refused:
        actions.decide_all(seen=[(n, 1) for n in range(501)], moderator=mo, action="approve")

    assert refused.value.refusal.code == "too_many_cases"
