"""Where prices stand in an answer, and whether they say whose they are, of what kind, from when."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree, html

from alley.markets.models import PriceKind
from alley.markets.quotes import KIND_SHORT

NUMBER = re.compile(r"(?<![\w.,/:-])[−+-]?\d{1,3}(?:,?\d{3})*\.\d{2,}(?![\w:.])")
KIND = re.compile("|".join([*PriceKind.labels, *KIND_SHORT.values()]), re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}")  # `2026` and `202695.29`: cells stand close in text
BLOCKS = {"li", "tr", "figure", "table", "header", "p", "section", "a", "details", "dl", "form"}
RECKONED = "//p[contains(@class, 'priced-by')]"  # names once what every figure of a page is from
NO_PRICE = "//script | //style | //textarea | //select"
WRITTEN = ("article-body", "comment-body", "standfirst", "own-entries")  # what people wrote

PRICED = {
    "price", "close", "open", "high", "low", "previous_close", "move_percent", "change",
    "change_percent", "usual_percent", "abnormal_percent", "since_posted_percent", "twr_percent",
}  # fmt: skip
TOLD = {"title"}  # words that may tell a price: `Brent up to 82.05`
WHOSE = {"source", "sources", "price_source", "label", "price_label", "body", "credit"}
WHAT = {"kind", "quote_kind", "price_kind", "sources", "label", "price_label", "body", "credit"}
WHEN = {
    "time", "at", "date", "day", "to", "event_time", "price_date", "price_label", "label", "body",
}  # fmt: skip
DRAWN = {"spec", "drawings"}  # lines somebody drew lie at heights of their own

Read = Callable[[str, set[str]], Iterable[str]]


def bare(content: bytes, form: str, sources: set[str]) -> list[str]:
    """The prices of an answer that lack one of the three. `form` is its content type."""
    forms: dict[str, Read] = {
        "html": in_page, "svg": in_picture, "csv": in_table, "json": in_json, "xml": in_feed,
    }  # fmt: skip
    read = next((read for name, read in forms.items() if name in form), None)
    return [] if read is None else list(read(content.decode(), sources))


def says_all(words: str, sources: set[str]) -> bool:
    named = any(source in words for source in sources)
    return named and bool(KIND.search(words)) and bool(YEAR.search(words))


def in_words(text: str, sources: set[str]) -> list[str]:
    """Of a mail or a notice."""
    return [text] if NUMBER.search(text) and not says_all(text, sources) else []


def in_values(value: Any, around: dict[str, Any], where: str = "") -> Iterator[str]:
    """Prices whose own object, and those it lies in, lack one of the three."""
    if isinstance(value, list):
        for item in value:
            yield from in_values(item, around, where)
    if isinstance(value, dict):
        known = {**around, **{key: held for key, held in value.items() if held}}
        for key, held in value.items():
            if _tells_a_price(key, held) and not all(known.keys() & x for x in (WHOSE, WHAT, WHEN)):
                yield f"{where}.{key}: {held}"
            if key not in DRAWN:
                yield from in_values(held, known, f"{where}.{key}")


def _tells_a_price(key: str, held: Any) -> bool:
    if not isinstance(held, str):
        return False
    return bool(re.search(r"\d", held)) if key in PRICED else key in TOLD and _has_price(held)


def _has_price(words: str) -> bool:
    return bool(NUMBER.search(words))


def in_page(text: str, sources: set[str]) -> Iterator[str]:
    page = html.fromstring(text)
    written = " | ".join(f"//*[contains(@class, '{name}')]" for name in WRITTEN)
    for skipped in page.xpath(f"{NO_PRICE} | {written}"):
        skipped.drop_tree()
    if any(says_all(one.text_content(), sources) for one in page.xpath(RECKONED)):
        return
    for node in page.iter():
        for words in (node.text, node.tail if node.getparent() is not None else None):
            if isinstance(words, str) and NUMBER.search(words):
                holder = node if words is node.text else node.getparent()
                if not _is_labelled(holder, sources):
                    yield words.strip()[:60]


def _is_labelled(node: Any, sources: set[str]) -> bool:
    while node is not None:
        if node.tag in BLOCKS:
            titles = " ".join(node.xpath(".//@title | ./@title"))
            if says_all(f"{node.text_content()} {titles}", sources):
                return True
        node = node.getparent()
    return False


def in_picture(text: str, sources: set[str]) -> list[str]:
    return in_words(" ".join(etree.fromstring(text.encode()).itertext()), sources)


def in_table(text: str, sources: set[str]) -> Iterator[str]:
    for row in csv.DictReader(text.splitlines()):
        yield from in_values(dict(row), {})


def in_json(text: str, sources: set[str]) -> Iterator[str]:
    yield from in_values(json.loads(text), {})


def in_feed(text: str, sources: set[str]) -> Iterator[str]:
    """A feed carries words of stories; its charts and chips would be figures of ours."""
    for words in etree.fromstring(text.encode()).itertext():
        if "<" in words and (parts := html.fromstring(f"<div>{words}</div>")) is not None:
            for part in parts.xpath("//figure | //table | //*[starts-with(@class, 'quote-')]"):
                yield from in_words(part.text_content(), sources)
