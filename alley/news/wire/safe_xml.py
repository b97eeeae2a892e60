"""XML without entities, without a network, and not too deep or too big."""

import re
from typing import Any

from lxml import etree

from alley.news.wire.story import NotAStory

MAX_DEPTH = 200
_DOCTYPE = re.compile(rb"<!\s*(ENTITY|DOCTYPE[^>\[]*\[)", re.IGNORECASE)


def refuse_entities(raw: bytes) -> None:
    """Raises NotAStory where a document brings declarations of its own."""
    plain = raw.replace(b"\x00", b"")  # UTF-16 has a NUL in every letter of ASCII
    if _DOCTYPE.search(plain):
        raise NotAStory("it declares entities of its own, which are not read")


def parse(raw: bytes) -> Any:
    """The root element. Raises NotAStory with the parser's own words."""
    refuse_entities(raw)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAStory(f"not well-formed XML: {error}"[:280]) from error
