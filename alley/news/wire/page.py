"""A page copied as plain text, its furniture, form and comments still around the story."""

import html as escaping
import re
from dataclasses import dataclass, field
from datetime import datetime

from alley.news.wire import times
from alley.news.wire.story import Block, NotAStory, Picture, Related, WireStory

_BYLINE = re.compile(r"^By (?P<names>[A-Z][^.!?]{2,120})$")
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z .,'’/-]{1,60}?)(?:,? [A-Z][a-z]+\.? \d{1,2})? "
    r"\((?P<agency>[A-Za-z][\w .&-]{1,30})\) ?[-–—] ?"
)
_COUNTER = re.compile(r"^\d+ ?/ ?\d+ ")
_COUNTER_END = re.compile(r" \d+ ?/ ?\d+$")
_COPYRIGHT = re.compile(r"^© ?(?P<credit>[^.]{2,60})\. ")
_CREDIT_END = re.compile(r" (?P<credit>[A-Z]{3,}(?: [A-Z]{2,})?/[^/]{2,60})$")
_PACKAGE = re.compile(
    r"^(for more on this story|more on this story|read more|see also)\b.*:$", re.I
)
_LINE = re.compile(r"^[-–—•*] ?(?P<headline>\S.*)$")
_URL = re.compile(r"https?://[^\s<>\"]+?(?=[.,;:!?)\]]*(?:\s|$))")
_SAYS = re.compile(r"[.!?:;,]['\"”’)]?$")
_END = re.compile(
    r"^(related articles|add a comment|comment guidelines|comments \(\d+\)|write your thoughts here"
    r"|our standards:|read next|share this|leave a comment)\b",
    re.I,
)
_FURNITURE = {
    "breaking news",
    "close",
    "saved. see saved items.",
    "investing pro 0",
    "this article has already been saved in your saved items",
}
_STOPPED = {
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "and",
    "or",
    "by",
    "with",
    "from",
    "said",
    "s",
}
MAX_LINE = 20_000


@dataclass(slots=True)
class _Read:
    zone: str
    headline: str = ""
    section: str = ""
    updated: datetime | None = None
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    credit: str = ""
    gallery: list[Picture] = field(default_factory=list)
    package: list[Related] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def read(raw: bytes, *, zone: str, address: str) -> list[WireStory]:
    """One story. Raises NotAStory where no headline with a story under it can be found."""
    lines = [line.strip() for line in _text(raw).splitlines()]
    read = _Read(zone)
    start = _head(lines, read)
    end = next((at for at in range(start, len(lines)) if _ends(lines[at], read)), len(lines))
    _body(lines[start:end], read)
    if not read.blocks or not read.headline:
        raise NotAStory("no headline with a story under it")
    return [_story(read, _earliest(lines[end:], zone), address)]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _head(lines: list[str], read: _Read) -> int:
    """Find the headline, and the stamp and section under it; where the story starts."""
    stamped = next((at for at, line in enumerate(lines[:80]) if times.STAMP.search(line)), None)
    byline = next((at for at, line in enumerate(lines[:80]) if _BYLINE.match(line)), None)
    anchor = min((at for at in (stamped, byline) if at is not None), default=None)
    if anchor is None:
        return _bare_head(lines, read)
    above = [at for at in range(anchor) if lines[at] and lines[at].casefold() not in _FURNITURE]
    if not above:
        raise NotAStory("no headline above its time and byline")
    read.headline = lines[above[-1]][:300]
    return anchor


def _bare_head(lines: list[str], read: _Read) -> int:
    """A text without stamp or byline: a first line that is no sentence, then paragraphs."""
    filled = [at for at, line in enumerate(lines) if line]
    dated = [at for at in filled[1:] if _DATELINE.match(lines[at])]
    if (
        len(filled) < 2
        or len(lines[filled[0]]) > 200
        or not (dated or (len(lines[filled[1]]) > 80 and not lines[filled[0]].endswith(".")))
    ):
        raise NotAStory("no headline with a story under it")
    read.headline = lines[filled[0]]
    return filled[0] + 1


def _ends(line: str, read: _Read) -> bool:
    return line == read.headline or _END.match(line) is not None


def _body(lines: list[str], read: _Read) -> None:
    listing = False
    for line in lines:
        if len(line) > MAX_LINE:
            raise NotAStory("a line of more than 20,000 letters")
        if not line or line.casefold() in _FURNITURE or _stamped(line, read):
            continue
        if _PACKAGE.match(line):
            listing = True
        elif listing and (item := _LINE.match(line)):
            read.package.append(Related(item["headline"][:300]))
        else:
            listing = False
            _told(line, read)


def _stamped(line: str, read: _Read) -> bool:
    """The line with section and time: "CommoditiesJan 07, 2022 02:27"."""
    found = times.STAMP.search(line)
    if found is None or read.updated or read.blocks or len(line) > 120:
        return False
    read.section = line[: found.start()].strip(" |-–·")
    read.updated = times.stamp(found[0], read.zone)
    return True


def _told(line: str, read: _Read) -> None:
    if not read.blocks and (found := _BYLINE.match(line)):
        names = re.split(r",\s*(?:and )?|\s+and\s+", found["names"])
        read.bylines = tuple(name.strip() for name in names if name.strip())
    elif not read.blocks and ("©" in line or _COUNTER.match(line)):
        read.gallery.append(picture_line(line))
    elif is_crosshead(line):
        read.blocks.append({"type": "heading", "value": line.strip("\"“”'‘’")})
    else:
        if not read.blocks and (found := _DATELINE.match(line)):
            read.dateline, read.credit = found["place"].strip(" ,-"), found["agency"].strip()
            line = line[found.end() :]
        read.blocks.append({"type": "paragraph", "value": f"<p>{linked(line)}</p>"})


def picture_line(line: str) -> Picture:
    """Counter, credit and caption are three things; a page prints them as one line."""
    caption = _COUNTER_END.sub("", _COUNTER.sub("", line)).strip()
    credit = ""
    if found := _COPYRIGHT.match(caption):
        credit, caption = found["credit"].strip(), caption[found.end() :]
    if found := _CREDIT_END.search(caption):
        credit, caption = found["credit"].strip(), caption[: found.start()]
    return Picture(caption=caption.strip(), credit=credit[:200])


def is_crosshead(line: str) -> bool:
    """A short line in capitals, quoted or not, that is no sentence."""
    letters = [letter for letter in line if letter.isalpha()]
    return (
        4 <= len(line) <= 80
        and len(letters) >= 4
        and all(letter.isupper() for letter in letters)
        and not _SAYS.search(line.strip("\"“”'‘’"))
    )


def linked(line: str) -> str:
    """Bare addresses become links on the phrase before them; without a phrase they are dropped."""
    parts, at = [], 0
    for found in _URL.finditer(line):
        before = line[at : found.start()].rstrip()
        phrase = _phrase(before, found[0])
        parts.append(escaping.escape(before[: len(before) - len(phrase)], quote=False))
        if phrase:
            address = escaping.escape(found[0])
            parts.append(f'<a href="{address}">{escaping.escape(phrase, quote=False)}</a>')
        at = found.end()
    parts.append(escaping.escape(line[at:], quote=False))
    return "".join(parts)


def _phrase(before: str, address: str) -> str:
    """The words before an address that it also names, or a whole name; one at least."""
    words = before.split(" ")
    named = set(re.findall(r"[a-z]+", address.casefold()))
    taken = 0
    for word in reversed(words[-8:]):
        bare = re.sub(r"[^\w]", "", word).casefold()
        if word.endswith((".", ";", ":", ",")) or not bare:
            break
        if taken and bare not in named and not (word.istitle() and words[-1].istitle()):
            break
        taken += 1
    chosen = words[len(words) - taken :] if taken else []
    while len(chosen) > 1 and chosen[0].casefold() in _STOPPED:
        chosen.pop(0)
    return " ".join(chosen)


def _earliest(lines: list[str], zone: str) -> datetime | None:
    """The first stamp under the story: nobody comments before there is something to read."""
    found = (times.STAMP.search(line) for line in lines)
    stamps = (times.stamp(stamp[0], zone) for stamp in found if stamp)
    return min((moment for moment in stamps if moment), default=None)


def _story(read: _Read, commented: datetime | None, address: str) -> WireStory:
    updated = read.updated
    first = min((moment for moment in (updated, commented) if moment), default=None)
    return WireStory(
        guid=address if address.startswith("http") else f"page:{read.headline}",
        headline=read.headline,
        bylines=read.bylines,
        dateline=read.dateline,
        credit=read.credit,
        sections=(read.section,) if read.section else (),
        blocks=tuple(read.blocks),
        gallery=tuple(read.gallery),
        package=tuple(read.package),
        published=first,
        first_published=first,
        updated=updated,
    )
