"""What an export may hold that is broken or meant badly."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from alley.discussion.addresses import canonical, same
from alley.discussion.commands import comments as command
from alley.discussion.imports import FORMATS, Exported, NotTaken
from alley.discussion.imports.exported import Unreadable
from alley.discussion.imports.plain import plain
from alley.discussion.models import Comment, ImportedComment
from tests.discussion.taken_in import Run, oil, one, remark, take

__all__ = ["oil", "take"]  # fixtures

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
