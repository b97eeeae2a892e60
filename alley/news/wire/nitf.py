"""IPTC NITF 3: one story a document, alone or inside NewsML-G2."""

import re
from typing import Any

from lxml import etree

from alley.news.wire import times
from alley.news.wire.cleaning import blocks_of, plain
from alley.news.wire.story import Block, NotAStory, Picture, Status, WireStory, untitled

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
_NORM = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$")
_STATUS: dict[str, Status] = {"canceled": "withdrawn"}


def read(root: Any) -> list[WireStory | NotAStory]:
    """The story. Raises NotAStory where the document has no body or nothing to know it by."""
    root = _without_namespace(root)
    if root.find("body") is None:
        raise NotAStory("a NITF document without a body")
    guid = _attribute(root, "head/docdata/doc-id", "id-string") or plain(root.get("uno"))
    if not guid:
        raise NotAStory("a NITF document without a doc-id")
    blocks, pictures = body_of(root)
    headline = _headline(root)
    issued = moment(_attribute(root, "head/docdata/date.issue", "norm"))
    released = moment(_attribute(root, "head/docdata/date.release", "norm"))
    management = _attribute(root, "head/docdata", "management-status")
    return [
        WireStory(
            guid=guid,
            headline=headline or untitled(guid),
            untitled=not headline,
            created=issued,
            short_headline=plain(_text(root, "head/title"), 120),
            standfirst=plain(_text(root, "body/body.head/abstract"), 500),
            bylines=_bylines(root),
            dateline=plain(_text(root, "body/body.head/dateline/location"), 120),
            credit=plain(_text(root, "body/body.head/distributor"), 120),
            sections=_keywords(root)[:5],
            topics=_keywords(root)[:10],
            blocks=tuple(blocks),
            gallery=tuple(pictures),
            symbols=_symbols(root),
            published=issued,
            first_published=issued,
            embargo=released if management == "embargoed" else None,
            urgency=_urgency(root),
            status=_STATUS.get(management, "usable"),
            correction=_correction(root),
        )
    ]


def body_of(root: Any) -> tuple[list[Block], list[Picture]]:
    """The blocks of a NITF document's content, and its pictures."""
    content = root.find(".//body.content")
    if content is None:
        return [], []
    pictures = [_picture(media) for media in content.iter("media")]
    etree.strip_elements(content, "media", with_tail=False)
    blocks, others = blocks_of(as_html(etree.tostring(content, encoding="unicode", method="html")))
    return blocks, [picture for picture in [*pictures, *others] if picture]


def as_html(told: str) -> str:
    """NITF's own names for what HTML has; prefixes off."""
    told = re.sub(r"<(/?)[\w.-]+:", r"<\1", told)
    told = re.sub(r"<(/?)hl2\b", r"<\1h2", told)
    told = re.sub(r"<(/?)bq\b", r"<\1blockquote", told)
    return re.sub(r"<(/?)(?:body\.content|block)\b", r"<\1div", told)


def moment(norm: str) -> Any:
    """NITF writes 20220106T141600Z, some write RFC 3339; both in UTC."""
    if found := _NORM.match(norm.strip()):
        year, month, day, hour, minute, second, zone = found.groups()
        return times.iso(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or 'Z'}")
    return times.iso(norm)


def _without_namespace(root: Any) -> Any:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def _headline(root: Any) -> str:
    for path in ("body/body.head/hedline/hl1", "body/body.head/headline/hl1", "head/title"):
        if text := plain(_text(root, path), 300):
            return text
    return ""


def _bylines(root: Any) -> tuple[str, ...]:
    """The persons named, else the whole line without its `By` and the writer's title."""
    found = []
    for line in root.findall("body/body.head/byline")[:10]:
        persons = [plain("".join(person.itertext()), 160) for person in line.iter("person")]
        etree.strip_elements(line, "byttl", with_tail=False)
        words = plain("".join(line.itertext()), 160)
        found += persons or [re.sub(r"^by\s+", "", words, flags=re.IGNORECASE)]
    return tuple(name for name in found if name)[:10]


def _keywords(root: Any) -> tuple[str, ...]:
    marked = root.findall("head/docdata/key-list/keyword")
    subjects = root.findall("head/tobject/tobject.subject")
    names = [one.get("key") for one in marked]
    names += [one.get("tobject.subject.type") for one in subjects]
    return tuple(dict.fromkeys(plain(name, 80) for name in names if name))


def _symbols(root: Any) -> tuple[str, ...]:
    """`<money>` aside, NITF marks a listing as <org idsrc="NYSE" value="CVX">Chevron</org>."""
    marked = (
        (plain(one.get("idsrc"), 20), plain(one.get("value"), 40)) for one in root.iter("org")
    )
    return tuple(dict.fromkeys(f"{market}:{code}" for market, code in marked if market and code))


def _picture(media: Any) -> Picture | None:
    if media.get("media-type") not in {None, "image"}:
        return None
    reference = media.find("media-reference")
    address = "" if reference is None else str(reference.get("source") or "")
    return Picture(
        caption=plain(_text(media, "media-caption")),
        credit=plain(_text(media, "media-producer"), 200),
        url=address if address.startswith("http") else "",
        alt="" if reference is None else plain(reference.get("alternate-text"), 300),
    )


def _urgency(root: Any) -> int:
    told = _attribute(root, "head/docdata/urgency", "ed-urg")
    return int(told) if told.isdecimal() and 1 <= int(told[:2]) <= 9 else 5


def _correction(root: Any) -> str:
    """Told only where the document says that it corrects another."""
    mended = root.find("head/docdata/correction")
    if mended is None:
        return ""
    return plain(mended.get("info"), 1000) or "Corrected by the agency."


def _attribute(root: Any, path: str, name: str) -> str:
    found = root.find(path)
    return "" if found is None else plain(found.get(name), 500)


def _text(root: Any, path: str) -> str:
    found = root.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())
