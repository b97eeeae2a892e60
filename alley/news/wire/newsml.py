"""IPTC NewsML-G2: news items, alone, in messages or packages. What is no news item is refused."""

import html as escaping
import re
from typing import Any

from lxml import etree

from alley.news.wire import times
from alley.news.wire.cleaning import blocks_of, lines, plain
from alley.news.wire.feed import MAX_ITEMS
from alley.news.wire.nitf import NAMESPACE as NITF
from alley.news.wire.nitf import as_html
from alley.news.wire.schema_g2 import complaint
from alley.news.wire.story import NotAStory, Picture, Related, Status, WireStory, untitled

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
_NAR = {"n": NAR}
_STATUS: dict[str, Status] = {
    "canceled": "withdrawn",
    "cancelled": "withdrawn",
    "withheld": "withheld",
}
OTHERS = {"conceptItem", "knowledgeItem", "planningItem", "catalogItem", "concept", "hopHistory"}


def read(root: Any) -> list[WireStory | NotAStory]:
    """One story an item. Raises NotAStory where the schema is broken or nothing tells a story."""
    if why := complaint(root):
        raise NotAStory(f"not NewsML-G2: {why}"[:280])
    found = (
        [root]
        if _name(root) in {"newsItem", "packageItem"}
        else root.findall(".//n:newsItem", _NAR) + root.findall(".//n:packageItem", _NAR)
    )
    if not found:
        raise NotAStory(f"a {_name(root)}, which tells no story")
    return [_item(item) for item in found[:MAX_ITEMS]]


def _item(item: Any) -> WireStory | NotAStory:
    blocks, pictures = _body(item)
    headline = _headline(item)
    if not headline and blocks:
        headline = plain(next((b["value"] for b in blocks if isinstance(b["value"], str)), ""), 120)
    if not item.get("guid"):
        return NotAStory(f"a {_name(item)} without a guid")
    if _needs_catalogue(item) and not _all(item, "catalogRef") + _all(item, "catalog"):
        return NotAStory("its codes have no catalogue")
    version = item.get("version") or ""
    created = times.iso(_text(item, "itemMeta/versionCreated"))
    first = times.iso(_text(item, "itemMeta/firstCreated"))
    told = times.iso(_text(item, "contentMeta/contentCreated"))
    return WireStory(
        guid=item.get("guid"),
        headline=headline or untitled(item.get("guid")),
        untitled=not headline,
        version=int(version) if version.isdecimal() and len(version) < 19 else None,
        created=created,
        standfirst=_standfirst(item),
        bylines=_bylines(item),
        dateline=plain(
            _text(item, "contentMeta/dateline") or _text(item, "contentMeta/located/name"), 120
        ),
        credit=plain(
            _text(item, "contentMeta/creditline") or _text(item, "itemMeta/provider/name"), 120
        ),
        sections=_subjects(item)[:5],
        topics=_subjects(item)[:10],
        blocks=tuple(blocks),
        gallery=tuple(pictures + _pictures(item)),
        package=_package(item),
        symbols=_symbols(item),
        published=first or told or created,
        first_published=first or told,
        updated=created,
        embargo=times.iso(_text(item, "itemMeta/embargoed")),
        urgency=_urgency(item),
        language=_language(item),
        status=_STATUS.get(_pub_status(item), "usable"),
        correction=_correction(item),
    )


def _needs_catalogue(item: Any) -> bool:
    """Before 2.30 codes mean nothing without a catalogue; from then on IPTC's own is implied."""
    major, _, minor = str(item.get("standardversion") or "").partition(".")
    if major == "2" and minor.isdecimal() and int(minor) >= 30:
        return False
    return next(item.iterfind(".//*[@qcode]"), None) is not None


def _headline(item: Any) -> str:
    for path in (
        "contentMeta/headline",
        "contentMeta/slugline",
        "itemMeta/title",
        "contentMeta/description",
    ):
        if text := plain(_text(item, path), 300):
            return text
    return plain(_text(item, f"contentSet//{{{NITF}}}hl1"), 300)


def _standfirst(item: Any) -> str:
    return plain(_text(item, "contentMeta/description"), 500)


def _bylines(item: Any) -> tuple[str, ...]:
    told = plain(_text(item, "contentMeta/by"), 160)
    if told:
        return (re.sub(r"^by\s+", "", told, flags=re.IGNORECASE),)
    names = (plain(_text(one, "name"), 160) for one in _all(item, "contentMeta/creator"))
    return tuple(name for name in names if name)[:10]


def _body(item: Any) -> tuple[list[dict[str, Any]], list[Picture]]:
    for content in _all(item, "contentSet/inlineXML"):
        for inner in content:
            html = etree.tostring(_story_part(inner), encoding="unicode", method="html")
            blocks, pictures = blocks_of(as_html(html))
            if blocks:
                return blocks, pictures
    for data in _all(item, "contentSet/inlineData"):
        told = "".join(data.itertext())
        if not data.get("encoding") and told.strip():
            marked = "html" in str(data.get("contenttype"))
            return blocks_of(told if marked else lines(told))
    return [], []


def _story_part(root: Any) -> Any:
    """The body of the page or NITF document inside, without its head."""
    for path in (f".//{{{NITF}}}body.content", ".//body.content", f".//{{{XHTML}}}body", ".//body"):
        found = root.find(path)
        if found is not None:
            return found
    return root


def _pictures(item: Any) -> list[Picture]:
    if "picture" not in _qcode(item, "itemMeta/itemClass"):
        return []
    address = next(
        (
            part.get("href")
            for part in _all(item, "contentSet/remoteContent")
            if str(part.get("href")).startswith("http")
        ),
        "",
    )
    return [
        Picture(
            caption=_standfirst(item),
            credit=plain(_text(item, "contentMeta/creditline"), 200),
            url=address,
        )
    ]


def _package(item: Any) -> tuple[Related, ...]:
    refs = item.findall(".//n:itemRef", _NAR)[:30]
    found = (
        (plain(_text(ref, "headline") or _text(ref, "title"), 300), ref.get("href") or "")
        for ref in refs
    )
    return tuple(
        Related(headline, url if url.startswith("http") else "")
        for headline, url in found
        if headline
    )


def _symbols(item: Any) -> tuple[str, ...]:
    found = []
    for one in item.findall(".//n:hasInstrument", _NAR)[:50]:
        market = str(one.get("market") or "").removeprefix("mic:")
        if one.get("symbol"):
            found.append(f"{market}:{one.get('symbol')}".lstrip(":"))
    return tuple(found)


def _subjects(item: Any) -> tuple[str, ...]:
    names = (plain(_text(one, "name"), 80) for one in _all(item, "contentMeta/subject"))
    return tuple(dict.fromkeys(name for name in names if name))


def _pub_status(item: Any) -> str:
    return _qcode(item, "itemMeta/pubStatus").rpartition(":")[2]


def _qcode(item: Any, path: str) -> str:
    found = _all(item, path)
    return str(found[0].get("qcode") or found[0].get("uri") or "") if found else ""


def _correction(item: Any) -> str:
    signals = " ".join(str(one.get("qcode") or "") for one in _all(item, "itemMeta/signal"))
    if "correction" not in signals:
        return ""
    return plain(_text(item, "itemMeta/edNote"), 1000) or "Corrected by the agency."


def _language(item: Any) -> str:
    found = _all(item, "contentMeta/language")
    tag = found[0].get("tag") if found else item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return plain(tag, 12)


def _urgency(item: Any) -> int:
    told = _text(item, "contentMeta/urgency").strip()
    return int(told) if told.isdecimal() and 1 <= int(told[:2]) <= 9 else 5


def _text(parent: Any, path: str) -> str:
    found = _all(parent, path)
    return escaping.escape("".join(found[0].itertext()), quote=False) if found else ""


def _all(parent: Any, path: str) -> list[Any]:
    steps = (
        "/".join(
            step if not step or step.startswith(("{", "n:")) else f"n:{step}"
            for step in path.split("/")
        )
        if "{" not in path
        else path.replace("contentSet", "n:contentSet")
    )
    found: list[Any] = parent.findall(steps, _NAR)
    return found


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
