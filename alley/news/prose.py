"""A body as clean HTML, its plain text, and instruments linked at their places in that text.

One walk serves all three, so an offset in the text always finds its letter in the HTML. Pure.
"""

import html as escaping
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import nh3

INLINE = {"p", "b", "i", "em", "strong", "a", "sup", "sub", "br"}
_TOKENS = re.compile(r"<[^>]*>|[^<]+")
_SILENT = {"figure", "aside", "caption", "footer"}  # beside the story, not in its text
_ENDS_LINE = {"/p", "/h2", "/li", "/tr", "/blockquote"}

Picture = Callable[[dict[str, Any]], str]  # the address of an image block's picture, or ""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text and the HTML that shall stand there around its words."""

    start: int
    end: int
    wrap: Callable[[str], str]


def inline(value: str) -> str:
    """Rich text of one line or several paragraphs, with nothing in it but inline marks."""
    return nh3.clean(
        value, tags=INLINE, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )


def render(blocks: Iterable[dict[str, Any]], picture: Picture = lambda block: "") -> str:
    """Blocks in Wagtail's raw form -> HTML."""
    return "\n".join(
        part for block in blocks if (part := _block(block["type"], block["value"], picture))
    )


def text_of(html: str) -> str:
    """The plain text: paragraphs are two line breaks apart."""
    return "".join(shown for _, _, shown in _walk(html)).rstrip("\n")


def with_spans(html: str, spans: Iterable[Span]) -> str:
    """The HTML with each span wrapped where its letters stand; spans across tags are left out."""
    waiting = sorted(spans, key=lambda span: span.start)
    parts, linked = [], False
    for offset, raw, shown in _walk(html):
        if raw.startswith(("<a ", "</a")):
            linked = raw.startswith("<a ")
        parts.append(raw if linked else _wrapped(waiting, offset, raw, shown))
    return "".join(parts)


def _wrapped(waiting: list[Span], offset: int, raw: str, shown: str) -> str:
    end = offset + len(shown)
    if raw.startswith("<") or not shown:
        return raw
    while waiting and waiting[0].start < offset:
        waiting.pop(0)
    parts, at = [], offset
    while waiting and waiting[0].end <= end:
        span = waiting.pop(0)
        if span.start < at:
            continue
        parts.append(escaping.escape(shown[at - offset : span.start - offset], quote=False))
        words = shown[span.start - offset : span.end - offset]
        parts.append(span.wrap(escaping.escape(words, quote=False)))
        at = span.end
    parts.append(escaping.escape(shown[at - offset :], quote=False))
    return "".join(parts)


def _walk(html: str) -> Iterator[tuple[int, str, str]]:
    """(offset in the text, raw HTML, what it shows) of every token."""
    offset, silent, fresh = 0, 0, True
    for match in _TOKENS.finditer(html):
        raw = match.group()
        if raw.startswith("<"):
            name = raw[1:-1].split(None, 1)[0].lower().rstrip("/") if len(raw) > 2 else ""
            silent += (name in _SILENT) - (name.lstrip("/") in _SILENT and name.startswith("/"))
            shown = "" if silent else _space(name, fresh)
        else:
            shown = "" if silent or (fresh and not raw.strip()) else escaping.unescape(raw)
        yield offset, raw, shown
        if shown:
            fresh = shown == "\n\n"
        offset += len(shown)


def _space(name: str, fresh: bool) -> str:
    if name in _ENDS_LINE and not fresh:
        return "\n\n"
    return "\n" if name == "br" else " " if name in {"/td", "/th"} and not fresh else ""


def _block(kind: str, value: Any, picture: Picture) -> str:
    match kind:
        case "paragraph":
            body = inline(value)
            return body if body.startswith("<p") or not body.strip() else f"<p>{body}</p>"
        case "heading":
            return f"<h2>{escaping.escape(value, quote=False)}</h2>"
        case "quote":
            return _quote(value)
        case "list":
            return _list(value)
        case "image":
            return _figure(value, picture)
        case "gallery":
            return "".join(_figure(_value(one), picture) for one in value)
        case "table":
            return _table(value)
        case "related":
            link = escaping.escape(value["url"])
            return (
                f'<aside class="related-story"><a href="{link}">'
                f"{escaping.escape(value['headline'])}</a></aside>"
            )
    return ""


def _value(child: Any) -> Any:
    """A child of a list block: bare in old data, with its id around it in new."""
    return child["value"] if isinstance(child, dict) and "value" in child else child


def _quote(value: dict[str, Any]) -> str:
    lines = [line.strip() for line in value["text"].split("\n") if line.strip()]
    said = "".join(f"<p>{escaping.escape(line, quote=False)}</p>" for line in lines)
    who = value.get("who") or ""
    by = f"<footer>{escaping.escape(who, quote=False)}</footer>" if who else ""
    return f"<blockquote>{said}{by}</blockquote>"


def _list(value: dict[str, Any]) -> str:
    tag = "ol" if value.get("ordered") else "ul"
    lines = (re.sub(r"</?p[^>]*>", "", inline(_value(line))) for line in value["lines"])
    return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


def _figure(value: dict[str, Any], picture: Picture) -> str:
    source = picture(value)
    caption = escaping.escape(value.get("caption") or "", quote=False)
    credit = escaping.escape(value.get("credit") or "", quote=False)
    if not source and not caption:
        return ""
    alt = escaping.escape(value.get("alt") or "")
    shown = f'<img src="{escaping.escape(source)}" alt="{alt}" loading="lazy">' if source else ""
    small = f' <small class="credit">{credit}</small>' if credit else ""
    return f"<figure>{shown}<figcaption>{caption}{small}</figcaption></figure>"


def _table(value: dict[str, Any]) -> str:
    rows = [
        [escaping.escape(_value(cell), quote=False) for cell in _value(row)]
        for row in value["rows"]
    ]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    rest = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    named = escaping.escape(value.get("caption") or "", quote=False)
    caption = f"<caption>{named}</caption>" if named else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rest}</tbody></table>"
