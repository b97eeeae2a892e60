"""Somebody else's HTML -> blocks of ours: what is not on the list does not come in."""

import html as escaping
import re
from collections.abc import Iterator

import lxml.html
import nh3
from lxml.html import HtmlElement

from alley.news.wire.story import Block, Picture

LINE = {"b", "strong", "i", "em", "a", "sup", "sub", "br"}
SHAPE = {
    *("p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
    *("ul", "ol", "li", "pre", "table", "thead", "tbody", "tfoot", "tr", "td", "th"),
    *("figure", "figcaption", "img", "hr", "dl", "dt", "dd"),
}
MAX_BLOCKS = 2_000
MAX_LETTERS = 500_000
_SCHEMES = {"http", "https", "mailto"}
_BREAKS = re.compile(r"(?:<br>\s*){2,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def plain(text: str | None, limit: int = 0) -> str:
    """One line of text: no marks, no control characters, single spaces."""
    if not text:
        return ""
    if "<" in text or "&" in text:
        text = escaping.unescape(nh3.clean(text, tags=set()))
    line = " ".join(_CONTROL.sub("", text).split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def lines(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph."""
    parts = re.split(r"\n\s*\n", _CONTROL.sub("", text).replace("\r\n", "\n"))
    return "".join(f"<p>{escaping.escape(part, quote=False)}</p>" for part in parts if part.strip())


def blocks_of(html: str) -> tuple[list[Block], list[Picture]]:
    """The blocks of a story and the pictures that stood among them."""
    clean = nh3.clean(
        _CONTROL.sub("", html)[:MAX_LETTERS],
        tags=LINE | SHAPE,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes=_SCHEMES,
        link_rel=None,
        generic_attribute_prefixes=None,
    )
    if not clean.strip():
        return [], []
    pictures: list[Picture] = []
    root = lxml.html.fragment_fromstring(clean, create_parent="div")
    blocks = list(_walk(root, pictures, 0))
    return [{"type": kind, "value": value} for kind, value in blocks[:MAX_BLOCKS]], pictures


def _walk(parent: HtmlElement, pictures: list[Picture], depth: int) -> Iterator[tuple[str, object]]:
    loose = escaping.escape(parent.text or "", quote=False)
    for child in parent:
        if child.tag in LINE:
            loose += lxml.html.tostring(child, encoding="unicode")
            continue
        yield from _paragraphs(loose)
        loose = escaping.escape(child.tail or "", quote=False)
        if depth < 40:  # deeper is no story
            yield from _shaped(child, pictures, depth)
    yield from _paragraphs(loose)


def _shaped(
    child: HtmlElement, pictures: list[Picture], depth: int
) -> Iterator[tuple[str, object]]:
    tag = child.tag
    if tag in {"img", "figure"}:
        pictures.extend(_pictures(child))
    elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        if words := _words(child):
            yield "heading", words
    elif tag == "blockquote":
        if words := _words(child):
            yield "quote", {"text": words, "who": ""}
    elif tag in {"ul", "ol"}:
        rows = [row for item in child.iter("li") if (row := _inner(item))]
        if rows:
            yield "list", {"ordered": tag == "ol", "lines": rows}
    elif tag == "table":
        cells = [[_words(cell) for cell in row.iter("td", "th")] for row in child.iter("tr")]
        if any(any(row) for row in cells):
            yield "table", {"caption": "", "rows": cells}
    else:
        yield from _walk(child, pictures, depth + 1)


def _paragraphs(loose: str) -> Iterator[tuple[str, object]]:
    for part in _BREAKS.split(loose):
        if re.sub(r"<[^>]*>", "", part).strip():
            yield "paragraph", f"<p>{' '.join(part.split())}</p>"


def _inner(element: HtmlElement) -> str:
    """The inline marks inside, whatever shapes stood around them."""
    whole = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    return " ".join(nh3.clean(whole, tags=LINE, attributes={"a": {"href"}}, link_rel=None).split())


def _words(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _pictures(element: HtmlElement) -> Iterator[Picture]:
    captions = [_words(caption) for caption in element.iter("figcaption")]
    for image in element.iter("img"):
        caption = captions[0] if captions else ""
        yield Picture(caption=caption, url=image.get("src") or "", alt=image.get("alt") or "")
