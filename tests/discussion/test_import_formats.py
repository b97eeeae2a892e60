"""Comments of other systems: each format's own fixtures."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alley.discussion import queries
from alley.discussion.models import Comment
from tests.discussion.taken_in import EXPORTS, Run, oil, one, remark, take

__all__ = ["oil", "take"]  # fixtures


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
