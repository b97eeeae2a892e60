"""Every format, from short texts of our own; and everything in the shared data set."""

import json
from collections import Counter
from pathlib import Path

import pytest

from alley.news.wire import formats
from alley.news.wire.reader import Reader
from alley.news.wire.story import NotAStory, WireStory

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>W</title><language>en</language>
<item><title>Oil rises</title><guid>a-1</guid><author>anna@example.org (Anna)</author>
<category>Commodities</category><pubDate>Thu, 02 May 2024 12:00:00 GMT</pubDate>
<description>&lt;p onclick="x()"&gt;Ships &lt;b&gt;wait&lt;/b&gt;.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;
</description></item><item><author>nobody</author></item></channel></rss>"""
JSONFEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "W",
        "items": [
            {"id": "1", "title": "Oil rises", "content_html": "<p>Ships wait.</p>"},
            {"title": "no id"},
        ],
    }
).encode()
NINJS = json.dumps(
    {
        "uri": "urn:w:1",
        "standard": {"name": "ninjs", "version": "3.0"},
        "version": "4",
        "pubStatus": "canceled",
        "versionCreated": "2024-05-02T12:00:00Z",
        "headlines": [{"role": "main", "value": "Oil rises"}],
        "bodies": [{"contentType": "text/html", "value": "<p>Ships wait.</p>"}],
    }
).encode()
NEWSML = b"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:w:1" version="3"
 standard="NewsML-G2" standardversion="2.35" conformance="power"><itemMeta>
<itemClass qcode="ninat:text"/><provider qcode="x:y"/>
<versionCreated>2024-05-02T12:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>Oil rises</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>t</title></head><body><p>Ships wait.</p></body></html></inlineXML></contentSet>
</newsItem>"""
PARAGRAPH = "Ships wait outside the harbour while the port and its workers talk about pay. " * 4
HTML = f"""<!doctype html><html lang="en"><head><title>Oil</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Oil rises",
"datePublished": "2024-05-02T12:00:00Z", "author": {{"name": "Anna"}}}}</script></head>
<body><nav>Home</nav><article><h1>Oil rises</h1>
<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></article></body>
</html>""".encode()
BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>'


def read(raw: bytes) -> tuple[str, list[WireStory | NotAStory]]:
    return formats.read(raw, format="auto", zone="UTC", address="")


@pytest.mark.parametrize(
    ("raw", "format"),
    [(RSS, "feed"), (JSONFEED, "jsonfeed"), (NINJS, "ninjs"), (NEWSML, "newsml"), (HTML, "html")],
)
def test_every_format_tells_its_story(raw: bytes, format: str) -> None:
    found, stories = read(raw)
    assert found == format
    story = stories[0]
    assert isinstance(story, WireStory)
    assert story.headline == "Oil rises"
    assert "Ships" in str(story.blocks)
    assert "script" not in str(story.blocks)
    assert "onclick" not in str(story.blocks)


def test_an_item_that_tells_nothing_is_refused_and_the_others_go_on() -> None:
    assert [type(story) for story in read(RSS)[1]] == [WireStory, NotAStory]
    assert [type(story) for story in read(JSONFEED)[1]] == [WireStory, NotAStory]


def test_versions_and_kills_are_understood() -> None:
    ninjs, newsml = read(NINJS)[1][0], read(NEWSML)[1][0]
    assert isinstance(ninjs, WireStory)
    assert isinstance(newsml, WireStory)
    assert (ninjs.version, ninjs.status) == (4, "withdrawn")
    assert (newsml.version, newsml.status) == (3, "usable")


@pytest.mark.parametrize(
    "raw",
    [b"", b"   ", b"{", b"[" * 100_000, b'{"a": NaN}', BOMB, b"\x00\xff\xfe", b"<html></html>"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(raw: bytes, wire_reader: Reader) -> None:
    with pytest.raises(NotAStory) as refusal:
        wire_reader.read(raw)
    assert refusal.value.reason


def test_a_child_that_is_killed_is_replaced(wire_reader: Reader) -> None:
    wire_reader.read(RSS)
    assert wire_reader._child is not None
    wire_reader._child.kill()
    with pytest.raises(NotAStory, match="too long or too much memory"):
        wire_reader.read(RSS)
    assert wire_reader.read(RSS)[0] == "feed"


def outcomes(folder: Path, reader: Reader, part: str = "") -> Counter[str]:
    told: Counter[str] = Counter()
    for file in sorted(folder.rglob("*.*")):
        if file.suffix not in {".xml", ".json"} or part not in str(file):
            continue
        try:
            _, stories = reader.read(file.read_bytes(), address=str(file))
        except NotAStory:
            told["refused"] += 1
        else:
            told["read"] += 1
            told["stories"] += sum(isinstance(story, WireStory) for story in stories)
    return told


@pytest.mark.slow
def test_every_shared_feed_is_read_or_refused(shared: Path, wire_reader: Reader) -> None:
    told = outcomes(shared / "data/feeds/feedparser-tests", wire_reader)
    assert told["read"] + told["refused"] == 2107
    assert told["read"] > 1800
    assert outcomes(shared / "data/feeds/feedparser-tests/wellformed", wire_reader)["refused"] < 12


@pytest.mark.slow
def test_ninjs_and_newsml_keep_to_their_schemas(shared: Path, wire_reader: Reader) -> None:
    ninjs = outcomes(shared / "data/feeds/ninjs", wire_reader, "should_fail")
    assert ninjs["stories"] <= 5  # what an older edition forbade and a newer one allows
    assert outcomes(shared / "data/feeds/ninjs", wire_reader, "should_pass")["read"] >= 150
    newsml = outcomes(shared / "data/feeds/newsml-g2", wire_reader, "should_fail")
    assert newsml["stories"] <= 1
    assert outcomes(shared / "data/feeds/newsml-g2", wire_reader, "should_pass")["stories"] >= 105


def test_xml_bombs_are_refused(shared: Path, wire_reader: Reader) -> None:
    told = outcomes(shared / "data/adversarial/xml-bombs", wire_reader)
    assert told["stories"] == 0
