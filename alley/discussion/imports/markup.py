"""Large XML files as a stream: no entities, no network, no more memory than one element."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from alley.discussion.imports.exported import NotTaken, Unreadable

HEAD = 65_536  # where declarations stand, and what some exports put before the document


def elements(path: Path, tags: tuple[str, ...]) -> Iterator[Any]:
    """Each closed element of these names, freed after use; what is broken is a NotTaken, and the
    rest goes on. Raises Unreadable where nothing can be read."""
    with path.open("rb") as file:
        _begin(file)
        events = etree.iterparse(
            file,
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        found = 0
        try:
            for _, element in events:
                if any(above.tag in tags for above in element.iterancestors()):
                    continue  # a post names its thread by an element of the same name
                found += 1
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"not well-formed XML: {error}"[:280]) from error
        broken = {error.line: error.message for error in events.error_log}
        if broken and not found:
            line, words = next(iter(broken.items()))
            raise Unreadable(f"not well-formed XML: {words}, line {line}"[:280])
        for line, words in broken.items():
            yield NotTaken(f"line {line}", f"broken XML: {words.strip()[:200]}")


def text(element: Any, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _begin(file: BinaryIO) -> None:
    """Skip what stands before the first tag; refuse entities of the file's own."""
    head = file.read(HEAD)
    if b"<!ENTITY" in head.replace(b"\0", b"").upper():
        raise Unreadable("it declares entities of its own, which are not read")
    start = head.find(b"<")
    if start < 0:
        raise Unreadable("it is not XML")
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    file.seek(0 if utf16 else start)
