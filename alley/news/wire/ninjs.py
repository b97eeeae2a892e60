"""IPTC ninjs 1, 2 and 3, held against the official schema of its version first."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from alley.news.wire import times
from alley.news.wire.cleaning import blocks_of, lines, plain
from alley.news.wire.story import (
    Block,
    NotAStory,
    Picture,
    Related,
    Status,
    WireStory,
    untitled,
)

SCHEMAS = Path(__file__).parent / "schemas"
_VERSION = re.compile(r"ninjs-schema_(\d\.\d)")
_NEWEST = {"1": "1.6", "2": "2.2", "3": "3.1"}
_STATUS: dict[str, Status] = {
    "canceled": "withdrawn",
    "cancelled": "withdrawn",
    "withheld": "withheld",
}


def read(told: dict[str, Any]) -> list[WireStory | NotAStory]:
    """One story. Raises NotAStory with the schema's first complaint, or where it tells none."""
    complaints: dict[str, Any] = {}
    for version in versions_of(told):
        complaints[version] = next(iter(_schema(version).iter_errors(told)), None)
        if complaints[version] is None:
            return [_story(told)]
    if isinstance(told.get("urgency"), float):
        raise NotAStory("not ninjs: at urgency: not a whole number")
    version, complaint = next(iter(complaints.items()))
    where = "/".join(str(step) for step in complaint.instance_path) or "the top"
    raise NotAStory(f"not ninjs {version}: at {where}: {complaint.message}"[:280])


def versions_of(told: dict[str, Any]) -> list[str]:
    """The version it names and its family's newest; nameless, every family, likeliest first."""
    named = _VERSION.search(str(told.get("$schema") or ""))
    standard = told.get("standard")
    if named is None and isinstance(standard, dict):
        named = re.match(r"(\d\.\d)", str(standard.get("version", "")))
    if named and (SCHEMAS / f"ninjs-schema_{named[1]}.json").exists():
        return list(dict.fromkeys([named[1], _NEWEST[named[1][0]]]))
    if {"pubStatus", "versionCreated", "rightsInfo", "contentCreated"} & told.keys():
        return ["3.1", "2.2", "1.6"]
    if {"headlines", "bodies", "infosources", "trustindicators"} & told.keys():
        return ["2.2", "3.1", "1.6"]
    return ["1.6", "2.2", "3.1"]


@cache
def _schema(version: str) -> Any:
    schema = json.loads((SCHEMAS / f"ninjs-schema_{version}.json").read_text())
    return jsonschema_rs.validator_for(schema, validate_formats=False, retriever=_geojson)


def _geojson(address: str) -> Any:
    """The one schema the others refer to, from beside them: nothing is fetched."""
    return json.loads((SCHEMAS / "GeoJSON-schema.json").read_text())


def _story(told: dict[str, Any]) -> WireStory:
    blocks, pictures = _body(told)
    headline = _headline(told, blocks)
    created = times.iso(_any(told, "versionCreated", "versioncreated"))
    published = times.iso(
        _any(told, "contentCreated", "contentcreated", "firstCreated", "firstcreated")
    )
    first = times.iso(_any(told, "firstCreated", "firstcreated")) or published
    signals = told.get("signals") or []
    correction = next(
        (
            plain(str(one.get("name") or ""))
            for one in signals
            if isinstance(one, dict) and "correction" in json.dumps(one)
        ),
        "",
    )
    return WireStory(
        guid=str(told["uri"]),
        headline=headline or untitled(str(told["uri"])),
        untitled=not headline,
        version=_whole(told.get("version")),
        created=created,
        standfirst=_by_role(told, "descriptions", ("abstract", "summary", "teaser"), "description"),
        bylines=_bylines(told),
        dateline=plain(str(_any(told, "located") or ""), 120),
        credit=plain(
            str(_any(told, "infosources", "copyrightHolder", "copyrightholder") or "")
            if isinstance(_any(told, "infosources", "copyrightHolder", "copyrightholder"), str)
            else _first_name(told.get("infosources")),
            120,
        ),
        sections=_names(told, "subjects", "subject")[:5],
        topics=_names(told, "subjects", "subject")[:10],
        blocks=tuple(blocks),
        gallery=tuple(pictures + _pictures(told)),
        package=_package(told),
        symbols=_symbols(told),
        published=published or created,
        first_published=first,
        updated=created,
        embargo=times.iso(_any(told, "embargoedUntil", "embargoeduntil", "embargoed")),
        urgency=_urgency(told),
        language=plain(str(told.get("language") or ""), 12),
        status=_STATUS.get(str(_any(told, "pubStatus", "pubstatus") or "usable"), "usable"),
        correction=correction,
    )


def _headline(told: dict[str, Any], blocks: list[Block]) -> str:
    whole = _by_role(
        told, "headlines", ("main", "headline"), "headline", "title", "name", "slugline"
    )
    if not whole:
        whole = _by_role(told, "descriptions", (), "description", "byline")
    words = (plain(block["value"], 120) for block in blocks if isinstance(block["value"], str))
    return plain(whole, 300) or next((word for word in words if word), "") or ""


def _by_role(told: dict[str, Any], many: str, roles: tuple[str, ...], *single: str) -> str:
    """Version 1 has description_<role>, 2 and 3 a list of {role, value}."""
    listed = [one for one in told.get(many) or [] if isinstance(one, dict)]
    listed.sort(key=lambda one: not any(role in str(one.get("role", "")) for role in roles))
    for one in listed:
        if value := plain(str(one.get("value") or ""), 500):
            return value
    for name in single:
        for key in (name, *sorted(key for key in told if key.startswith(f"{name}_"))):
            if isinstance(told.get(key), str) and (value := plain(told[key], 500)):
                return value
    return ""


def _body(told: dict[str, Any]) -> tuple[list[Block], list[Picture]]:
    for one in told.get("bodies") or []:
        if isinstance(one, dict) and one.get("value"):
            kind = str(one.get("contentType") or one.get("contenttype") or "")
            return blocks_of(_html(str(one["value"]), "html" in kind or "xml" in kind))
    for key in ("body_xhtml", "body_html", "body_text", *sorted(told)):
        if key.startswith("body_") and isinstance(told.get(key), str) and told[key].strip():
            return blocks_of(_html(told[key], "html" in key))
    return [], []


def _html(value: str, marked: bool) -> str:
    return value if marked or re.search(r"</(p|div|h\d|ul)>", value) else lines(value)


def _bylines(told: dict[str, Any]) -> tuple[str, ...]:
    text = plain(str(told.get("byline") or "") if isinstance(told.get("byline"), str) else "", 160)
    if text:
        return (re.sub(r"^by\s+", "", text, flags=re.IGNORECASE),)
    listed = told.get("bylines") or told.get("people") or []
    authors = [one for one in listed if isinstance(one, dict) and "author" in json.dumps(one)]
    return tuple(name for one in authors if (name := plain(str(one.get("name") or ""), 160)))[:10]


def _associations(told: dict[str, Any]) -> list[dict[str, Any]]:
    ones = told.get("associations") or {}
    listed = list(ones.values()) if isinstance(ones, dict) else ones
    return [one for one in listed if isinstance(one, dict)]


def _pictures(told: dict[str, Any]) -> list[Picture]:
    told_by = [told] if told.get("type") == "picture" else []
    found = [one for one in _associations(told) if one.get("type") == "picture"]
    return [
        Picture(
            caption=_by_role(one, "descriptions", ("caption",), "description", "headline"),
            credit=plain(str(one.get("byline") or one.get("copyrightholder") or ""), 200),
            url=_rendition(one),
        )
        for one in (told_by + found)[:30]
    ]


def _rendition(one: dict[str, Any]) -> str:
    ones = one.get("renditions") or []
    listed = list(ones.values()) if isinstance(ones, dict) else ones
    addresses = (part.get("href") for part in listed if isinstance(part, dict))
    return next((str(href) for href in addresses if str(href).startswith("http")), "")


def _package(told: dict[str, Any]) -> tuple[Related, ...]:
    texts = [one for one in _associations(told) if one.get("type") in {"text", "composite"}]
    found = (_by_role(one, "headlines", ("main",), "headline", "title") for one in texts[:20])
    return tuple(Related(headline) for headline in found if headline)


def _symbols(told: dict[str, Any]) -> tuple[str, ...]:
    """What organisations are traded as; ninjs 1: symbols [{ticker, exchange}]."""
    found: list[str] = []
    for one in [*(told.get("organisations") or []), *(told.get("organisation") or [])]:
        for symbol in one.get("symbols") or [] if isinstance(one, dict) else []:
            if isinstance(symbol, dict) and symbol.get("ticker"):
                found.append(f"{symbol.get('exchange') or ''}:{symbol['ticker']}".lstrip(":"))
    return tuple(found[:50])


def _names(told: dict[str, Any], *keys: str) -> tuple[str, ...]:
    found = (one for key in keys for one in told.get(key) or [] if isinstance(one, dict))
    return tuple(name for one in found if (name := plain(str(one.get("name") or ""), 80)))


def _first_name(ones: Any) -> str:
    listed = ones if isinstance(ones, list) else []
    return next((str(one.get("name") or "") for one in listed if isinstance(one, dict)), "")


def _any(told: dict[str, Any], *names: str) -> Any:
    return next((told[name] for name in names if told.get(name)), None)


def _whole(value: Any) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _urgency(told: dict[str, Any]) -> int:
    urgency = _whole(told.get("urgency"))
    return urgency if urgency is not None and 1 <= urgency <= 9 else 5
