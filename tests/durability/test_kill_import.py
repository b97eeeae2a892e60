"""An import of each format is killed half-way and run again: nothing lost, nothing doubled."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.served import ROOT, Site

COMMENTS = 2_300  # more than two batches
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
PAGE = "https://blog.test/a"
Row = tuple[int, int, str, datetime]  # number, parent or 0, author, posted
Write = Callable[[Path], None]


def rows() -> list[Row]:
    """Every third answers the one before, one in a hundred one that comes later in the file."""
    made = []
    for number in range(1, COMMENTS + 1):
        parent = number - 1 if number % 3 == 0 else 0
        if number % 100 == 1 and number + 50 <= COMMENTS:
            parent = number + 50
        made.append((number, parent, f"Reader {number % 40}", FIRST + timedelta(seconds=number)))
    return made


def disqus(path: Path) -> None:
    posts = "".join(
        f'<post dsq:id="{number}"><message>Comment {number}</message>'
        f"<createdAt>{posted:%Y-%m-%dT%H:%M:%SZ}</createdAt><isDeleted>false</isDeleted>"
        f"<isSpam>false</isSpam><author><name>{author}</name></author>"
        f'<thread dsq:id="9"/>{f"<parent dsq:id={chr(34)}{parent}{chr(34)}/>" if parent else ""}'
        "</post>"
        for number, parent, author, posted in rows()
    )
    path.write_text(
        '<?xml version="1.0"?><disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">'
        f'<thread dsq:id="9"><link>{PAGE}</link><title>A</title></thread>{posts}</disqus>'
    )


def wordpress(path: Path) -> None:
    comments = "".join(
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>{author}</wp:comment_author>"
        f"<wp:comment_date_gmt>{posted:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content>Comment {number}</wp:comment_content>"
        f"<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}"
        "</wp:comment_parent></wp:comment>"
        for number, parent, author, posted in rows()
    )
    path.write_text(
        '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
        f"<title>A</title><link>{PAGE}</link><wp:post_id>1</wp:post_id>{comments}"
        "</item></channel></rss>"
    )


def isso(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR, title VARCHAR)")
        file.execute(
            "CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent, created, modified, mode,"
            " remote_addr, text, author, email, website, likes, dislikes, voters)"
        )
        file.execute("INSERT INTO threads VALUES (1, ?, 'A')", [PAGE])
        file.executemany(
            "INSERT INTO comments VALUES (1, ?, ?, ?, NULL, 1, '', ?, ?, '', '', 0, 0, '')",
            [
                (number, parent or None, posted.timestamp(), f"Comment {number}", author)
                for number, parent, author, posted in rows()
            ],
        )
        file.commit()


def remark42(path: Path) -> None:
    lines: list[dict[str, Any]] = [{"version": 1, "users": []}]
    lines += [
        {
            "id": str(number),
            "pid": str(parent) if parent else "",
            "orig": f"Comment {number}",
            "user": {"name": author, "id": author},
            "locator": {"site": "remark", "url": PAGE},
            "time": f"{posted:%Y-%m-%dT%H:%M:%SZ}",
        }
        for number, parent, author, posted in rows()
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def alley(path: Path) -> None:
    lines = [
        {
            "id": str(number),
            "url": PAGE,
            "parent": str(parent) if parent else None,
            "author": {"key": author, "username": "", "name": author},
            "posted": posted.isoformat(),
            "state": "published",
            "body": f"Comment {number}",
        }
        for number, parent, author, posted in rows()
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


WRITERS: dict[str, Write] = {
    each.__name__: each for each in (disqus, wordpress, isso, remark42, alley)
}
TAKEN = """
SELECT i.external, p.external, c.body, c.posted, r.name, c.status
FROM discussion_importedcomment i JOIN discussion_comment c ON c.id = i.comment_id
JOIN accounts_reader r ON r.id = c.author_id
LEFT JOIN discussion_importedcomment p ON p.comment_id = c.parent_id
"""


def asked(site: Site, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(site.folder / "alley.sqlite3", timeout=30)) as file:
        return list(file.execute(query))


def killed_after(site: Site, least: int, *arguments: str) -> int:
    """Start the command, kill it once `least` comments are there, and say how many there were."""
    running = subprocess.Popen(
        [sys.executable, "-m", "alley", *arguments],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while running.poll() is None:
        if asked(site, "SELECT count(*) FROM discussion_importedcomment")[0][0] >= least:
            os.killpg(running.pid, signal.SIGKILL)
            break
    running.wait()
    return int(asked(site, "SELECT count(*) FROM discussion_importedcomment")[0][0])


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_an_import_that_was_killed_and_runs_again_loses_and_doubles_nothing(
    tmp_path: Path, new_site: Callable[[Path], Site], name: str
) -> None:
    site = new_site(tmp_path)
    site.more["ALLEY_EMBED_SITES"] = "https://blog.test"
    file = tmp_path / "export"
    WRITERS[name](file)

    there = killed_after(site, 1, "comments", "import", name, str(file))
    assert 0 < there < COMMENTS, "it was to be killed half-way"
    facts = json.loads(site.alley("comments", "import", name, str(file), "--json"))

    assert (facts["seen"], facts["known"] > 0, facts["not_taken"]) == (COMMENTS, True, 0)
    taken = {int(row[0]): row[1:] for row in asked(site, TAKEN)}
    assert len(asked(site, "SELECT 1 FROM discussion_comment")) == len(taken) == COMMENTS
    for number, parent, author, posted in rows():
        above, body, when, who, status = taken[number]
        assert (int(above or 0), body, who) == (parent, f"Comment {number}", author)
        assert (when[:19], status) == (f"{posted:%Y-%m-%d %H:%M:%S}", "published")
    assert asked(site, "SELECT comment_count FROM discussion_thread") == [(COMMENTS,)]
    assert len(asked(site, "SELECT 1 FROM discussion_importedauthor")) == 40
    twice = "SELECT root_id, place FROM discussion_comment WHERE root_id IS NOT NULL"
    assert len(set(asked(site, twice))) == len(asked(site, twice))
