"""A comment goes to the reader's own accounts once it is published, once, and never in its way."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.crossposts import actions, pump
from alley.crossposts.models import Crosspost, LinkedAccount
from alley.crossposts.services import base
from alley.discussion import actions as discussion
from alley.discussion.actions.standing import locked, stand
from alley.discussion.models import Comment
from alley.egress.transport import Rule
from alley.privacy.actions import ask_to_be_erased
from alley.privacy.fulfilling import fulfil
from alley.refusals import Refused
from tests.crossposts.peers import Network, handler
from tests.news.stories import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    told = Network()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(told))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    outside = Rule(
        resolve=lambda host, port: ["127.0.0.1"], allowed=lambda address: True, ports=None
    )
    monkeypatch.setattr(base, "RULE", outside)
    for service in ("mastodon", "bluesky"):
        monkeypatch.setattr(
            f"alley.crossposts.services.{service}.origin",
            lambda host: f"http://{host}:{server.server_port}",
        )
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def linked(network: Network, ada: Reader) -> Network:
    """ada has linked both."""
    actions.begin_mastodon(entered="social.example", state="s")
    actions.finish_mastodon(reader=ada, host="social.example", code="yes")
    actions.link_bluesky(reader=ada, handle="@ada.example", password="app-password")
    return network


def say(ada: Reader, *services: str, body: str = "Brent holds above 82 again.") -> Comment:
    minutes = Comment.objects.count() * 2  # readers wait between comments
    return discussion.post_comment(
        author=ada,
        kind="article",
        key=str(article().pk),
        body=body,
        crosspost=services,
        now=timezone.now() - timedelta(minutes=10 - minutes),
    )


def publish(comment: Comment) -> None:
    stand(locked(comment.pk), Comment.Status.PUBLISHED)


def send(later: timedelta = timedelta(0)) -> int:
    return pump.send_due(timezone.now() + later)


def test_a_held_comment_waits_and_goes_out_when_it_is_published(
    linked: Network, ada: Reader
) -> None:
    comment = say(ada, "mastodon", "bluesky")
    assert comment.status == Comment.Status.PENDING
    assert send() == 0

    publish(comment)
    assert send() == 2

    texts = [post.get("status") or post["text"] for post in linked.posts.values()]
    assert len(texts) == 2
    assert all(text.startswith("Brent holds above 82 again.") for text in texts)
    assert all(text.endswith(f"/comments/{comment.pk}/") for text in texts)
    assert send() == 0


def test_only_what_was_ticked_goes_out(linked: Network, ada: Reader) -> None:
    publish(say(ada))
    publish(say(ada, "bluesky", "myspace", body="Another thought on stocks."))
    assert send() == 1


def test_trouble_elsewhere_never_touches_the_comment(linked: Network, ada: Reader) -> None:
    comment = say(ada, "mastodon")
    publish(comment)
    linked.failing = [503]
    assert send() == 0
    comment.refresh_from_db()
    assert comment.is_published
    assert send() == 0  # not before its pause is over
    assert send(timedelta(minutes=2)) == 1
    assert len(linked.posts) == 1


def test_a_lost_answer_does_not_post_twice(linked: Network, ada: Reader) -> None:
    for service in ("mastodon", "bluesky"):
        publish(say(ada, service, body=f"Said on {service}, and only once."))
    send()
    Crosspost.objects.update(state=Crosspost.State.QUEUED, due=timezone.now())
    assert send() == 2
    assert len(linked.posts) == 2


def test_after_the_last_try_the_reader_is_told(linked: Network, ada: Reader) -> None:
    publish(say(ada, "mastodon"))
    linked.failing = [500] * 6
    for day in range(1, 8):
        send(timedelta(days=day))
    assert Crosspost.objects.get().state == Crosspost.State.FAILED
    told = Notification.objects.filter(reader=ada, kind="crosspost").get()
    assert "not posted to Mastodon" in told.title


def test_an_account_that_lets_us_in_no_more_is_offered_no_more(
    linked: Network, ada: Reader, client: Client
) -> None:
    publish(say(ada, "mastodon"))
    linked.failing = [401]
    send()
    assert LinkedAccount.objects.get(service="mastodon").broken
    client.force_login(ada)
    assert "please link it again" in client.get("/linked-accounts/").content.decode()


def test_a_removed_comment_is_taken_back_there(linked: Network, ada: Reader) -> None:
    comment = say(ada, "mastodon", "bluesky")
    publish(comment)
    send()
    stand(locked(comment.pk), Comment.Status.REJECTED)
    assert send() == 2
    assert linked.posts == {}


def test_a_comment_removed_before_it_went_out_never_does(linked: Network, ada: Reader) -> None:
    comment = say(ada, "mastodon")
    publish(comment)
    stand(locked(comment.pk), Comment.Status.REJECTED)
    send()
    assert linked.posts == {}
    assert not [line for line in linked.asked if "statuses" in line]


@pytest.mark.parametrize("remove", [True, False])
def test_erasing_the_reader_takes_back_what_was_posted_or_leaves_it(
    linked: Network, ada: Reader, remove: bool
) -> None:
    publish(say(ada, "mastodon", "bluesky"))
    send()
    say(ada, "mastodon", body="Gold and WTI hold above their levels.")  # waits for a moderator
    asked = ask_to_be_erased(ada, remove_comments=remove)
    fulfil(asked.pk)

    assert LinkedAccount.objects.exists() == remove  # the secret is needed once more
    assert not Crosspost.objects.exclude(state="withdrawing").exists()
    send()
    assert len(linked.posts) == (0 if remove else 2)
    assert not LinkedAccount.objects.exists()


def test_a_server_that_never_answers_does_not_keep_an_erased_reader(
    linked: Network, ada: Reader
) -> None:
    publish(say(ada, "mastodon"))
    send()
    fulfil(ask_to_be_erased(ada, remove_comments=True).pk)
    linked.failing[:] = [503] * 9

    for hour in range(1, 9):
        send(timedelta(hours=2 * hour))

    assert not LinkedAccount.objects.exists()
    assert not Notification.objects.filter(reader=ada).exists()


def test_secrets_are_sealed(linked: Network, ada: Reader) -> None:
    stored = " ".join(LinkedAccount.objects.values_list("secret", flat=True))
    assert "let-me-in" not in stored
    assert "app-password" not in stored


def test_linking_mastodon_in_the_browser(network: Network, client: Client, ada: Reader) -> None:
    client.force_login(ada)
    away = client.post("/linked-accounts/mastodon/", {"host": "social.example"})
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["scope"] == ["read:accounts write:statuses"]

    back = {"state": asked["state"][0], "code": "yes"}
    page = client.get("/linked-accounts/mastodon/back/", back, follow=True).content.decode()
    assert "@ada@social.example" in page
    again = client.get("/linked-accounts/mastodon/back/", back, follow=True).content.decode()
    assert "This link has been used or is too old" in again


def test_a_link_that_somebody_else_began_links_nothing(
    network: Network, client: Client, ada: Reader
) -> None:
    client.force_login(ada)
    client.post("/linked-accounts/mastodon/", {"host": "social.example"})
    client.get("/linked-accounts/mastodon/back/", {"state": "guessed", "code": "yes"})
    assert not LinkedAccount.objects.exists()


def test_a_wrong_app_password_links_nothing(network: Network, ada: Reader) -> None:
    with pytest.raises(Refused) as refused:
        actions.link_bluesky(reader=ada, handle="ada.example", password="wrong")
    assert refused.value.refusal.code == "not_let_in"


def test_a_private_server_is_never_asked(ada: Reader) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_mastodon(entered="localhost.localdomain", state="s")
    assert refused.value.refusal.code == "no_server"


def test_the_form_offers_what_is_linked(linked: Network, client: Client, ada: Reader) -> None:
    client.force_login(ada)
    page = client.get(article().url).content.decode()
    assert 'name="crosspost" value="mastodon"' in page
    assert "@ada@social.example" in page
