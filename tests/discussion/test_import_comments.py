"""Comments of other systems: each format's own fixtures, twice, hostile, and back out again."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions, queries
from alley.discussion.addresses import canonical, same
from alley.discussion.commands import comments as command
from alley.discussion.imports import FORMATS, Exported, NotTaken
from alley.discussion.imports.exported import Unreadable
from alley.discussion.imports.plain import plain
from alley.discussion.models import Comment, ImportedComment, Thread
from alley.subjects import Subject
from tests.discussion.conftest import Say

EXPORTS = Path(__file__).parent / "exports"
Run = Callable[..., dict[str, object]]


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories stand at /stories/N/; every old address with a path is story 1."""
    cache.clear()
    story = Subject("story", "1", "Oil rises", "/stories/1/")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    monkeypatch.setattr(subjects, "_locators", [story_at])


def story_at(address: str) -> tuple[str, str] | None:
    places = ("stories/1", "radio-t", "example", "/blog/a/")
    return ("story", "1") if any(place in address for place in places) else None


@pytest.fixture
def take(db: None) -> Run:
    def run(*arguments: str) -> dict[str, object]:
        done = CliRunner().invoke(command, ["import", *arguments, "--json"])
        assert done.exit_code == 0, done.output
        facts: dict[str, object] = json.loads(done.stdout)
        parts = ("published", "withheld", "deleted", "known", "not_taken")
        assert facts["seen"] == sum(int(str(facts[name])) for name in parts)  # nothing lost
        assert facts["not_taken"] == len(list(facts["reasons"]))  # type: ignore[call-overload]
        return facts

    return run


def test_disqus_with_an_orphan_thread_and_empty_ids(take: Run) -> None:
    facts = take("disqus", str(EXPORTS / "disqus-isso.xml"))

    assert facts["not_taken"] == 2
    assert {each["reason"].split(",")[0] for each in facts["reasons"]} == {  # type: ignore[attr-defined]
        "its thread is not in the file",
        "no page here has the address http://localhost:4000/blog/2013/02/12/redacted/index.html",
    }
    first = Comment.objects.get(imported__external="4")
    reply = Comment.objects.get(imported__external="5")
    assert (first.author.name, first.body) == ("peter", "...")
    assert (reply.parent, reply.body) == (first, "Hello, World.")
    assert Comment.objects.get(imported__external="9").listed  # deleted, and holds up a reply
    assert first.posted == datetime(2013, 10, 10, 19, 20, 29, tzinfo=UTC)


def test_what_was_deleted_at_disqus_keeps_its_place(take: Run) -> None:
    facts = take("disqus", str(EXPORTS / "disqus-remark42.xml"))

    assert [facts[name] for name in ("published", "withheld", "deleted", "not_taken")] == [
        3,
        1,
        1,
        2,
    ]
    assert Comment.objects.filter(body="This comment had no ID").exists()
    gone = Comment.objects.get(status="deleted")
    assert (gone.body, gone.listed) == ("", gone.reply_count > 0)
    assert "Windows 8 с ленточным" in Comment.objects.published().order_by("posted")[0].body


def test_wordpress_with_its_states_and_numbers_twice(take: Run) -> None:
    facts = take("wordpress", str(EXPORTS / "wordpress-isso.xml"))

    bodies = list(Comment.objects.values_list("body", flat=True))
    assert "When you have a comment with multiple lines:\nWordPress exports it like this." in bodies
    assert facts["published"] == len(bodies)
    assert int(str(facts["not_taken"])) >= 1  # a number that stands there twice


def isso(path: Path) -> Path:
    file = sqlite3.connect(path)
    file.executescript("""
        CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR UNIQUE, title VARCHAR);
        CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT,
            modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR,
            email VARCHAR, website VARCHAR, likes INTEGER, dislikes INTEGER, voters BLOB);
        INSERT INTO threads VALUES (1, '/blog/a/', 'A');
        INSERT INTO comments VALUES
          (1, 1, NULL, 1386000000.5, NULL, 4, '', '', NULL, NULL, NULL, 0, 0, ''),
          (1, 2, 1, 1386000100, 1386000200, 1, '', 'A reply', 'Anna', 'a@x.org', '', 3, 0, ''),
          (1, 3, NULL, 1386000300, NULL, 2, '', 'Never approved', 'Spam', '', '', 0, 0, ''),
          (9, 4, NULL, 1386000300, NULL, 1, '', 'No thread', 'X', '', '', 0, 0, '');
    """)
    file.close()
    return path


def test_isso_with_its_modes_and_likes(take: Run, tmp_path: Path) -> None:
    facts = take("isso", str(isso(tmp_path / "isso.db")))

    assert [facts[name] for name in ("published", "withheld", "deleted", "not_taken")] == [
        1,
        1,
        1,
        1,
    ]
    (shown,) = queries.discussion_page("story", "1", reader=None).comments
    assert shown.is_tombstone
    assert (shown.replies[0].name, shown.replies[0].likes) == ("Anna", 3)
    assert shown.replies[0].edited is not None


def remark(path: Path, *comments: dict[str, object]) -> Path:
    lines = [{"version": 1, "users": []}, *comments]
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def one(id: str, pid: str = "", **facts: object) -> dict[str, object]:
    return {
        "id": id,
        "pid": pid,
        "orig": f"Comment {id}",
        "text": f"<p>Comment {id}</p>",
        "user": {"name": "Olga", "id": "github_1", "admin": False},
        "locator": {"site": "remark", "url": "https://example.com/post"},
        "score": 2,
        "time": "2017-12-25T19:46:01Z",
        **facts,
    }


def test_remark42_with_orphans_circles_and_replies_before_what_they_answer(
    take: Run, tmp_path: Path
) -> None:
    backup = remark(
        tmp_path / "b.gz",
        one("c", "a"),
        one("a"),
        one("lost", "not-in-the-file"),
        one("d", "d"),
        one("x", "y"),
        one("y", "x"),
        one("gone", delete=True, orig="", text=""),
    )
    facts = take("remark42", str(backup))

    assert [facts[name] for name in ("published", "deleted", "not_taken", "stood_for")] == [
        4,
        1,
        2,
        2,
    ]
    assert Comment.objects.get(body="Comment c").parent == Comment.objects.get(body="Comment a")
    orphan = Comment.objects.get(body="Comment lost")
    assert orphan.parent is not None
    assert orphan.parent.status == "deleted"
    assert Comment.objects.values("author").distinct().count() == 2  # Olga, and nobody


def test_again_takes_nothing_and_counts_stay_right(take: Run, tmp_path: Path) -> None:
    backup = str(remark(tmp_path / "b.gz", one("a"), one("b", "a"), one("c", "b")))
    take("remark42", backup)

    again = take("remark42", backup)

    assert (again["known"], again["published"]) == (3, 0)
    thread = Thread.objects.get()
    assert thread.comment_count == Comment.objects.count() == 3
    assert actions.recount(thread) == 0


def test_a_run_that_was_killed_goes_on(take: Run, tmp_path: Path) -> None:
    whole = [one("a"), one("b", "a"), one("c", "a")]
    take("remark42", str(remark(tmp_path / "half.gz", *whole[:2])))
    Thread.objects.update(comment_count=0)  # killed before it had counted
    take("remark42", str(remark(tmp_path / "whole.gz", *whole)))

    assert Thread.objects.get().comment_count == 3
    assert [c.place for c in Comment.objects.order_by("id")] == [0, 1, 2]


def test_a_dry_run_changes_nothing_and_says_the_same(take: Run, tmp_path: Path) -> None:
    backup = str(remark(tmp_path / "b.gz", one("a"), one("b", "a")))

    dry = take("remark42", backup, "--dry-run")

    assert not Comment.objects.exists()
    assert not Reader.objects.exists()
    real = take("remark42", backup)
    assert {**dry, "dry_run": False} == real


def test_old_addresses_are_mapped(take: Run, tmp_path: Path) -> None:
    moved = tmp_path / "map.csv"
    moved.write_text("http://www.old.net/a?utm_source=x,/stories/1/\n")
    backup = remark(tmp_path / "b.gz", one("a", locator={"url": "https://old.net/a/#comments"}))

    assert take("remark42", str(backup))["not_taken"] == 1
    assert take("remark42", str(backup), "--map", str(moved))["published"] == 1


def test_a_page_that_may_embed_becomes_a_subject(take: Run, tmp_path: Path, settings: Any) -> None:
    settings.EMBED_SITES = ["https://blog.test"]
    backup = remark(tmp_path / "b.gz", one("a", locator={"url": "https://blog.test/post?utm_id=1"}))

    take("remark42", str(backup))

    thread = Thread.objects.get()
    subject = subjects.find("page", thread.key)
    assert subject is not None
    assert subject.title == "blog.test/post"


def test_only_an_address_the_other_system_had_confirmed_names_somebody(
    take: Run, ada: Reader, tmp_path: Path
) -> None:
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    post = (EXPORTS / "disqus-isso.xml").read_text().replace("foo@bar.com", ada.email)
    (tmp_path / "d.xml").write_text(post)
    take("disqus", str(tmp_path / "d.xml"))

    anonymous = Comment.objects.get(imported__external="4")
    known = Comment.objects.get(imported__external="5")
    assert known.author == ada
    assert anonymous.author != ada
    assert not anonymous.author.has_usable_password()
    assert anonymous.author.email == ""


HOSTILE = (
    "<script>alert(1)</script><p onclick=x>Look <img src=x onerror=alert(1)>"
    '<a href="javascript:alert(1)">here</a> \u202e and <svg/onload=alert(1)>there</svg></p>'
)


def test_hostile_text_stays_harmless(take: Run, client: Client, tmp_path: Path) -> None:
    raw = one("a", orig="", text=HOSTILE, user={"name": "<b>O\u202elga</b>\n" * 40, "id": "x"})
    markdown = one("b", orig="<script>alert(2)</script> Hello")
    take("remark42", str(remark(tmp_path / "b.gz", raw, markdown)))

    page = client.get("/discuss/story/1/").content.decode()

    assert "<script>alert" not in page
    assert "onerror" not in Comment.objects.get(imported__external="a").body
    assert "&lt;script&gt;alert(2)&lt;/script&gt; Hello" in page
    assert "\u202e" not in page


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    '<disqus xmlns="http://disqus.com">&b;</disqus>'
)


@pytest.mark.parametrize("text", [ENTITIES, "no xml", "<a><b></a>"])
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    db: None, tmp_path: Path, text: str
) -> None:
    (tmp_path / "f.xml").write_text(text)
    done = CliRunner().invoke(command, ["import", "disqus", str(tmp_path / "f.xml")])

    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1
    for name in ("isso",):
        with pytest.raises(Unreadable):
            list(FORMATS[name](tmp_path / "f.xml"))


def test_out_and_in_again_is_the_same(
    take: Run, ada: Reader, bo: Reader, say: Say, tmp_path: Path
) -> None:
    root = say(ada)
    reply = say(bo, "I do not think so, it was 83 “dollars” & more.\nSee line two.", root)
    say(ada, parent=reply)
    actions.vote(reader=bo, comment=root)
    actions.delete_comment(author=bo, comment=reply)
    first = tmp_path / "first.jsonl"
    CliRunner().invoke(command, ["export", "--to", str(first)])

    Comment.objects.update(parent=None, root=None, depth=0)
    Comment.objects.all().delete()
    Thread.objects.all().delete()
    facts = take("alley", str(first))
    second = tmp_path / "second.jsonl"
    CliRunner().invoke(command, ["export", "--to", str(second)])

    assert facts["published"] == 2
    assert first.read_text() == second.read_text()
    assert "example.org" not in first.read_text()  # no addresses of people
    assert take("alley", str(second))["known"] == 3


def test_addresses_that_mean_the_same_page() -> None:
    assert {
        same(url)
        for url in (
            "http://example.org/a/b",
            "https://www.example.org/a/b/?utm_source=x&fbclid=1#disqus_thread",
            "HTTPS://EXAMPLE.org:443/a/b/index.html",
        )
    } == {"example.org/a/b"}
    assert same("http://x.org/?p=4") != same("http://x.org/?p=5")
    assert same("/blog/a/") == "/blog/a"
    assert same("javascript:alert(1)") == ""
    assert canonical("https://a.example@evil.example/") == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\n\nTwo\nthree"),
        ('See <a href="https://x.org/a/long/one">https://x.org/a/lo...</a>', "See https://x.org/a/long/one"),
        ('<a href="https://x.org/">here</a>', "here (https://x.org/)"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("<style>p{}</style>x<script>y", "x"),
    ],
)  # fmt: skip
def test_html_as_plain_text(html: str, text: str) -> None:
    assert plain(html) == text


def test_every_format_says_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\nnonsense\n')

    for name in ("alley", "remark42"):
        rows = list(FORMATS[name](tmp_path / "bad.jsonl"))
        assert all(isinstance(row, NotTaken) for row in rows)
    assert not [row for row in rows if isinstance(row, Exported)]
    assert ImportedComment._meta.get_field("likes").default == 0
