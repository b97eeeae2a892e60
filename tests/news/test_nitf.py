"""NITF documents, in the shapes agencies send them."""

from datetime import UTC, datetime

import pytest

from alley.news.wire import formats
from alley.news.wire.story import NotAStory, WireStory

AFTERNOON = datetime(2022, 1, 6, 14, 16, tzinfo=UTC)
STORY = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf>
 <head>
  <title>Oil jumps</title>
  <tobject><tobject.subject tobject.subject.type="Commodities"/></tobject>
  <docdata management-status="usable">
   <doc-id id-string="urn:agency:42"/>
   <urgency ed-urg="4"/>
   <date.issue norm="20220106T141600Z"/>
   <key-list><keyword key="Kazakhstan"/></key-list>
  </docdata>
 </head>
 <body>
  <body.head>
   <hedline><hl1>Oil jumps as unrest reaches a field</hl1></hedline>
   <byline>By <person>Anna Berg</person> <byttl>Energy writer</byttl></byline>
   <distributor>Agency</distributor>
   <dateline><location>ALMATY</location></dateline>
   <abstract><p>Output at Tengiz was cut.</p></abstract>
  </body.head>
  <body.content>
   <media media-type="image">
    <media-reference source="https://agency.example/tengiz.jpg" alternate-text="A field"/>
    <media-caption>The Tengiz field.</media-caption><media-producer>B. Photo</media-producer>
   </media>
   <block><p>Brent rose, and <org idsrc="NYSE" value="CVX">Chevron</org> said it had cut output.</p>
   <hl2>What is known</hl2><p onclick="x()">Trains <em>stopped</em>.</p></block>
  </body.content>
 </body>
</nitf>"""


def only(raw: bytes) -> WireStory:
    format, stories = formats.read(raw, format="auto", zone="UTC", address="")
    assert format == "nitf"
    assert isinstance(stories[0], WireStory)
    return stories[0]


def test_a_story_is_read_whole() -> None:
    story = only(STORY)

    assert story.guid == "urn:agency:42"
    assert story.headline == "Oil jumps as unrest reaches a field"
    assert story.bylines == ("Anna Berg",)
    assert (story.dateline, story.credit, story.urgency) == ("ALMATY", "Agency", 4)
    assert story.published == AFTERNOON
    assert story.standfirst == "Output at Tengiz was cut."
    assert story.sections == ("Kazakhstan", "Commodities")
    assert story.symbols == ("NYSE:CVX",)
    assert [block["type"] for block in story.blocks] == ["paragraph", "heading", "paragraph"]
    assert "onclick" not in str(story.blocks)


def test_its_picture_keeps_caption_credit_and_address() -> None:
    picture = only(STORY).gallery[0]

    assert (picture.caption, picture.credit) == ("The Tengiz field.", "B. Photo")
    assert picture.url == "https://agency.example/tengiz.jpg"
    assert "Tengiz field" not in str(only(STORY).blocks)


@pytest.mark.parametrize(
    ("was", "became", "field", "value"),
    [
        (b"<nitf>", b'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">', "dateline", "ALMATY"),
        (b'status="usable"', b'status="canceled"', "status", "withdrawn"),
        (b"<hl1>Oil jumps as unrest reaches a field</hl1>", b"", "headline", "Oil jumps"),
        (b"<person>Anna Berg</person>", b"Anna Berg", "bylines", ("Anna Berg",)),
        (b'"20220106T141600Z"', b'"2022-01-06T14:16:00Z"', "created", AFTERNOON),
        (b"<urgency", b'<correction info="Thursday."/><urgency', "correction", "Thursday."),
    ],
)  # fmt: skip
def test_agencies_differ(was: bytes, became: bytes, field: str, value: object) -> None:
    assert getattr(only(STORY.replace(was, became)), field) == value


def test_an_embargo_holds_until_its_release() -> None:
    story = only(
        STORY.replace(b'"usable"', b'"embargoed"').replace(
            b"<key-list>", b'<date.release norm="20220106T180000+0100"/><key-list>'
        )
    )
    assert story.embargo == datetime(2022, 1, 6, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("without", [b'id-string="urn:agency:42"', b"body>"])
def test_what_cannot_be_known_again_is_refused(without: bytes) -> None:
    with pytest.raises(NotAStory):
        formats.read(
            STORY.replace(without, b"x>" if b">" in without else b""),
            format="auto",
            zone="UTC",
            address="",
        )
