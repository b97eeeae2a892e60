"""Whatever is said, blocked, unblocked and deleted in whatever order: on no page, in no list,
count, stream or notification does either of a blocked pair see anything of the other."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alley.accounts.actions import block_reader, unblock_reader
from alley.accounts.models import Reader, Role
from alley.accounts.queries import unmet_by
from alley.discussion import actions
from alley.discussion.models import Comment, Thread
from alley.edge.hub import Event as Heard
from alley.edge.hub import Grant
from alley.edge.streams import HUB_KEY
from alley.live.models import Event
from alley.news.actions import publish_article
from alley.news.models import Article, Section
from alley.refusals import Refused
from alley.saved.actions import save
from tests.discussion.conftest import nobody_is_new

__all__ = ["nobody_is_new"]

PEOPLE = {"quill": "Quillan Feather", "rook": "Rookley Marsh", "sparrow": "Sparrowin Dale"}
WORDS = {"quill": "lighthouse", "rook": "harbour", "sparrow": "windmill"}  # each says only theirs
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

who = st.sampled_from(sorted(PEOPLE))
pair = st.sampled_from([*combinations(sorted(PEOPLE), 2), ("rook", "quill")])
step = st.one_of(
    st.tuples(st.just("say"), who, st.integers(0, 9), who),
    st.tuples(st.just("say"), who, st.integers(0, 9), who),
    st.tuples(st.just("block"), pair),
    st.tuples(st.just("unblock"), pair),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("hold"), st.integers(0, 9)),
    st.tuples(st.just("like"), who, st.integers(0, 9)),
    st.tuples(st.just("save"), who, st.integers(0, 9)),
)


@dataclass
class Lane:
    """One story, three readers, and what they do there."""

    article: Article
    people: dict[str, Reader] = field(default_factory=dict)
    said: list[Comment] = field(default_factory=list)
    minute: int = 0

    @property
    def thread(self) -> str:
        return f"article/{self.article.pk}"

    def does(self, verb: str, *facts: object) -> None:
        with suppress(Refused):  # an answer, too; it must only not tell anything (see below)
            getattr(self, verb)(*facts)

    def say(self, name: str, under: int, called: str) -> None:
        self.minute += 2
        parent = self.said[under].pk if under < len(self.said) else None
        comment = actions.post_comment(
            author=self.people[name],
            kind="article",
            key=str(self.article.pk),
            body=f"The {WORDS[name]} report number {self.minute} is out, @{called}.",
            parent=parent,
            now=START + timedelta(minutes=self.minute),
        )
        self.said.append(comment)

    def block(self, names: tuple[str, str]) -> None:
        block_reader(blocker=self.people[names[0]], blocked=self.people[names[1]])

    def unblock(self, names: tuple[str, str]) -> None:
        unblock_reader(blocker=self.people[names[0]], blocked=self.people[names[1]])

    def delete(self, place: int) -> None:
        if place < len(self.said):
            self.said[place].refresh_from_db()
            actions.delete_comment(author=self.said[place].author, comment=self.said[place])

    def hold(self, place: int) -> None:
        if place < len(self.said):
            comment = self.said[place]
            comment.refresh_from_db()
            actions.settle_decision(
                comment_id=comment.pk, revision=comment.revision, outcome="hide"
            )

    def like(self, name: str, place: int) -> None:
        if place < len(self.said):
            actions.vote(reader=self.people[name], comment=self.said[place])

    def save(self, name: str, place: int) -> None:
        if place < len(self.said):
            save(reader=self.people[name], kind="comment", key=str(self.said[place].pk))


@pytest.fixture
def article(db: None) -> Article:
    section, _ = Section.objects.get_or_create(slug="commodities", defaults={"name": "Commodities"})
    story = Article(headline="Oil rises", section=section, published=START, first_published=START)
    story.save()
    publish_article(article=story)
    return story


@given(steps=st.lists(step, min_size=4, max_size=22))
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_blocked_pairs_meet_nowhere(article: Article, steps: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        cache.clear()
        lane = Lane(article)
        for username, name in PEOPLE.items():
            lane.people[username] = Reader.objects.create_user(username, name=name)
        for verb, *facts in steps:
            lane.does(str(verb), *facts)
        for reader in lane.people.values():
            look_everywhere(lane, reader)
        transaction.set_rollback(True)


def look_everywhere(lane: Lane, reader: Reader) -> None:
    unmet = [each for each in lane.people.values() if each.pk in unmet_by(reader)]
    client = Client()
    client.force_login(reader)
    for address in addresses(lane, unmet) if unmet else ():
        text = client.get(address).content.decode()
        for other in unmet:
            assert not tells_of(other, text, own_words=address), (address, other.username, text)
    counts_are_mine(lane, reader, client)
    completion_is_mine(lane, client, unmet)
    live_events_are_mine(lane, client, unmet)
    writing_is_refused_alike(lane, client, unmet)


def addresses(lane: Lane, unmet: list[Reader]) -> list[str]:
    pages = [
        lane.article.url,
        f"/discuss/{lane.thread}/",
        f"/api/v1/threads/{lane.thread}/comments",
    ]
    orders = [f"{page}?{name}={order}" for page in pages for name in ("order", "sort")
              for order in ("newest", "oldest", "top")]  # fmt: skip
    return [
        *orders,
        "/",
        "/notifications/",
        "/api/v1/me/notifications",
        "/alerts/",
        "/alerts/firings/",
        "/alerts/deliveries/",
        "/api/v1/alerts/firings",
        "/saved/",
        "/api/v1/saved",
        "/api/v1/me/context",
        "/search/?q=report",
        "/feeds/atom.xml",
        *(f"/saved/?q={WORDS[each.username]}" for each in unmet),
        *(f"/api/v1/saved?q={WORDS[each.username]}" for each in unmet),
        *(f"/readers/{each.username}/" for each in lane.people.values()),
        *(place.format(comment.pk) for comment in lane.said for place in OF_A_COMMENT),
        *(
            f"{page}?conversation={comment.pk}"
            for comment in lane.said
            for page in (f"/discuss/{lane.thread}/", f"/api/v1/threads/{lane.thread}/comments")
        ),
    ]


OF_A_COMMENT = (
    "/comments/{}/",
    "/comments/{}/fragment/",
    "/comments/{}/reply/",
    "/comments/{}/report/",
    "/comments/{}/edit/",
    "/comments/{}/delete/",
    "/api/v1/comments/{}",
)


def tells_of(other: Reader, text: str, own_words: str) -> bool:
    """Their words, their name, a link to them; what a third party has called them is not theirs."""
    text = re.sub(r'<a class="mention".*?</a>', "", text)
    if own_words.startswith("/saved/?q="):
        text = re.sub(r'<input id="saved-q".*?>', "", text)
    signs = (f"The {WORDS[other.username]} report", other.name, f"/readers/{other.username}/")
    return any(sign in text for sign in (*signs, f'"username": "{other.username}"'))


def counts_are_mine(lane: Lane, reader: Reader, client: Client) -> None:
    seen = Comment.objects.published().exclude(author_id__in=unmet_by(reader))
    listed = client.get(f"/api/v1/threads/{lane.thread}/comments?limit=100").json()
    assert listed["count"] == seen.count()
    for item in listed["items"]:
        assert item["replies"] == seen.filter(parent_id=item["id"]).count(), item
    front = client.get("/").content.decode()
    told = re.findall(r"(\d+) comments?\b", front)
    assert all(int(many) == seen.count() for many in told), front
    unread = client.get("/api/v1/me").json()["unread"]
    assert unread == len(client.get("/api/v1/me/notifications?limit=100").json()["items"])


def completion_is_mine(lane: Lane, client: Client, unmet: list[Reader]) -> None:
    for letters in ("", "q", "r", "s", "Feather", "M"):
        found = client.get(f"/api/v1/threads/{lane.thread}/readers", {"q": letters}).json()["items"]
        assert not {each["username"] for each in found} & {each.username for each in unmet}


def live_events_are_mine(lane: Lane, client: Client, unmet: list[Reader]) -> None:
    told = client.get(
        f"/api/v1/stream/grant?topics=thread:article:{lane.article.pk},me",
        headers={"X-Alley-Hub": HUB_KEY},
    ).json()
    grant = Grant(told["topics"], told["reader"], frozenset(told["hidden_authors"]))
    assert grant.hidden_authors == {each.pk for each in unmet}
    for event in Event.objects.filter(topic__in=grant.topics):
        if grant.allows(Heard(event.pk, event.topic, event.payload)):
            about = Comment.objects.filter(pk=event.payload.get("id")).first()
            if event.payload["type"].startswith("comment.") and about is not None:
                assert about.author_id not in grant.hidden_authors
            assert not any(each.name in str(event.payload) for each in unmet)


def writing_is_refused_alike(lane: Lane, client: Client, unmet: list[Reader]) -> None:
    """What cannot be answered, liked or saved is refused in the words used for what is gone."""
    gone = {each.pk for each in unmet}
    for comment in Comment.objects.published().filter(author_id__in=gone):
        reply = client.post(
            f"/api/v1/threads/{lane.thread}/comments",
            {"body": "A reply that must not come about.", "parent": comment.pk},
            content_type="application/json",
        )
        like = client.put(f"/api/v1/comments/{comment.pk}/vote")
        kept = client.put(f"/api/v1/saved/comment/{comment.pk}")
        codes = [reply.json()["code"], like.json()["code"], kept.json()["code"]]
        assert codes == ["parent_gone", "not_found", "not_found"]


def test_a_tombstone_does_not_tell_what_it_stands_for(article: Article) -> None:
    lane = Lane(article)
    for username, name in PEOPLE.items():
        lane.people[username] = Reader.objects.create_user(username, name=name)
    for under in (9, 0):
        lane.say("rook", under, "sparrow")
    lane.say("sparrow", 0, "quill")
    lane.say("rook", 9, "sparrow")
    lane.say("sparrow", 3, "quill")
    lane.delete(3)
    lane.block(("quill", "rook"))
    client = Client()
    client.force_login(lane.people["quill"])

    items = client.get(f"/api/v1/threads/{lane.thread}/comments").json()["items"]
    blocked, deleted = (next(i for i in items if i["id"] == lane.said[n].pk) for n in (0, 3))
    same = {"status", "author", "body", "likes", "edited", "version", "replies", "saved"}
    assert {name: blocked[name] for name in same} == {name: deleted[name] for name in same}


def test_the_blocked_can_still_report(article: Article) -> None:
    lane = Lane(article)
    for username, name in PEOPLE.items():
        lane.people[username] = Reader.objects.create_user(username, name=name)
    lane.say("rook", 9, "sparrow")
    lane.block(("rook", "quill"))
    client = Client()
    client.force_login(lane.people["quill"])
    pk = lane.said[0].pk

    assert "harbour" not in client.get(f"/comments/{pk}/report/").content.decode()
    answer = client.post(
        f"/api/v1/comments/{pk}/report", {"reason": "spam"}, content_type="application/json"
    )
    assert answer.status_code == 204, answer.content


def test_staff_meet_everybody(article: Article) -> None:
    lane = Lane(article)
    for username, name in PEOPLE.items():
        lane.people[username] = Reader.objects.create_user(username, name=name)
    lane.say("rook", 9, "sparrow")
    lane.block(("quill", "rook"))
    staff = Reader.objects.create_user("mo", role=Role.MODERATOR)
    client = Client()
    client.force_login(staff)

    assert "harbour" in client.get(f"/discuss/{lane.thread}/").content.decode()
    assert Thread.objects.get().comment_count == 1
