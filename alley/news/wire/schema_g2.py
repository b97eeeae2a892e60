"""Whether a NewsML-G2 document keeps to IPTC's schema; read once in a child's life."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

SCHEMA = Path(__file__).parent / "schemas" / "NewsML-G2_2.35-spec-All-Power.xsd"


def complaint(root: Any) -> str:
    """The first thing that is wrong, or ""."""
    schema = _schema()
    if schema.validate(root):
        return ""
    # other vocabularies (ODRL rights) may be embedded; their schemas are not ours to judge
    log: Any = schema.error_log  # lxml's stubs do not know that it can be walked
    errors = [error for error in log if "strict wildcard" not in error.message]
    if not errors:
        return ""
    said = errors[0].message.replace("{http://iptc.org/std/nar/2006-10-01/}", "")
    return f"line {errors[0].line}: {said}"


@cache
def _schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser))
